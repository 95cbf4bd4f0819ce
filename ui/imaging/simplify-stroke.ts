import { countNumbers, type MaskEdit } from './mask-edits.ts';

/**
 * Leaves out points of a line that lie within `tolerancePx` of the straight way between those that stay; both ends
 * stay (Ramer 1972, Douglas & Peucker 1973). Points are x, y, or with `radiusPx` x, y and pressure, and a pressure
 * deviates by as many pixels as it changes the radius.
 */
export function simplifyStroke(
  points: readonly number[],
  tolerancePx: number,
  radiusPx: number | null = null,
): number[] {
  const stride = radiusPx === null ? 2 : 3;
  const count = Math.floor(points.length / stride);
  if (count < 3) return points.slice();
  const stays = new Uint8Array(count);
  stays[0] = 1;
  stays[count - 1] = 1;
  const open = [0, count - 1];
  while (open.length > 0) {
    const last = open.pop()!;
    const first = open.pop()!;
    let farthest = tolerancePx;
    let found = -1;
    for (let i = first + 1; i < last; i++) {
      const off = measureDeviation(points, stride, radiusPx ?? 0, first, last, i);
      if (off <= farthest) continue;
      farthest = off;
      found = i;
    }
    if (found < 0) continue;
    stays[found] = 1;
    open.push(first, found, found, last);
  }
  const kept: number[] = [];
  for (let i = 0; i < count; i++) {
    if (stays[i] === 1) for (let k = 0; k < stride; k++) kept.push(points[i * stride + k]!);
  }
  return kept;
}

/** How far point i lies from the straight way between two others, in pixels. */
function measureDeviation(
  points: readonly number[],
  stride: number,
  radiusPx: number,
  first: number,
  last: number,
  i: number,
): number {
  const [a, b, p] = [first * stride, last * stride, i * stride];
  const dx = points[b]! - points[a]!;
  const dy = points[b + 1]! - points[a + 1]!;
  const px = points[p]! - points[a]!;
  const py = points[p + 1]! - points[a + 1]!;
  const squared = dx * dx + dy * dy;
  const share = squared > 0 ? Math.min(1, Math.max(0, (px * dx + py * dy) / squared)) : 0;
  const away = Math.hypot(px - share * dx, py - share * dy);
  if (stride === 2) return away;
  const even = points[a + 2]! + share * (points[b + 2]! - points[a + 2]!);
  return Math.max(away, radiusPx * Math.abs(points[p + 2]! - even));
}

/** The first tolerance nobody sees; the last is a stroke drawn as a few straight lines. */
const tolerances = [0.25, 0.5, 1, 2, 4, 8, 16, 32];

/**
 * The same edits with at most `mostNumbers` numbers: what a later `clear` has made void goes first, then the longest
 * strokes are simplified, little by little. More edits than that many numbers can hold even as straight lines keep
 * more: the caller asks `countNumbers`.
 */
export function limitEdits(edits: readonly MaskEdit[], mostNumbers: number): MaskEdit[] {
  if (countNumbers(edits) <= mostNumbers) return edits.slice();
  const limited = edits.slice(Math.max(0, edits.map(({ kind }) => kind).lastIndexOf('clear')));
  let total = countNumbers(limited);
  for (const tolerancePx of tolerances) {
    const longestFirst = limited.map((edit, i) => ({ i, length: countNumbers([edit]) }));
    longestFirst.sort((a, b) => b.length - a.length || a.i - b.i);
    for (const { i, length } of longestFirst) {
      if (total <= mostNumbers) return limited;
      limited[i] = simplifyEdit(limited[i]!, tolerancePx);
      total += countNumbers([limited[i]!]) - length;
    }
  }
  return limited;
}

function simplifyEdit(edit: MaskEdit, tolerancePx: number): MaskEdit {
  if (edit.kind === 'brush') {
    return { ...edit, points: simplifyStroke(edit.points, tolerancePx, edit.sizePx / 2) };
  }
  if (edit.kind !== 'lasso') return edit;
  const points = simplifyStroke(edit.points, tolerancePx);
  // An outline needs three corners.
  return points.length < 6 ? edit : { ...edit, points };
}
