import { DiffusionError } from '../diffusion/diffusion-error.ts';
import { splitPosterior, unscaleLatents } from '../diffusion/latents.ts';
import type { EncodedText, PackInfo, Posterior } from '../diffusion/ports.ts';
import { tokenizePrompt } from '../diffusion/prompt-tokens.ts';
import { createTensor, type Tensor } from '../diffusion/tensor.ts';
import { cropTo, growToMultiple } from './latent-size.ts';
import type { ModelSession } from './model-session.ts';
import type { OrtModule } from './ort-environment.ts';
import type { PackTokenizer } from './pack-tokenizer.ts';
import { createFeed, createTimestepFeed, type TensorSpec } from './tensor-bridge.ts';

/** The input of a name; refuses a part that lacks it or wants more than we know how to feed. */
function requireInputs<const N extends string>(
  session: ModelSession,
  names: readonly N[],
): Record<N, TensorSpec> {
  const found: Record<string, TensorSpec> = {};
  for (const spec of session.inputs) found[spec.name] = spec;
  const strange = session.inputs.filter(({ name }) => !names.some((known) => known === name));
  const absent = names.filter((name) => !(name in found));
  if (strange.length > 0 || absent.length > 0) {
    const wants = session.inputs.map(({ name }) => name).join(', ');
    throw new DiffusionError('model-unsupported', `${session.part} wants the inputs ${wants}.`);
  }
  return found as Record<N, TensorSpec>;
}

function requireOutput(session: ModelSession, preferred: string): string {
  const output = session.outputs.find(({ name }) => name === preferred) ?? session.outputs[0];
  if (output === undefined) throw new DiffusionError('model-broken', `${session.part} has no output.`);
  return output.name;
}

/** Prompts whose states are kept: the same words with another seed, and the negative prompt, come again and again. */
const keptPrompts = 16;

/** Encodes prompts one by one, because exports with a fixed batch of 1 exist and text encoders are quick. */
export function createTextPort(
  ort: OrtModule,
  session: ModelSession,
  { tokenizer, layout }: PackTokenizer,
): (prompts: readonly string[]) => Promise<EncodedText> {
  const { input_ids: spec } = requireInputs(session, ['input_ids']);
  const output = requireOutput(session, 'last_hidden_state');
  const kept = new Map<string, Tensor>();

  async function encode(ids: readonly number[]): Promise<Tensor> {
    const key = ids.join();
    const known = kept.get(key);
    if (known !== undefined) return known;
    const feeds = { input_ids: createFeed(ort, spec, ids, [1, ids.length]) };
    const [states] = await session.run(feeds, [output]);
    if (kept.size >= keptPrompts) kept.delete(kept.keys().next().value!);
    kept.set(key, states!);
    return states!;
  }

  return async (prompts) => {
    const tokens = prompts.map((prompt) => tokenizePrompt(tokenizer, layout, prompt));
    const states: Tensor[] = [];
    for (const { ids } of tokens) states.push(await encode(ids));
    return { states: stack(states), truncated: tokens.map(({ isTruncated }) => isTruncated) };
  };
}

/**
 * The U-Net; a batch is cut into as many calls as an export with a fixed batch needs. Sides that are no multiple of
 * `latentMultiple` are grown for the call by repeating the last row and column, because an exported graph cannot halve
 * and double them back to what they were.
 */
export function createPredictPort(
  ort: OrtModule,
  session: ModelSession,
  latentMultiple: number,
): (sample: Tensor, timestep: number, states: Tensor) => Promise<Tensor> {
  const specs = requireInputs(session, ['sample', 'timestep', 'encoder_hidden_states']);
  const output = requireOutput(session, 'out_sample');
  const batchName = specs.sample.shape[0];

  async function predictBatch(sample: Tensor, timestep: number, states: Tensor): Promise<Tensor> {
    const batch = sample.dims[0]!;
    const feeds = {
      sample: createFeed(ort, specs.sample, sample.data, sample.dims),
      timestep: createTimestepFeed(ort, specs.timestep, timestep, batch, batchName),
      encoder_hidden_states: createFeed(ort, specs.encoder_hidden_states, states.data, states.dims),
    };
    const [prediction] = await session.run(feeds, [output]);
    return prediction!;
  }

  async function predictAll(sample: Tensor, timestep: number, states: Tensor): Promise<Tensor> {
    const batch = sample.dims[0]!;
    const fixed = typeof batchName === 'number' ? batchName : batch;
    if (fixed === batch) return predictBatch(sample, timestep, states);
    const parts: Tensor[] = [];
    for (let i = 0; i < batch; i++) {
      const repeated = await predictBatch(repeat(sample, i, fixed), timestep, repeat(states, i, fixed));
      parts.push(take(repeated, 0));
    }
    return stack(parts);
  }

  return async (sample, timestep, states) => {
    const [, , height = 0, width = 0] = sample.dims;
    const padded = growToMultiple(sample, latentMultiple);
    return cropTo(await predictAll(padded, timestep, states), height, width);
  };
}

/** The encoder. Older exports answer with a sample, later ones with mean and log variance. */
export function createEncoderPort(
  ort: OrtModule,
  session: ModelSession,
  latentChannels: number,
): (pixels: Tensor) => Promise<Posterior> {
  const { sample: spec } = requireInputs(session, ['sample']);
  const output = requireOutput(session, 'latent_parameters');
  return async (pixels) => {
    const [encoded] = await session.run({ sample: createFeed(ort, spec, pixels.data, pixels.dims) }, [
      output,
    ]);
    const channels = encoded!.dims[1];
    if (channels === 2 * latentChannels) return splitPosterior(encoded!);
    return { mean: encoded!, deviation: null };
  };
}

/** The decoder, fed with the loop's latents. */
export function createDecoderPort(
  ort: OrtModule,
  session: ModelSession,
  info: Pick<PackInfo, 'scalingFactor' | 'shiftFactor'>,
): (latents: Tensor) => Promise<Tensor> {
  const { latent_sample: spec } = requireInputs(session, ['latent_sample']);
  const output = requireOutput(session, 'sample');
  return async (latents) => {
    const unscaled = unscaleLatents(latents, info);
    const feeds = { latent_sample: createFeed(ort, spec, unscaled.data, unscaled.dims) };
    const [pixels] = await session.run(feeds, [output]);
    return pixels!;
  };
}

/** One item of a batch as a batch of one. */
function take(batch: Tensor, index: number): Tensor {
  const length = batch.data.length / batch.dims[0]!;
  const data = batch.data.subarray(index * length, (index + 1) * length);
  return { dims: [1, ...batch.dims.slice(1)], data };
}

/** Batches of one joined to a larger one. */
function stack(items: readonly Tensor[]): Tensor {
  const first = items[0]!;
  const joined = createTensor([items.length, ...first.dims.slice(1)]);
  for (const [i, item] of items.entries()) joined.data.set(item.data, i * first.data.length);
  return joined;
}

function repeat(batch: Tensor, index: number, count: number): Tensor {
  return stack(new Array<Tensor>(count).fill(take(batch, index)));
}
