import type { Rect, Transform, Vector } from '@figma/plugin-typings/plugin-api-standalone';

export const IDENTITY: Transform = [
  [1, 0, 0],
  [0, 1, 0],
];

/** The transform that applies `inner` first and `outer` after it. */
export function multiply(outer: Transform, inner: Transform): Transform {
  const [[a, c, e], [b, d, f]] = outer;
  const [[g, i, k], [h, j, l]] = inner;
  return [
    [a * g + c * h, a * i + c * j, a * k + c * l + e],
    [b * g + d * h, b * i + d * j, b * k + d * l + f],
  ];
}

/** The inverse transform; throws on one without an area. */
export function invert(transform: Transform): Transform {
  const [[a, c, e], [b, d, f]] = transform;
  const determinant = a * d - b * c;
  if (determinant === 0) throw new Error('A transform without an area has no inverse');
  const [ia, ib, ic, id] = [d / determinant, -b / determinant, -c / determinant, a / determinant];
  return [
    [ia, ic, -(ia * e + ic * f)],
    [ib, id, -(ib * e + id * f)],
  ];
}

export function applyTo(transform: Transform, point: Vector): Vector {
  const [[a, c, e], [b, d, f]] = transform;
  return { x: a * point.x + c * point.y + e, y: b * point.x + d * point.y + f };
}

export function translation(x: number, y: number): Transform {
  return [
    [1, 0, x],
    [0, 1, y],
  ];
}

/** The transform with its place moved to (x, y) and its axes kept. */
export function withPosition(transform: Transform, x: number, y: number): Transform {
  const [[a, c], [b, d]] = transform;
  return [
    [a, c, x],
    [b, d, y],
  ];
}

/** The transform turned to `degrees` about its own origin, counter-clockwise as Figma's panel counts. */
export function withRotation(transform: Transform, degrees: number): Transform {
  const angle = (degrees * Math.PI) / 180;
  const [cos, sin] = [clean(Math.cos(angle)), clean(Math.sin(angle))];
  return [
    [cos, sin, transform[0][2]],
    [-sin, cos, transform[1][2]],
  ];
}

/** Degrees from -180 to 180. */
export function rotationOf(transform: Transform): number {
  return clean((Math.atan2(-transform[1][0], transform[0][0]) * 180) / Math.PI);
}

/** The axis-aligned box around a transformed rectangle. */
export function boxAround(transform: Transform, rect: Rect): Rect {
  const corners = [
    applyTo(transform, { x: rect.x, y: rect.y }),
    applyTo(transform, { x: rect.x + rect.width, y: rect.y }),
    applyTo(transform, { x: rect.x, y: rect.y + rect.height }),
    applyTo(transform, { x: rect.x + rect.width, y: rect.y + rect.height }),
  ];
  const xs = corners.map((corner) => corner.x);
  const ys = corners.map((corner) => corner.y);
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return { x: left, y: top, width: Math.max(...xs) - left, height: Math.max(...ys) - top };
}

/** The smallest box around all of them, or null for none. */
export function unionOf(rects: readonly Rect[]): Rect | null {
  if (rects.length === 0) return null;
  const left = Math.min(...rects.map((rect) => rect.x));
  const top = Math.min(...rects.map((rect) => rect.y));
  const right = Math.max(...rects.map((rect) => rect.x + rect.width));
  const bottom = Math.max(...rects.map((rect) => rect.y + rect.height));
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** What two boxes share, or null where that has no area. */
export function intersectionOf(first: Rect, second: Rect): Rect | null {
  const x = Math.max(first.x, second.x);
  const y = Math.max(first.y, second.y);
  const width = Math.min(first.x + first.width, second.x + second.width) - x;
  const height = Math.min(first.y + first.height, second.y + second.height) - y;
  return width > 0 && height > 0 ? { x, y, width, height } : null;
}

/** Sines and cosines of quarter turns come out as exact zeros and ones. */
function clean(value: number): number {
  const rounded = Math.round(value);
  const cleaned = Math.abs(value - rounded) < 1e-12 ? rounded : value;
  return cleaned === 0 ? 0 : cleaned;
}
