import { measureDistance } from './distance.ts';
import type { Mask, Selection } from './image.ts';
import { growRect, intersectRects, measureDiagonal, type PictureRect, type Size, wholeOf } from './rect.ts';

/** Width in picture pixels of the fade around a selection: a tenth of its diagonal, from 16 px up to `mostPx`. */
export function chooseFeatherPx(selection: Selection, mostPx = 48): number {
  return Math.min(Math.max(16, mostPx), Math.max(16, Math.floor(0.1 * measureDiagonal(selection.rect))));
}

/** Falls from 1 at 0 to 0 at 1 with flat ends (Perlin's smootherstep, turned round). */
export function fade(position: number): number {
  const t = Math.min(1, Math.max(0, position));
  return 1 - t * t * t * (t * (t * 6 - 15) + 10);
}

/**
 * The alpha of a patch: 255 on every selected pixel, 0 farther from all of them than `featherPx`, a smooth fade
 * between. Feather 0 gives exactly the selection. Cost follows the selection's bounds.
 */
export function featherSelection(selection: Selection, featherPx: number, picture: Size): Mask {
  const rect = intersectRects<PictureRect>(
    growRect<PictureRect>(selection.rect, featherPx),
    wholeOf(picture),
  );
  const inside = new Uint8Array(rect.width * rect.height);
  for (let y = 0; y < selection.rect.height; y++) {
    const row = y * selection.rect.width;
    inside.set(
      selection.inside.subarray(row, row + selection.rect.width),
      (selection.rect.y - rect.y + y) * rect.width + (selection.rect.x - rect.x),
    );
  }
  const alpha = new Uint8Array(inside.length);
  if (featherPx === 0 || !inside.includes(0)) {
    for (let i = 0; i < inside.length; i++) alpha[i] = inside[i] === 0 ? 0 : 255;
    return { rect, alpha };
  }
  const distance = measureDistance(inside, rect.width, rect.height, featherPx);
  for (let i = 0; i < inside.length; i++) {
    const away = distance[i]!;
    alpha[i] = away === 0 ? 255 : away < featherPx ? Math.floor(255 * fade(away / featherPx) + 0.5) : 0;
  }
  return { rect, alpha };
}

/** Cuts a mask to the smallest rectangle around its alpha; an empty mask keeps a zero-sized rectangle. */
export function trimMask(mask: Mask): Mask {
  const { width, height } = mask.rect;
  let left = width;
  let right = -1;
  let top = height;
  let bottom = -1;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (mask.alpha[y * width + x] === 0) continue;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      bottom = y;
    }
  }
  if (right < 0) return { rect: { ...mask.rect, width: 0, height: 0 }, alpha: new Uint8Array(0) };
  const rect: PictureRect = {
    x: mask.rect.x + left,
    y: mask.rect.y + top,
    width: right - left + 1,
    height: bottom - top + 1,
  };
  const alpha = new Uint8Array(rect.width * rect.height);
  for (let y = 0; y < rect.height; y++) {
    const from = (top + y) * width + left;
    alpha.set(mask.alpha.subarray(from, from + rect.width), y * rect.width);
  }
  return { rect, alpha };
}
