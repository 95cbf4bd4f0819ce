import type { Rect, VectorPath } from '@figma/plugin-typings/plugin-api-standalone';

const NUMBER = /-?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/gi;

/** Rewrites the points of a path. Figma's paths have absolute M, L, Q, C and Z only, so numbers come as x, y. */
export function mapPath(data: string, mapX: (x: number) => number, mapY: (y: number) => number): string {
  let isX = false;
  return data.replace(NUMBER, (number) => {
    isX = !isX;
    return String(isX ? mapX(Number(number)) : mapY(Number(number)));
  });
}

export function shiftPath(data: string, x: number, y: number): string {
  return mapPath(
    data,
    (value) => value + x,
    (value) => value + y,
  );
}

export function scalePath(data: string, scaleX: number, scaleY: number): string {
  return mapPath(
    data,
    (value) => value * scaleX,
    (value) => value * scaleY,
  );
}

/** The box around all points of the paths, control points of curves included. */
export function pathBounds(paths: readonly VectorPath[]): Rect {
  const xs: number[] = [];
  const ys: number[] = [];
  const keep = (values: number[]) => (value: number) => {
    values.push(value);
    return value;
  };
  for (const path of paths) mapPath(path.data, keep(xs), keep(ys));
  if (xs.length === 0) return { x: 0, y: 0, width: 0, height: 0 };
  const [left, top] = [leastOf(xs), leastOf(ys)];
  return { x: left, y: top, width: -leastOf(xs.map(negate)) - left, height: -leastOf(ys.map(negate)) - top };
}

/** Without spreading: a drawn line can have more points than a call takes arguments. */
function leastOf(values: readonly number[]): number {
  return values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
}

function negate(value: number): number {
  return -value;
}
