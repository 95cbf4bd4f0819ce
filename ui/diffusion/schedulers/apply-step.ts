import { mapTensor, type Tensor } from '../tensor.ts';
import type { Blend, Register } from './blend.ts';
import { applyLimit } from './limit.ts';
import type { Scheduler, StepPlan } from './scheduler.ts';

/** What one step reads: the unscaled sample, the model's answer to it, what the step before remembered, fresh noise. */
export type StepInputs = {
  readonly sample: Tensor;
  readonly output: Tensor;
  /** Empty in the first step of a loop. */
  readonly memory: readonly Tensor[];
  /** Unit normal noise of the sample's shape where the plan draws some, otherwise null. */
  readonly noise: Tensor | null;
};

/** The next sample, the clean latents that the model saw behind the noise, and what the next step needs to know. */
export type StepResult = {
  readonly sample: Tensor;
  readonly original: Tensor;
  readonly memory: readonly Tensor[];
};

/** Carries out one planned step on the processor; changes none of its inputs. */
export function applyStep(plan: StepPlan, inputs: StepInputs): StepResult {
  const { sample, output, memory, noise } = inputs;
  const known = { sample, output, noise, original: null };
  const original = blend(plan.original, known, memory);
  if (plan.limit !== null) applyLimit(plan.limit, original);
  const all = { ...known, original };
  return {
    sample: blend(plan.next, all, memory),
    original,
    memory: plan.memory.map((one) => copyOf(one, all, memory) ?? blend(one, all, memory)),
  };
}

/** The sample as the model wants it at this step. */
export function scaleModelInput(scheduler: Scheduler, sample: Tensor, stepIndex: number): Tensor {
  const factor = scheduler.inputScales[stepIndex]!;
  return factor === 1 ? sample : mapTensor(sample, (value) => value * factor);
}

/** Clean latents brought to the noise level of `timesteps[stepIndex]`. */
export function addNoise(scheduler: Scheduler, original: Tensor, noise: Tensor, stepIndex: number): Tensor {
  const level = scheduler.levels[stepIndex]!;
  return mapTensor(original, (value, i) => level.signal * value + level.noise * noise.data[i]!);
}

type Named = Record<Exclude<Register, number>, Tensor | null>;

function lookUp(register: Register, named: Named, memory: readonly Tensor[]): Tensor {
  const tensor = typeof register === 'number' ? memory[register] : named[register];
  if (tensor) return tensor;
  throw new RangeError(`The step reads ${register}, which it was not given.`);
}

/** The register itself where a blend is nothing else, so that what is only kept is not copied. */
function copyOf(terms: Blend, named: Named, memory: readonly Tensor[]): Tensor | null {
  const [first, ...others] = terms;
  return first?.[1] === 1 && others.length === 0 ? lookUp(first[0], named, memory) : null;
}

/** Sums in 64 bits and rounds once. */
function blend(terms: Blend, named: Named, memory: readonly Tensor[]): Tensor {
  const parts = terms.map(([register, weight]) => ({ weight, data: lookUp(register, named, memory).data }));
  return mapTensor(named.sample!, (_, i) => {
    let sum = 0;
    for (const { weight, data } of parts) sum += weight * data[i]!;
    return sum;
  });
}
