import type { CanvasRect, Size } from '../protocol/geometry.ts';

/** Rows of an affine map: [[a, b, x], [c, d, y]], as Figma writes them. */
export type Affine = readonly [readonly [number, number, number], readonly [number, number, number]];

export const identity: Affine = [
  [1, 0, 0],
  [0, 1, 0],
];

/** `outer` after `inner`. */
export function multiply(outer: Affine, inner: Affine): Affine {
  const [[a, b, x], [c, d, y]] = outer;
  const [[e, f, u], [g, h, v]] = inner;
  return [
    [a * e + b * g, a * f + b * h, a * u + b * v + x],
    [c * e + d * g, c * f + d * h, c * u + d * v + y],
  ];
}

/** The inverse map; null where the map flattens everything. */
export function invert([[a, b, x], [c, d, y]]: Affine): Affine | null {
  const determinant = a * d - b * c;
  if (!Number.isFinite(determinant) || Math.abs(determinant) < 1e-12) return null;
  const [e, f, g, h] = [d / determinant, -b / determinant, -c / determinant, a / determinant];
  return [
    [e, f, -(e * x + f * y)],
    [g, h, -(g * x + h * y)],
  ];
}

/** The axis-aligned canvas box around a node of `size` under its absolute transform; strokes and effects not counted. */
export function boxOf([[a, b, x], [c, d, y]]: Affine, { width, height }: Size): CanvasRect {
  const xs = [0, a * width, b * height, a * width + b * height];
  const ys = [0, c * width, d * height, c * width + d * height];
  const left = Math.min(...xs);
  const top = Math.min(...ys);
  return { x: x + left, y: y + top, width: Math.max(...xs) - left, height: Math.max(...ys) - top };
}

/** The transform, relative to a parent, of a node that lies upright on the canvas with its corner at `corner`. */
export function uprightWithin(parentAbsolute: Affine, corner: { x: number; y: number }): Affine | null {
  const inverse = invert(parentAbsolute);
  if (inverse === null) return null;
  return multiply(inverse, [
    [1, 0, corner.x],
    [0, 1, corner.y],
  ]);
}

/** Whether a map only moves: no rotation, no flip, no scale. */
export function onlyMoves([[a, b], [c, d]]: Affine): boolean {
  return [a - 1, b, c, d - 1].every((entry) => Math.abs(entry) < 1e-6);
}

/** Whether two boxes share any area; a box without width or height counts as the line or point that it is. */
export function intersects(a: CanvasRect, b: CanvasRect): boolean {
  return (
    Math.max(a.x, b.x) < Math.min(a.x + Math.max(a.width, 1e-3), b.x + Math.max(b.width, 1e-3)) &&
    Math.max(a.y, b.y) < Math.min(a.y + Math.max(a.height, 1e-3), b.y + Math.max(b.height, 1e-3))
  );
}

/** What two boxes share; null where that has no area. */
export function intersection(a: CanvasRect, b: CanvasRect): CanvasRect | null {
  const [x, y] = [Math.max(a.x, b.x), Math.max(a.y, b.y)];
  const width = Math.min(a.x + a.width, b.x + b.width) - x;
  const height = Math.min(a.y + a.height, b.y + b.height) - y;
  return width > 0 && height > 0 ? { x, y, width, height } : null;
}

/** Whether `outer` covers all of `inner` but for `slack` units, half a thousandth for rounding where nothing is said. */
export function covers(outer: CanvasRect, inner: CanvasRect, slack = 5e-4): boolean {
  return (
    outer.x <= inner.x + slack &&
    outer.y <= inner.y + slack &&
    outer.x + outer.width >= inner.x + inner.width - slack &&
    outer.y + outer.height >= inner.y + inner.height - slack
  );
}

/** Where a box lies after what it was read from has moved from `before` to `now`. */
export function moveAlong(box: CanvasRect, before: CanvasRect | undefined, now: CanvasRect): CanvasRect {
  if (before === undefined) return box;
  return { ...box, x: box.x + now.x - before.x, y: box.y + now.y - before.y };
}

export type Radii = {
  topLeft: number;
  topRight: number;
  bottomRight: number;
  bottomLeft: number;
};

/**
 * The radii that a patch needs so that it does not stick out of a rounded target: the target's own where the two share
 * a corner of the canvas, else none.
 */
export function sharedRadii(patch: CanvasRect, target: CanvasRect, radii: Radii): Radii {
  const left = isSame(patch.x, target.x);
  const top = isSame(patch.y, target.y);
  const right = isSame(patch.x + patch.width, target.x + target.width);
  const bottom = isSame(patch.y + patch.height, target.y + target.height);
  return {
    topLeft: left && top ? radii.topLeft : 0,
    topRight: right && top ? radii.topRight : 0,
    bottomRight: right && bottom ? radii.bottomRight : 0,
    bottomLeft: left && bottom ? radii.bottomLeft : 0,
  };
}

/** The engine works in whole pixels, so an edge may be off by a pixel's worth of rounding: in units. */
export const pixelSlack = 0.51;

function isSame(a: number, b: number): boolean {
  return Math.abs(a - b) < pixelSlack;
}
