/**
 * The value below which a symmetric beta distribution with both parameters `shape` has the given share of its
 * mass, to about 1e-13. `probability` in 0..1.
 */
export function betaQuantile(probability: number, shape: number): number {
  if (probability <= 0) return 0;
  if (probability >= 1) return 1;
  // By symmetry the lower half is enough, where nothing cancels out.
  if (probability > 0.5) return 1 - betaQuantile(1 - probability, shape);
  const whole = 2 * massBelowHalf(0.5, shape);
  let [low, high] = [0, 0.5];
  for (let i = 0; i < 100 && high - low > Number.EPSILON * high; i++) {
    const middle = (low + high) / 2;
    if (massBelowHalf(middle, shape) < probability * whole) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * The integral of (t (1 - t))^(shape - 1) from 0 to `end`, at most one half, by its power series: term k of the
 * binomial series of (1 - t)^(shape - 1), integrated.
 */
function massBelowHalf(end: number, shape: number): number {
  let factor = end ** shape;
  let sum = 0;
  for (let k = 0; k < 200; k++) {
    const term = factor / (shape + k);
    sum += term;
    if (term < sum * 1e-17) break;
    factor *= ((k + 1 - shape) / (k + 1)) * end;
  }
  return sum;
}
