import { findNearest, measureDistance } from './distance.ts';
import type { Mask } from './image.ts';
import { growRect, intersectRects, isEmptyRect, type PictureRect, type Size, wholeOf } from './rect.ts';
import { isSoftMask } from './soft-mask.ts';

/**
 * The mask made wider by `growPx` picture pixels in every direction, or narrower below 0. Every pixel takes the
 * strongest alpha on the way of that length towards the nearest stronger region, so that a hard edge moves by exactly
 * the Euclidean distance and a soft one keeps its slope. The picture's edge is no edge of the mask.
 */
export function growMask(mask: Mask, growPx: number, picture: Size): Mask {
  if (growPx === 0 || isEmptyRect(mask.rect)) return mask;
  const margin = growPx > 0 ? Math.ceil(growPx) + 1 : 1;
  const rect = intersectRects<PictureRect>(growRect<PictureRect>(mask.rect, margin), wholeOf(picture));
  const alpha = new Uint8Array(rect.width * rect.height);
  for (let y = 0; y < mask.rect.height; y++) {
    const row = y * mask.rect.width;
    alpha.set(
      mask.alpha.subarray(row, row + mask.rect.width),
      (mask.rect.y - rect.y + y) * rect.width + mask.rect.x - rect.x,
    );
  }
  if (growPx > 0) return { rect, alpha: widen({ rect, alpha }, growPx) };
  const unselected = widen({ rect, alpha: alpha.map((value) => 255 - value) }, -growPx);
  return { rect, alpha: unselected.map((value) => 255 - value) };
}

/** Shares of the strongest alpha whose regions are moved: in a hard mask there is only one. */
const hardLines = [1];
const softLines = [1, 0.5, 0.2];

/** Where on the way to the nearest stronger pixel is looked: at its end, and before it in case that overshoots a thin part. */
const stops = [1, 0.75, 0.5, 0.25];

function widen(mask: Mask, growPx: number): Uint8Array {
  const { rect, alpha } = mask;
  const { width, height } = rect;
  const widened = alpha.slice();
  const spans = listReachable(mask, growPx);
  const strongest = alpha.reduce((most, value) => (value > most ? value : most), 0);
  for (const share of isSoftMask(mask) ? softLines : hardLines) {
    const line = Math.max(1, Math.ceil(share * strongest));
    const inside = alpha.map((value) => (value >= line ? 1 : 0));
    const nearest = findNearest(inside, width, height);
    for (let y = 0; y < height; y++) {
      for (const [left, right] of spans[Math.floor(y / tilePx)]!) {
        for (let x = left; x < right; x++) {
          const at = y * width + x;
          const goal = nearest[at]!;
          if (goal === at || goal < 0) continue;
          const dx = (goal % width) - x;
          const dy = Math.floor(goal / width) - y;
          const distance = Math.sqrt(dx * dx + dy * dy);
          let most = distance <= growPx ? alpha[goal]! : 0;
          for (let i = 0; i < stops.length && most < strongest; i++) {
            const step = (stops[i]! * growPx) / distance;
            most = Math.max(most, sample(alpha, width, height, x + step * dx, y + step * dy));
          }
          if (most > widened[at]!) widened[at] = Math.round(most);
        }
      }
    }
  }
  return widened;
}

const tilePx = 32;

/** For every row of tiles the columns (from, to) of those that something is near enough to that it may grow into them. */
function listReachable({ rect, alpha }: Mask, growPx: number): [number, number][][] {
  const columns = Math.ceil(rect.width / tilePx);
  const rows = Math.ceil(rect.height / tilePx);
  const isUsed = new Uint8Array(columns * rows);
  for (let y = 0; y < rect.height; y++) {
    const row = Math.floor(y / tilePx) * columns;
    for (let x = 0; x < rect.width; x++) {
      if (alpha[y * rect.width + x] !== 0) isUsed[row + Math.floor(x / tilePx)] = 1;
    }
  }
  const distance = measureDistance(isUsed, columns, rows);
  // Two tiles whose middles are this far apart may have pixels at their nearest corners.
  const reach = (growPx + 2) / tilePx + Math.SQRT2;
  return Array.from({ length: rows }, (_, row) => {
    const spans: [number, number][] = [];
    for (let column = 0; column < columns; column++) {
      if (distance[row * columns + column]! > reach) continue;
      spans.push([column * tilePx, Math.min(rect.width, (column + 1) * tilePx)]);
    }
    return spans;
  });
}

/** Alpha between pixel centers, the edge going on beyond the rectangle. */
function sample(alpha: Uint8Array, width: number, height: number, x: number, y: number): number {
  const cx = x < 0 ? 0 : x > width - 1 ? width - 1 : x;
  const cy = y < 0 ? 0 : y > height - 1 ? height - 1 : y;
  const left = Math.floor(cx);
  const top = Math.floor(cy);
  const right = left + 1 < width ? left + 1 : left;
  const bottom = top + 1 < height ? top + 1 : top;
  const fx = cx - left;
  const fy = cy - top;
  const upper = alpha[top * width + left]! * (1 - fx) + alpha[top * width + right]! * fx;
  const lower = alpha[bottom * width + left]! * (1 - fx) + alpha[bottom * width + right]! * fx;
  return upper * (1 - fy) + lower * fy;
}
