import type { Mask } from './image.ts';
import { intersectRects, type PictureRect } from './rect.ts';

/** Lines on which a row of pixels is looked at; along them coverage is exact. */
const linesPerRow = 16;

type Edge = { top: number; bottom: number; x: number; slope: number };

/**
 * Alpha of a closed outline (x, y of its corners, in picture pixels) over the part of its bounds that lies in `area`:
 * how much of each pixel is inside, by the even-odd rule where the outline crosses itself.
 */
export function drawPolygon(points: readonly number[], area: PictureRect): Mask {
  const rect = intersectRects<PictureRect>(boundPoints(points), area);
  const alpha = new Uint8Array(rect.width * rect.height);
  if (alpha.length === 0) return { rect, alpha };
  const edges = listEdges(points);
  const sum = new Float64Array(rect.width + 2);
  const crossings: number[] = [];
  let next = 0;
  let active: Edge[] = [];
  for (let row = 0; row < rect.height; row++) {
    sum.fill(0);
    for (let line = 0; line < linesPerRow; line++) {
      const y = rect.y + row + (line + 0.5) / linesPerRow;
      while (next < edges.length && edges[next]!.top <= y) active.push(edges[next++]!);
      active = active.filter((edge) => edge.bottom > y);
      crossings.length = 0;
      for (const edge of active) crossings.push(edge.x + (y - edge.top) * edge.slope - rect.x);
      crossings.sort((a, b) => a - b);
      for (let i = 0; i + 1 < crossings.length; i += 2) {
        addFrom(sum, crossings[i]!, rect.width, 1);
        addFrom(sum, crossings[i + 1]!, rect.width, -1);
      }
    }
    let covered = 0;
    for (let x = 0; x < rect.width; x++) {
      covered += sum[x]!;
      alpha[row * rect.width + x] = Math.round((255 * covered) / linesPerRow);
    }
  }
  return { rect, alpha };
}

/** Alpha of the rectangle between two opposite corners (x, y, x, y), exactly how much of each pixel it covers. */
export function drawRectangle(points: readonly number[], area: PictureRect): Mask {
  const rect = intersectRects<PictureRect>(boundPoints(points), area);
  const across = coverAxis(rect.x, rect.width, points[0]!, points[2]!);
  const down = coverAxis(rect.y, rect.height, points[1]!, points[3]!);
  const alpha = new Uint8Array(rect.width * rect.height);
  for (let i = 0; i < alpha.length; i++) {
    alpha[i] = Math.round(255 * across[i % rect.width]! * down[Math.floor(i / rect.width)]!);
  }
  return { rect, alpha };
}

function coverAxis(start: number, count: number, a: number, b: number): Float64Array {
  const [low, high] = [Math.min(a, b), Math.max(a, b)];
  return Float64Array.from({ length: count }, (_, i) =>
    Math.max(0, Math.min(high, start + i + 1) - Math.max(low, start + i)),
  );
}

function boundPoints(points: readonly number[]): PictureRect {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i + 1 < points.length; i += 2) {
    left = Math.min(left, points[i]!);
    right = Math.max(right, points[i]!);
    top = Math.min(top, points[i + 1]!);
    bottom = Math.max(bottom, points[i + 1]!);
  }
  const x = Math.floor(left);
  const y = Math.floor(top);
  return { x, y, width: Math.ceil(right) - x, height: Math.ceil(bottom) - y };
}

/** The sides that are not level, from the highest on. */
function listEdges(points: readonly number[]): Edge[] {
  const edges: Edge[] = [];
  for (let i = 0; i + 1 < points.length; i += 2) {
    const next = (i + 2) % points.length;
    const [x0, y0, x1, y1] = [points[i]!, points[i + 1]!, points[next]!, points[next + 1]!];
    if (y0 === y1) continue;
    const slope = (x1 - x0) / (y1 - y0);
    edges.push(y0 < y1 ? { top: y0, bottom: y1, x: x0, slope } : { top: y1, bottom: y0, x: x1, slope });
  }
  return edges.sort((a, b) => a.top - b.top);
}

/** Adds `value` times the part of every pixel that lies right of `x` to what the running sum of `sum` will be. */
function addFrom(sum: Float64Array, x: number, width: number, value: number): void {
  const inside = x < 0 ? 0 : x > width ? width : x;
  const pixel = Math.floor(inside);
  const part = inside - pixel;
  sum[pixel] = sum[pixel]! + value * (1 - part);
  sum[pixel + 1] = sum[pixel + 1]! + value * part;
}
