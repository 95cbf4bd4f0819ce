/** Width and height in whole pixels unless the holder's name says otherwise. */
export type Size = { width: number; height: number };

type Rect = { x: number; y: number; width: number; height: number };

// The optional tag keeps rectangles of different spaces apart at compile time and costs nothing at run time.
/** A rectangle on the document's canvas, in document units, fractions allowed. */
export type CanvasRect = Rect & { readonly space?: 'canvas' };
/** A rectangle in the pixels of the exported picture; whole numbers. */
export type PictureRect = Rect & { readonly space?: 'picture' };

/** Pixels of a picture and the canvas area that they cover. */
export type Placement = { size: Size; box: CanvasRect };

/** Picture pixels per document unit as it really is, not as it was asked for. */
export function measureScale(placement: Placement): { x: number; y: number } {
  return {
    x: placement.size.width / placement.box.width,
    y: placement.size.height / placement.box.height,
  };
}

/** Maps whole picture pixels to the canvas; the exact inverse of how the picture was exported. */
export function toCanvasRect(rect: PictureRect, placement: Placement): CanvasRect {
  const scale = measureScale(placement);
  return {
    x: placement.box.x + rect.x / scale.x,
    y: placement.box.y + rect.y / scale.y,
    width: rect.width / scale.x,
    height: rect.height / scale.y,
  };
}

/** The smallest whole-pixel rectangle of the picture that covers a canvas rectangle; not clipped. */
export function toPictureRect(rect: CanvasRect, placement: Placement): PictureRect {
  const scale = measureScale(placement);
  // Boxes come from sums of floats: a thousandth of a pixel beyond an edge is not a pixel.
  const slack = 1e-3;
  const left = Math.floor((rect.x - placement.box.x) * scale.x + slack);
  const top = Math.floor((rect.y - placement.box.y) * scale.y + slack);
  const right = Math.ceil((rect.x + rect.width - placement.box.x) * scale.x - slack);
  const bottom = Math.ceil((rect.y + rect.height - placement.box.y) * scale.y - slack);
  return { x: left, y: top, width: Math.max(0, right - left), height: Math.max(0, bottom - top) };
}

/** The common part of two rectangles of one space; zero width or height where there is none. */
export function intersectRects<R extends Rect>(a: R, b: R): Pick<R, 'x' | 'y' | 'width' | 'height'> {
  const x = Math.max(a.x, b.x);
  const y = Math.max(a.y, b.y);
  return {
    x,
    y,
    width: Math.max(0, Math.min(a.x + a.width, b.x + b.width) - x),
    height: Math.max(0, Math.min(a.y + a.height, b.y + b.height) - y),
  };
}

/** The smallest rectangle around both. */
export function boundRects<R extends Rect>(a: R, b: R): Pick<R, 'x' | 'y' | 'width' | 'height'> {
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  return {
    x,
    y,
    width: Math.max(a.x + a.width, b.x + b.width) - x,
    height: Math.max(a.y + a.height, b.y + b.height) - y,
  };
}

/** The rectangle with `margin` pixels more on every side. */
export function growRect<R extends Rect>(rect: R, margin: number): Pick<R, 'x' | 'y' | 'width' | 'height'> {
  return {
    x: rect.x - margin,
    y: rect.y - margin,
    width: rect.width + 2 * margin,
    height: rect.height + 2 * margin,
  };
}

export function isEmptyRect(rect: Rect): boolean {
  return rect.width <= 0 || rect.height <= 0;
}

/** The whole of a picture as a rectangle in its own pixels. */
export function wholeOf(size: Size): PictureRect {
  return { x: 0, y: 0, width: size.width, height: size.height };
}

/** Length of a rectangle's diagonal in its own pixels. */
export function measureDiagonal(rect: Rect): number {
  return Math.hypot(rect.width, rect.height);
}
