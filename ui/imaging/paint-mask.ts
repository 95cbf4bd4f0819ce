import { drawBrush } from './draw-brush.ts';
import { drawPolygon, drawRectangle } from './draw-polygon.ts';
import { trimMask } from './feather.ts';
import { fillHoles } from './fill-holes.ts';
import { growMask } from './grow-mask.ts';
import type { Mask } from './image.ts';
import type { EditEffect, MaskEdit, PaintedMask } from './mask-edits.ts';
import { boundRects, intersectRects, isEmptyRect, type PictureRect, type Size, wholeOf } from './rect.ts';

/**
 * The mask that a person painted over `base`, at the picture's full size: the edits in their order, adding the
 * stronger alpha and subtracting in proportion, then holes are filled, then it is grown or shrunk. Points drawn on a
 * picture of another size are scaled. Cost follows what is touched; only an inversion takes the whole picture.
 */
export function paintMask(base: Mask, painted: PaintedMask, picture: Size): Mask {
  const scale = { x: picture.width / painted.size.width, y: picture.height / painted.size.height };
  const meanScale = Math.sqrt(scale.x * scale.y);
  const lastClear = painted.edits.map(({ kind }) => kind).lastIndexOf('clear');
  const edits = painted.edits.slice(lastClear + 1).map((edit) => scaleEdit(edit, scale, meanScale));
  const canvas = createCanvas(lastClear < 0 ? base : null, edits, picture);
  for (const edit of edits) {
    if (edit.kind === 'clear') continue;
    if (edit.kind === 'invert') invert(canvas);
    else combine(canvas, drawShape(edit, canvas.rect), edit.effect);
  }
  const filled = fillHoles(trimMask(canvas), painted.fillHolesPx * meanScale);
  return trimMask(growMask(filled, painted.growPx * meanScale, picture));
}

type Shape = Extract<MaskEdit, { points: number[] }>;

function scaleEdit(edit: MaskEdit, scale: { x: number; y: number }, meanScale: number): MaskEdit {
  if (!('points' in edit) || (scale.x === 1 && scale.y === 1)) return edit;
  const stride = edit.kind === 'brush' ? 3 : 2;
  const points = edit.points.map((value, i) =>
    i % stride === 0 ? value * scale.x : i % stride === 1 ? value * scale.y : value,
  );
  return edit.kind === 'brush' ? { ...edit, sizePx: edit.sizePx * meanScale, points } : { ...edit, points };
}

/** `base` on a plane that has room for everything the edits can select. */
function createCanvas(base: Mask | null, edits: readonly MaskEdit[], picture: Size): Mask {
  const whole = wholeOf(picture);
  let rect: PictureRect = base === null ? { x: 0, y: 0, width: 0, height: 0 } : base.rect;
  for (const edit of edits) {
    if (edit.kind === 'invert') rect = whole;
    if (!('points' in edit) || edit.effect === 'subtract') continue;
    const bounds = boundShape(edit);
    rect = isEmptyRect(rect) ? bounds : boundRects<PictureRect>(rect, bounds);
  }
  rect = intersectRects<PictureRect>(rect, whole);
  const canvas = { rect, alpha: new Uint8Array(rect.width * rect.height) };
  if (base !== null) combine(canvas, base, 'add');
  return canvas;
}

function boundShape(shape: Shape): PictureRect {
  const stride = shape.kind === 'brush' ? 3 : 2;
  const reach = shape.kind === 'brush' ? shape.sizePx / 2 + 1 : 0;
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i + 1 < shape.points.length; i += stride) {
    left = Math.min(left, shape.points[i]!);
    right = Math.max(right, shape.points[i]!);
    top = Math.min(top, shape.points[i + 1]!);
    bottom = Math.max(bottom, shape.points[i + 1]!);
  }
  const x = Math.floor(left - reach);
  const y = Math.floor(top - reach);
  return { x, y, width: Math.ceil(right + reach) - x, height: Math.ceil(bottom + reach) - y };
}

function drawShape(shape: Shape, area: PictureRect): Mask {
  switch (shape.kind) {
    case 'brush':
      return drawBrush({ ...shape, radiusPx: shape.sizePx / 2 }, area);
    case 'lasso':
      return drawPolygon(shape.points, area);
    case 'rectangle':
      return drawRectangle(shape.points, area);
  }
}

function invert({ alpha }: Mask): void {
  for (let i = 0; i < alpha.length; i++) alpha[i] = 255 - alpha[i]!;
}

/** Puts a shape on the canvas where they overlap: the stronger alpha, or what the shape leaves of it. */
function combine(canvas: Mask, shape: Mask, effect: EditEffect): void {
  const both = intersectRects<PictureRect>(canvas.rect, shape.rect);
  for (let y = both.y; y < both.y + both.height; y++) {
    let at = (y - canvas.rect.y) * canvas.rect.width + both.x - canvas.rect.x;
    let from = (y - shape.rect.y) * shape.rect.width + both.x - shape.rect.x;
    for (let x = 0; x < both.width; x++, at++, from++) {
      const drawn = shape.alpha[from]!;
      if (drawn === 0) continue;
      const own = canvas.alpha[at]!;
      canvas.alpha[at] = effect === 'add' ? Math.max(own, drawn) : Math.round((own * (255 - drawn)) / 255);
    }
  }
}
