import type { Conditions } from './conditions.ts';
import { type CancelSignal, DiffusionError, throwIfCancelled } from './diffusion-error.ts';
import { predictGuided } from './guidance.ts';
import { blendLatents, joinInpaintInput } from './inpaint.ts';
import type { DiffusionPack } from './ports.ts';
import type { RandomStream } from './random.ts';
import { addNoise, applyStep, scaleModelInput } from './schedulers/apply-step.ts';
import type { Scheduler } from './schedulers/scheduler.ts';
import type { SourceLatents } from './source-latents.ts';
import { isFiniteTensor, type Tensor } from './tensor.ts';

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
  readonly source: Pick<SourceLatents, 'latentMask'>;
  readonly stream: RandomStream;
};

/**
 * The loop from noise to latents. With a mask and a 4-channel pack the part outside it is put back after every step,
 * noised with the same noise each time and clean at the end; a 9-channel pack is shown mask and masked picture instead.
 * Ends with `cancelled` before the next step once the signal says so, with `bad-numbers` where the model overflows.
 */
export async function denoise(pack: DiffusionPack, job: DenoiseJob, hooks: SamplingHooks): Promise<Tensor> {
  const { scheduler, start, noise, original, masked, conditions, stream } = job;
  const { latentMask } = job.source;
  const last = scheduler.timesteps.length - 1;
  let latents = job.first;
  let memory: readonly Tensor[] = [];

  for (let i = start; i <= last; i++) {
    throwIfCancelled(hooks.signal);
    const timestep = scheduler.timesteps[i]!;
    const scaled = scaleModelInput(scheduler, latents, i);
    const input = masked && latentMask ? joinInpaintInput(scaled, latentMask, masked) : scaled;
    const output = await predictGuided(pack, input, timestep, conditions.text, conditions);
    const plan = scheduler.planStep(i, i - start);
    const fresh = plan.drawsNoise ? stream.drawNormals(latents.dims) : null;
    const result = applyStep(plan, { sample: latents, output, memory, noise: fresh });
    memory = result.memory;
    latents = result.sample;
    let shown = result.original;
    if (masked === null && latentMask !== null && original !== null) {
      const known = i < last ? addNoise(scheduler, original, noise, i + 1) : original;
      latents = blendLatents(known, latents, latentMask);
      shown = blendLatents(original, shown, latentMask);
    }
    if (!isFiniteTensor(latents)) {
      throw new DiffusionError('bad-numbers', `Step ${i + 1} at timestep ${timestep} gave no numbers.`);
    }
    await hooks.onStep?.({ step: i - start + 1, steps: last - start + 1, timestep, original: shown });
  }
  throwIfCancelled(hooks.signal);
  return latents;
}
