import type { RgbaImage } from './image.ts';
import type { CanvasRect, Placement } from './rect.ts';
import { measureScale } from './rect.ts';

/** Pixels that are added on each side of a picture; whole numbers. */
export type PaddingPx = { left: number; top: number; right: number; bottom: number };

/** The picture with transparent pixels around it: 4 bytes for each of the larger picture's pixels. */
export function padPicture(picture: RgbaImage, padding: PaddingPx): RgbaImage {
  const { left, top, right, bottom } = padding;
  if (left + top + right + bottom === 0) return picture;
  const width = picture.width + left + right;
  const height = picture.height + top + bottom;
  const data = new Uint8Array(width * height * 4);
  for (let y = 0; y < picture.height; y++) {
    const from = y * picture.width * 4;
    data.set(picture.data.subarray(from, from + picture.width * 4), ((top + y) * width + left) * 4);
  }
  return { width, height, data };
}

/** Where the padded picture lies on the canvas, at the same pixels per unit. */
export function padPlacement(placement: Placement, padding: PaddingPx): Placement {
  const scale = measureScale(placement);
  const { size, box } = placement;
  const { left, top, right, bottom } = padding;
  const width = size.width + left + right;
  const height = size.height + top + bottom;
  const padded: CanvasRect = {
    x: box.x - left / scale.x,
    y: box.y - top / scale.y,
    width: width / scale.x,
    height: height / scale.y,
  };
  return { size: { width, height }, box: padded };
}
