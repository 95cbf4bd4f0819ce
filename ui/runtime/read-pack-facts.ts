import type { PackFacts, PackFamily } from '../diffusion/pack-facts.ts';
import { usesHalfFloats } from './graph-repair/repair-graph.ts';
import type { OnnxValue } from './onnx/read-graph.ts';
import { isJsonObject, type JsonObject, type PackSource, readJson } from './pack-files.ts';
import type { PartGraph } from './part-graph.ts';

/** The graphs of a pack by their part; `unet` is always there. */
export type PackGraphs = ReadonlyMap<string, PartGraph>;

const findInput = (graphs: PackGraphs, part: string, name: string): OnnxValue | undefined =>
  graphs.get(part)?.graph.inputs.find((input) => input.name === name);

const numberAt = (value: OnnxValue | undefined, dim: number): number | null => {
  const size = value?.dims[dim];
  return typeof size === 'number' ? size : null;
};

const readNumber = (config: JsonObject, key: string): number | null => {
  const value = config[key];
  return typeof value === 'number' ? value : null;
};

/** The configs say what the beginning of a remote graph may not: its inputs stand behind the weights. */
function readFamily(unet: JsonObject, graphs: PackGraphs, timeIds: number | null): PackFamily {
  const takesSizes =
    unet.addition_embed_type === 'text_time' || findInput(graphs, 'unet', 'text_embeds') !== undefined;
  if (!takesSizes) return 'stable-diffusion';
  const isRefiner = timeIds === 5 || (graphs.has('text_encoder_2') && !graphs.has('text_encoder'));
  return isRefiner ? 'stable-diffusion-xl-refiner' : 'stable-diffusion-xl';
}

/** Told by the scheduler, because the networks of distilled packs look like those that they were distilled from. */
function readDistillation(scheduler: JsonObject, guidanceWidth: number | null): PackFacts['distillation'] {
  const name = String(scheduler._class_name);
  if (guidanceWidth !== null || /^(LCM|TCD)Scheduler$/.test(name)) return 'consistency';
  const isTrailing = scheduler.timestep_spacing === 'trailing' && name.startsWith('Euler');
  const isPlain = scheduler.prediction_type !== 'v_prediction' && scheduler.rescale_betas_zero_snr !== true;
  return isTrailing && isPlain ? 'adversarial' : 'none';
}

const timeIdsOfWidth: Readonly<Record<number, number>> = { 2816: 6, 2560: 5 };

/** What configs and graphs say of a pack's architecture. `pipeline` is the name in its index. */
export async function readPackFacts(
  source: PackSource,
  graphs: PackGraphs,
  pipeline: string | null,
): Promise<PackFacts> {
  const unet = (await readJson(source, 'unet/config.json')) ?? {};
  const scheduler = (await readJson(source, 'scheduler/scheduler_config.json')) ?? {};
  const vae = await readJson(source, 'vae_decoder/config.json');
  const states = findInput(graphs, 'unet', 'encoder_hidden_states');
  const embeds = findInput(graphs, 'unet', 'text_embeds');
  const guidance = findInput(graphs, 'unet', 'timestep_cond');
  const projected = readNumber(unet, 'projection_class_embeddings_input_dim');
  const timeIds =
    numberAt(findInput(graphs, 'unet', 'time_ids'), 1) ??
    (projected === null ? null : (timeIdsOfWidth[projected] ?? null));
  const family = readFamily(unet, graphs, timeIds);
  const stated = readNumber(unet, 'time_cond_proj_dim');
  const guidanceWidth = guidance === undefined ? stated : (numberAt(guidance, 1) ?? stated ?? 256);
  const contextWidth = numberAt(states, 2) ?? readNumber(unet, 'cross_attention_dim');
  const isPlain = family === 'stable-diffusion';
  return {
    family,
    pipeline,
    generation: isPlain && contextWidth === 768 ? 1 : isPlain && contextWidth === 1024 ? 2 : null,
    distillation: readDistillation(scheduler, guidanceWidth),
    textEncoders: (['text_encoder', 'text_encoder_2'] as const).filter((part) => graphs.has(part)),
    contextWidth,
    pooledWidth: isPlain ? null : (numberAt(embeds, 1) ?? 1280),
    timeIds: isPlain ? null : (timeIds ?? 6),
    guidanceWidth,
    fixedBatch: numberAt(findInput(graphs, 'unet', 'sample'), 0),
    fixedTokens: numberAt(states, 1),
    hasTinyAutoencoder: isJsonObject(vae) && vae._class_name === 'AutoencoderTiny',
    usesHalfFloats: [...graphs.values()].some(({ graph }) => usesHalfFloats(graph)),
  };
}
