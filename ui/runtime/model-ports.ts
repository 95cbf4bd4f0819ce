import type { Tensor as OrtTensor } from 'onnxruntime-web';
import { repeatItem, stackItems, takeItem } from '../diffusion/batch.ts';
import { DiffusionError } from '../diffusion/diffusion-error.ts';
import type { ConditioningNeeds, DiffusionPack } from '../diffusion/ports.ts';
import type { Tensor } from '../diffusion/tensor.ts';
import { mapConditioning, type TextConditioning } from '../diffusion/text-conditioning.ts';
import { cropTo, growToMultiple } from './latent-size.ts';
import type { ModelSession } from './model-session.ts';
import type { OrtModule } from './ort-environment.ts';
import { requireInputs, requireOutput, requireSize } from './session-specs.ts';
import { createFeed, createTimestepFeed } from './tensor-bridge.ts';

/** What a U-Net may want beside the hidden states, and the part of the conditioning that it is. */
const optionalInputs = {
  text_embeds: 'pooled',
  time_ids: 'timeIds',
  timestep_cond: 'guidanceEmbedding',
} as const satisfies Record<string, keyof TextConditioning>;

type OptionalInput = keyof typeof optionalInputs;

/** What a U-Net says by its inputs about the conditioning that it wants. */
export function readConditioningNeeds(unet: ModelSession): Omit<ConditioningNeeds, 'zeroesMissingNegative'> {
  const find = (wanted: OptionalInput) => unet.inputs.find(({ name }) => name === wanted);
  const width = find('timestep_cond')?.shape[1];
  return {
    takesSizes: find('text_embeds') !== undefined,
    guidanceWidth: find('timestep_cond') === undefined ? null : typeof width === 'number' ? width : 256,
  };
}

/**
 * The U-Net; a batch is cut into as many calls as an export with a fixed batch needs. Sides that are no multiple of
 * `latentMultiple` are grown for the call by repeating the last row and column, because a graph whose
 * upsampling could not be repaired cannot halve and double them back to what they were.
 */
export function createPredictPort(
  ort: OrtModule,
  session: ModelSession,
  latentMultiple: number,
): DiffusionPack['predict'] {
  const optional = Object.keys(optionalInputs) as OptionalInput[];
  const specs = requireInputs(session, ['sample', 'timestep', 'encoder_hidden_states'], optional);
  const output = requireOutput(session, 'out_sample');
  const batchName = specs.sample.shape[0];

  function createOptionalFeeds(conditioning: TextConditioning): Record<string, OrtTensor> {
    const feeds: Record<string, OrtTensor> = {};
    for (const name of optional) {
      const spec = specs[name];
      if (spec === undefined) continue;
      const part = conditioning[optionalInputs[name]];
      if (part === undefined) {
        throw new DiffusionError('model-unsupported', `${session.part} wants ${name}, which nothing gives.`);
      }
      feeds[name] = createFeed(ort, spec, part.data, part.dims);
    }
    return feeds;
  }

  async function predictBatch(sample: Tensor, timestep: number, text: TextConditioning): Promise<Tensor> {
    const batch = sample.dims[0]!;
    const { hiddenStates } = text;
    const feeds = {
      sample: createFeed(ort, specs.sample, sample.data, sample.dims),
      timestep: createTimestepFeed(ort, specs.timestep, timestep, batch, batchName),
      encoder_hidden_states: createFeed(
        ort,
        specs.encoder_hidden_states,
        hiddenStates.data,
        hiddenStates.dims,
      ),
      ...createOptionalFeeds(text),
    };
    const [prediction] = await session.run(feeds, [output]);
    return prediction!;
  }

  async function predictAll(sample: Tensor, timestep: number, text: TextConditioning): Promise<Tensor> {
    const batch = sample.dims[0]!;
    const fixed = typeof batchName === 'number' ? batchName : batch;
    if (fixed === batch) return predictBatch(sample, timestep, text);
    const parts: Tensor[] = [];
    for (let i = 0; i < batch; i++) {
      const own = mapConditioning(text, (part) => repeatItem(part, i, fixed));
      const repeated = await predictBatch(repeatItem(sample, i, fixed), timestep, own);
      parts.push(takeItem(repeated, 0));
    }
    return stackItems(parts);
  }

  return async (sample, timestep, text) => {
    const [, , height = 0, width = 0] = sample.dims;
    const padded = growToMultiple(sample, latentMultiple);
    requireSize(session.part, specs.sample, padded.dims);
    return cropTo(await predictAll(padded, timestep, text), height, width);
  };
}
