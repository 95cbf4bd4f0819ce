import type { Transform } from '@figma/plugin-typings/plugin-api-standalone';

/** Figma's 2 x 3 transform as the nine numbers of the rasteriser, row by row. */
export function toMatrix(transform: Transform): number[] {
  const [[a, c, e], [b, d, f]] = transform;
  return [a, c, e, b, d, f, 0, 0, 1];
}

/** The rasteriser's nine numbers as a 2 x 3 transform. */
export function fromMatrix(matrix: readonly number[]): Transform {
  const [a = 1, c = 0, e = 0, b = 0, d = 1, f = 0] = matrix;
  return [
    [a, c, e],
    [b, d, f],
  ];
}

/** Sums of document coordinates carry rounding dust; a whole pixel must stay a whole pixel. */
export function withoutDust(transform: Transform): Transform {
  const clean = (value: number) => {
    const rounded = Math.round(value * 4096) / 4096;
    return Math.abs(value - rounded) < 1e-6 ? rounded : value;
  };
  const [[a, c, e], [b, d, f]] = transform;
  return [
    [clean(a), clean(c), clean(e)],
    [clean(b), clean(d), clean(f)],
  ];
}

export function scaling(x: number, y: number): Transform {
  return [
    [x, 0, 0],
    [0, y, 0],
  ];
}

/** Whether a transform can be turned around; a paint's may be anything that a plugin wrote. */
export function hasInverse([[a, c], [b, d]]: Transform): boolean {
  const determinant = a * d - b * c;
  return Number.isFinite(determinant) && determinant !== 0;
}
