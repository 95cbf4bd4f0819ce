import { mapTensor, type Tensor } from './tensor.ts';

function meanOf(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/**
 * Multiplies each token's states [1, tokens, width] by its weight, then all of them by one factor that gives them
 * their old mean, as AUTOMATIC1111's web UI does. Weights of 1 leave the very same tensor.
 */
export function weighStates(states: Tensor, weights: readonly number[]): Tensor {
  if (weights.every((weight) => weight === 1)) return states;
  const width = states.dims[2]!;
  const weighed = mapTensor(states, (value, i) => value * weights[Math.floor(i / width)]!);
  const factor = meanOf(states.data) / meanOf(weighed.data);
  return Number.isFinite(factor) ? mapTensor(weighed, (value) => value * factor) : weighed;
}
