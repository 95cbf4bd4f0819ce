import type { WeighedPair } from './masked-correlation.ts';

/**
 * `x`, `y`: how far b lies off a. `correlation`: of a with b moved back. `texture`: how much a plane varies where it counts (its standard
 * deviation). `evenness`: 1 where it varies in all directions alike, 0 where in one alone, along which nothing is known.
 */
export type FineShift = { x: number; y: number; correlation: number; texture: number; evenness: number };

const mostRounds = 10;
const enoughPx = 5e-3;
const mostPx = 2;

/**
 * The shift of b against a below a pixel or two: Gauss-Newton on the squared differences between a and b moved back, with
 * the contrast between both fitted along (Lucas & Kanade 1981). b is read by Catmull-Rom splines. Only pixels count whose
 * counterparts do, with all that the spline reads. Where that leads away, the shift is 0.
 */
export function refineShift(pair: WeighedPair): FineShift {
  let [x, y] = [0, 0];
  const unmoved = sumUp(pair, 0, 0);
  let sums = unmoved;
  for (let round = 0; round < mostRounds; round++) {
    const step = solveStep(sums);
    if (step === null) break;
    x += step.x;
    y += step.y;
    if (Math.hypot(x, y) > mostPx) return { ...describe(unmoved), x: 0, y: 0 };
    sums = sumUp(pair, x, y);
    if (Math.hypot(step.x, step.y) < enoughPx) break;
  }
  return { ...describe(sums), x, y };
}

/** Correlation of a with b moved back by a whole shift, about means of 0; 0 where nothing that counts overlaps. */
export function correlateAt({ width, height, a, b, weight }: WeighedPair, x: number, y: number): number {
  let [aa, ab, bb] = [0, 0, 0];
  for (let row = Math.max(0, -y); row < Math.min(height, height - y); row++) {
    for (let column = Math.max(0, -x); column < Math.min(width, width - x); column++) {
      const at = row * width + column;
      const other = at + y * width + x;
      const share = weight[at]! * weight[other]!;
      if (share === 0) continue;
      aa += share * a[at]! * a[at]!;
      ab += share * a[at]! * b[other]!;
      bb += share * b[other]! * b[other]!;
    }
  }
  return aa === 0 || bb === 0 ? 0 : ab / Math.sqrt(aa * bb);
}

/** Weighted sums of products: of a and b, and of the gradient (u, v) of b. */
type Sums = {
  weight: number;
  aa: number;
  ab: number;
  bb: number;
  uu: number;
  uv: number;
  vv: number;
  ua: number;
  ub: number;
  va: number;
  vb: number;
};

function solveStep({ aa, ab, bb, uu, uv, vv, ua, ub, va, vb }: Sums): { x: number; y: number } | null {
  const determinant = uu * vv - uv * uv;
  if (aa === 0 || bb === 0 || ab <= 0 || determinant <= 1e-9 * (uu + vv) ** 2) return null;
  // What b lacks to be a, per contrast: the step that its gradient explains best.
  const gain = ab / bb;
  const right = { x: ua / gain - ub, y: va / gain - vb };
  const x = (vv * right.x - uv * right.y) / determinant;
  const y = (uu * right.y - uv * right.x) / determinant;
  const shorten = Math.min(1, 0.5 / Math.hypot(x, y));
  return { x: x * shorten, y: y * shorten };
}

function describe({ weight, aa, ab, bb, uu, uv, vv }: Sums): Omit<FineShift, 'x' | 'y'> {
  if (weight === 0 || aa === 0 || bb === 0) return { correlation: 0, texture: 0, evenness: 0 };
  const middle = (uu + vv) / 2;
  const apart = Math.hypot((uu - vv) / 2, uv);
  return {
    correlation: ab / Math.sqrt(aa * bb),
    texture: Math.sqrt(Math.min(aa, bb) / weight),
    evenness: middle === 0 ? 0 : (middle - apart) / (middle + apart),
  };
}

/** Weights of the four samples around a place `t` behind the second one, and of its slope (Catmull-Rom). */
function splineWeights(t: number) {
  const values = [
    ((2 - t) * t - 1) * t * 0.5,
    ((3 * t - 5) * t * t + 2) * 0.5,
    ((4 - 3 * t) * t + 1) * t * 0.5,
    (t - 1) * t * t * 0.5,
  ];
  const slopes = [
    ((4 - 3 * t) * t - 1) * 0.5,
    (9 * t - 10) * t * 0.5,
    ((8 - 9 * t) * t + 1) * 0.5,
    (3 * t - 2) * t * 0.5,
  ];
  return { values, slopes };
}

/** The sums for b read at (x, y) further than a; the planes have a mean of about 0. */
function sumUp({ width, height, a, b, weight }: WeighedPair, x: number, y: number): Sums {
  const [dx, dy] = [Math.floor(x), Math.floor(y)];
  const across = splineWeights(x - dx);
  const down = splineWeights(y - dy);
  const sums = { weight: 0, aa: 0, ab: 0, bb: 0, uu: 0, uv: 0, vv: 0, ua: 0, ub: 0, va: 0, vb: 0 };
  const top = Math.max(0, 1 - dy);
  const bottom = Math.min(height, height - 2 - dy);
  const left = Math.max(0, 1 - dx);
  const right = Math.min(width, width - 2 - dx);
  for (let row = top; row < bottom; row++) {
    for (let column = left; column < right; column++) {
      const own = weight[row * width + column]!;
      if (own === 0) continue;
      const corner = (row + dy - 1) * width + column + dx - 1;
      const far = corner + 3 * width;
      // The corners of the four by four that are read: a mask has no holes narrower than that.
      const other = Math.min(weight[corner]!, weight[corner + 3]!, weight[far]!, weight[far + 3]!);
      const share = own * other;
      if (share === 0) continue;
      let [value, u, v] = [0, 0, 0];
      for (let j = 0; j < 4; j++) {
        const at = corner + j * width;
        let line = 0;
        let slope = 0;
        for (let i = 0; i < 4; i++) {
          line += across.values[i]! * b[at + i]!;
          slope += across.slopes[i]! * b[at + i]!;
        }
        value += down.values[j]! * line;
        u += down.values[j]! * slope;
        v += down.slopes[j]! * line;
      }
      const goal = a[row * width + column]!;
      sums.weight += share;
      sums.aa += share * goal * goal;
      sums.ab += share * goal * value;
      sums.bb += share * value * value;
      sums.uu += share * u * u;
      sums.uv += share * u * v;
      sums.vv += share * v * v;
      sums.ua += share * u * goal;
      sums.ub += share * u * value;
      sums.va += share * v * goal;
      sums.vb += share * v * value;
    }
  }
  return sums;
}
