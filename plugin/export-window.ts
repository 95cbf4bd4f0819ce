import type { CanvasRect } from '../protocol/geometry.ts';
import { intersection } from './node-geometry.ts';
import { longestSidePx } from './picture-bytes.ts';

/**
 * The part of a box on the canvas that the host exports at `scale` px per unit: as much as goes into 4096 px a side, around
 * the middle of `around` and shifted into the box by whole units, so that its pixels stay where those of the whole are.
 */
export function chooseWindow(whole: CanvasRect, scale: number, around: CanvasRect): CanvasRect {
  const wanted = intersection(whole, around) ?? whole;
  const across = chooseSpan(whole.x, whole.width, wanted.x + wanted.width / 2, scale);
  const down = chooseSpan(whole.y, whole.height, wanted.y + wanted.height / 2, scale);
  return { x: across.from, y: down.from, width: across.length, height: down.length };
}

/** The smallest box around all of them; null for none. */
export function unionOf(boxes: readonly CanvasRect[]): CanvasRect | null {
  if (boxes.length === 0) return null;
  const [x, y] = [Math.min(...boxes.map((box) => box.x)), Math.min(...boxes.map((box) => box.y))];
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  return { x, y, width: right - x, height: bottom - y };
}

function chooseSpan(
  from: number,
  length: number,
  middle: number,
  scale: number,
): { from: number; length: number } {
  if (length * scale <= longestSidePx + 0.5) return { from, length };
  const span = Math.floor(longestSidePx / scale);
  const last = Math.floor(length - span);
  const offset = Math.min(Math.max(Math.round(middle - span / 2 - from), 0), last);
  return { from: from + offset, length: span };
}
