import { type CancelSignal, DiffusionError, throwIfCancelled } from '../diffusion/diffusion-error.ts';
import type { DiffusionPack, PackInfo } from '../diffusion/ports.ts';
import { createDecoderPort, createEncoderPort, readPictureCost } from './autoencoder-ports.ts';
import { fitPackPreview } from './fit-pack-preview.ts';
import { takesAnySize } from './graph-repair/fit-upsampling.ts';
import { inspectPack } from './inspect-pack.ts';
import { createPredictPort, readConditioningNeeds } from './model-ports.ts';
import type { ModelSession } from './model-session.ts';
import { type PackSource, readJson } from './pack-files.ts';
import { createPackAccess, createPackParts } from './pack-parts.ts';
import { requireRunnable } from './part-graph.ts';
import { withStandardNames } from './part-names.ts';
import { planTextEncoders, takesChunks } from './plan-text-encoders.ts';
import type { Runtime } from './runtime.ts';
import { createTextEncoder, type PackTextEncoder } from './text-encoder.ts';
import { createTextPort } from './text-port.ts';
import { refuseUnwired } from './unwired-families.ts';
import { createUpscalePort } from './upscale-port.ts';

export type { PackFiles, PackSource } from './pack-files.ts';

export type OpenPackHooks = {
  readonly signal?: CancelSignal;
  /** Told before each part is opened: `unet`, `text_encoder`, `vae_encoder`, `vae_decoder`, `upscaler`. */
  onPart?(part: string, index: number, count: number): void;
  /** Finds the pack again; without it its files are held for as long as it is open. */
  reopen?(): Promise<PackSource>;
};

const refuseToEncode = async (): Promise<never> => {
  throw new DiffusionError('encoder-missing', 'This pack has no encoder, so it cannot look at pictures.');
};

/** The one size of an export whose sample has numbers for height and width; nothing where they are free. */
function readFixedSize(
  unet: ModelSession,
  spatialFactor: number,
): Partial<Pick<PackInfo, 'nativePx' | 'bucketsPx'>> {
  const sample = unet.inputs.find(({ name }) => name === 'sample');
  const [, , height, width] = sample?.shape ?? [];
  if (typeof height !== 'number' || typeof width !== 'number') return {};
  const only = { height: height * spatialFactor, width: width * spatialFactor };
  return { nativePx: only, bucketsPx: [only] };
}

/**
 * Opens a pack: looks at its JSON and graphs, refuses what cannot run before any weights are fetched, opens its parts,
 * the largest first while memory is whole, and answers with its ports. Parts that do not fit beside the others are
 * loaded when they are used. What fails or is cancelled halfway leaves no session behind.
 */
export async function openPack(
  source: PackSource,
  runtime: Runtime,
  hooks: OpenPackHooks = {},
): Promise<DiffusionPack> {
  const { source: files, graphs, info: partial } = await inspectPack(source);
  refuseUnwired(partial.facts);
  for (const graph of graphs.values()) requireRunnable(graph, runtime);
  const index = await readJson(files, 'model_index.json');
  const texts = await planTextEncoders(files);
  const needsPadding = await runtime.miscomputesConvs();

  const { reopen } = hooks;
  const access = createPackAccess(files, reopen && (async () => withStandardNames(await reopen())));
  const { open: openPart, fit, release } = createPackParts(access, runtime, needsPadding);
  const textParts = texts.map(({ part }) => part);
  const parts = ['unet', ...textParts, 'vae_decoder', ...(partial.hasEncoder ? ['vae_encoder'] : [])];
  const hasUpscaler = graphs.has('upscaler');
  if (hasUpscaler) parts.push('upscaler');

  async function open(part: string): Promise<ModelSession> {
    throwIfCancelled(hooks.signal);
    hooks.onPart?.(part, parts.indexOf(part), parts.length);
    return openPart(part, graphs.get(part));
  }

  try {
    const { ort } = runtime;
    const unet = await open('unet');
    const isFree = takesAnySize(graphs.get('unet')!.graph, partial.latentMultiple);
    const predict = createPredictPort(ort, unet, isFree ? 1 : partial.latentMultiple);
    const needs = readConditioningNeeds(unet);
    const encoders: PackTextEncoder[] = [];
    for (const { part, tokenizer, layers } of texts) {
      const options = { isPenultimate: needs.takesSizes, layers };
      encoders.push(createTextEncoder(ort, await open(part), tokenizer, options));
    }
    const { tokenizer } = texts[0]!;
    const encodeText = createTextPort(encoders, takesChunks(unet, tokenizer));
    const costOf = (part: 'vae_decoder' | 'vae_encoder') =>
      readPictureCost(files, part, graphs.get(part)!, partial.spatialFactor);
    const decoderCost = await costOf('vae_decoder');
    const decodeLatents = createDecoderPort(runtime, await open('vae_decoder'), partial, decoderCost);
    const encodeImage = partial.hasEncoder
      ? createEncoderPort(runtime, await open('vae_encoder'), partial, await costOf('vae_encoder'))
      : refuseToEncode;
    const sidePx = partial.latentMultiple * partial.spatialFactor;
    const upscaler = hasUpscaler ? await createUpscalePort(ort, await open('upscaler'), sidePx) : null;
    throwIfCancelled(hooks.signal);
    const previewProjection = await fitPackPreview(decodeLatents, partial.latentChannels);
    const info = {
      ...partial,
      ...readFixedSize(unet, partial.spatialFactor),
      contextLength: tokenizer.layout.contextLength,
      conditioning: {
        ...needs,
        zeroesMissingNegative: needs.takesSizes && index?.force_zeros_for_empty_prompt !== false,
      },
      previewProjection,
    };
    // Files are needed again soon where parts come and go.
    if (fit()) access.letGo();
    return { info, encodeText, predict, encodeImage, decodeLatents, upscaler, release };
  } catch (thrown) {
    await release();
    throw thrown;
  }
}
