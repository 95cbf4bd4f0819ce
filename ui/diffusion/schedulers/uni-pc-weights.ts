import { logSnr, type NoiseLevel } from './noise-level.ts';

/** Which of the paper's variants: what the answers are, and the function B(h). */
export type UniPcRule = { readonly predictsOriginal: boolean; readonly usesBh1: boolean };

/** `answers`: the model's answers, newest first; the first one belongs to the level that the step leaves from. */
export type PredictionWeights = { readonly sample: number; readonly answers: readonly number[] };

/** `current`: the answer at the level that the step has come to. */
export type CorrectionWeights = PredictionWeights & { readonly current: number };

/** Zhao et al. (2023), "UniPC", algorithm of the predictor: from `levels[stepIndex]` to the next one. */
export function weighPrediction(
  rule: UniPcRule,
  levels: readonly NoiseLevel[],
  stepIndex: number,
  order: number,
): PredictionWeights {
  const step = measureStep(rule, levels, stepIndex, order);
  // With two answers diffusers takes one half instead of the solution, as the paper does for B2.
  const rhos = order === 2 ? [0.5] : solve(step.matrix(order - 1), step.right.slice(0, order - 1));
  return spread(step, rhos, 0);
}

/** The corrector: the same way once more, now that the answer at its end, `levels[stepIndex]`, is known. */
export function weighCorrection(
  rule: UniPcRule,
  levels: readonly NoiseLevel[],
  stepIndex: number,
  order: number,
): CorrectionWeights {
  const step = measureStep(rule, levels, stepIndex - 1, order);
  const rhos = order === 1 ? [0.5] : solve(step.matrix(order), step.right);
  const last = rhos[order - 1]!;
  return { ...spread(step, rhos.slice(0, order - 1), last), current: step.gain * last };
}

type MeasuredStep = ReturnType<typeof measureStep>;

function measureStep(rule: UniPcRule, levels: readonly NoiseLevel[], from: number, order: number) {
  const [start, end] = [levels[from]!, levels[from + 1]!];
  const h = logSnr(end) - logSnr(start);
  const signed = rule.predictsOriginal ? -h : h;
  const phi1 = Math.expm1(signed);
  const b = rule.usesBh1 ? signed : phi1;
  // Where the earlier answers lie, in lengths of this step; the end of the step itself is 1.
  const places = Array.from(
    { length: order - 1 },
    (_, i) => (logSnr(levels[from - 1 - i]!) - logSnr(start)) / h,
  );
  const right: number[] = [];
  let phi = phi1 / signed - 1;
  for (let k = 1, factorial = 1; k <= order; k++) {
    right.push((phi * factorial) / b);
    factorial *= k + 1;
    phi = phi / signed - 1 / factorial;
  }
  const strength = rule.predictsOriginal ? end.signal : end.noise;
  const kept = rule.predictsOriginal ? end.noise / start.noise : end.signal / start.signal;
  const all = [...places, 1];
  const matrix = (size: number) =>
    Array.from({ length: size }, (_, k) => all.slice(0, size).map((place) => place ** k));
  return { kept, plain: -strength * phi1, gain: -strength * b, places, right, matrix };
}

/** Differences to the answer at the start become weights of the answers; `taken`: the share that the end's has. */
function spread(step: MeasuredStep, rhos: readonly number[], taken: number): PredictionWeights {
  const earlier = rhos.slice(0, step.places.length).map((rho, i) => (step.gain * rho) / step.places[i]!);
  const newest = step.plain - earlier.reduce((sum, weight) => sum + weight, 0) - step.gain * taken;
  return { sample: step.kept, answers: [newest, ...earlier] };
}

/** Solves a small system of linear equations by elimination with pivoting; nothing for no equations. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i]!]);
  const size = rows.length;
  for (let column = 0; column < size; column++) {
    const rest = rows.slice(column).sort((a, b) => Math.abs(b[column]!) - Math.abs(a[column]!));
    rows.splice(column, rest.length, ...rest);
    for (let i = column + 1; i < size; i++) {
      const factor = rows[i]![column]! / rows[column]![column]!;
      rows[i] = rows[i]!.map((value, k) => value - factor * rows[column]![k]!);
    }
  }
  const solution = new Array<number>(size).fill(0);
  for (let i = size - 1; i >= 0; i--) {
    const known = solution.reduce((sum, value, k) => sum + value * rows[i]![k]!, 0);
    solution[i] = (rows[i]![size]! - known) / rows[i]![i]!;
  }
  return solution;
}
