import type { Conditions } from './conditions.ts';
import { type CancelSignal, DiffusionError, throwIfCancelled } from './diffusion-error.ts';
import { predictGuided } from './guidance.ts';
import { blendLatents, joinInpaintInput, thresholdMask } from './inpaint.ts';
import type { DiffusionPack } from './ports.ts';
import type { RandomStream } from './random.ts';
import { addNoise, applyStep, scaleModelInput } from './schedulers/apply-step.ts';
import type { Scheduler } from './schedulers/scheduler.ts';
import type { SourceLatents } from './source-latents.ts';
import { isFiniteTensor, type Tensor } from './tensor.ts';
import type { TextConditioning } from './text-conditioning.ts';

export type StepReport = {
  /** Finished steps, from 1, of the `steps` that this job really runs. */
  readonly step: number;
  readonly steps: number;
  readonly timestep: number;
  /** The clean picture as the model sees it now, in diffusion latents [1, C, h, w]. */
  readonly original: Tensor;
};

export type SamplingHooks = {
  readonly signal?: CancelSignal | undefined;
  /** Called after every step; a returned promise is awaited before the next one. */
  onStep?(report: StepReport): void | Promise<void>;
};

/** Everything that one loop needs, drawn and encoded beforehand. Latents are [1, C, h, w]. */
export type DenoiseJob = {
  readonly scheduler: Scheduler;
  /** Index of the first step to run. */
  readonly start: number;
  readonly first: Tensor;
  readonly noise: Tensor;
  /** The source's latents; null where the loop never looks back at them. */
  readonly original: Tensor | null;
  /** The masked source's latents, for 9-channel packs. */
  readonly masked: Tensor | null;
  readonly conditions: Conditions;
  readonly source: Pick<SourceLatents, 'latentMask' | 'latentStrength'>;
  readonly stream: RandomStream;
  /** Puts the known part back after every step with a 9-channel pack, too; the others always do. */
  readonly keepsKnown?: boolean;
  /** How one guided answer is come by, where not in one call for all of the latents. */
  readonly predict?: Predict;
};

/** A guided answer [1, C, h, w] for the network's whole input [1, unetChannels, h, w]. */
export type Predict = (input: Tensor, timestep: number, text: TextConditioning) => Promise<Tensor>;

/**
 * The loop from noise to latents. With a mask and a 4-channel pack the part outside it is put back after every step,
 * noised with the same noise each time and clean at the end; a 9-channel pack is shown mask and masked picture instead.
 * Where the source has strengths, a latent pixel of strength s is painted in the last floor(s * steps) steps and put
 * back before (Levin and Fried 2023, "Differential Diffusion: Giving Each Pixel Its Strength").
 * Ends with `cancelled` before the next step once the signal says so, with `bad-numbers` where the model overflows.
 */
export async function denoise(pack: DiffusionPack, job: DenoiseJob, hooks: SamplingHooks): Promise<Tensor> {
  const { scheduler, start, noise, original, masked, conditions, stream } = job;
  const { latentMask, latentStrength = null } = job.source;
  const last = scheduler.timesteps.length - 1;
  const steps = last - start + 1;
  const putsBack =
    original !== null && (masked === null || job.keepsKnown === true || latentStrength !== null);
  const predict: Predict =
    job.predict ?? ((input, timestep, text) => predictGuided(pack, input, timestep, text, conditions));
  let latents = job.first;
  let memory: readonly Tensor[] = [];

  for (let i = start; i <= last; i++) {
    throwIfCancelled(hooks.signal);
    const timestep = scheduler.timesteps[i]!;
    const scaled = scaleModelInput(scheduler, latents, i);
    const input = masked && latentMask ? joinInpaintInput(scaled, latentMask, masked) : scaled;
    const output = await predict(input, timestep, conditions.text);
    const plan = scheduler.planStep(i, i - start);
    const fresh = plan.drawsNoise ? stream.drawNormals(latents.dims) : null;
    const result = applyStep(plan, { sample: latents, output, memory, noise: fresh });
    memory = result.memory;
    latents = result.sample;
    let shown = result.original;
    if (putsBack && latentMask !== null) {
      const painted =
        latentStrength === null
          ? latentMask
          : thresholdMask(latentStrength, latentMask, (last - i + 1) / steps);
      const known = i < last ? addNoise(scheduler, original, noise, i + 1) : original;
      latents = blendLatents(known, latents, painted);
      shown = blendLatents(original, shown, painted);
    }
    if (!isFiniteTensor(latents)) {
      throw new DiffusionError('bad-numbers', `Step ${i + 1} at timestep ${timestep} gave no numbers.`);
    }
    await hooks.onStep?.({ step: i - start + 1, steps, timestep, original: shown });
  }
  throwIfCancelled(hooks.signal);
  return latents;
}
