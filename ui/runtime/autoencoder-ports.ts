import type { MemoryLimits } from '../diffusion/autoencoder-memory.ts';
import { splitPosterior, unscaleLatents } from '../diffusion/latents.ts';
import type { DiffusionPack, PackInfo } from '../diffusion/ports.ts';
import type { ModelSession } from './model-session.ts';
import { isJsonObject, type PackFiles, readJson } from './pack-files.ts';
import type { PartGraph } from './part-graph.ts';
import { createPicturePort, type PictureCost } from './picture-port.ts';
import type { Runtime } from './runtime.ts';

/** What the autoencoder of Stable Diffusion has, for packs without a config. */
const usualChannels = [128, 256, 512, 512];

const attentionOperators = new Set(['Softmax', 'Attention', 'MultiHeadAttention']);

/** What one half of a pack's autoencoder costs, by its config and its operators. `part`: its folder. */
export async function readPictureCost(
  files: PackFiles,
  part: 'vae_encoder' | 'vae_decoder',
  { graph }: PartGraph,
  spatialFactor: number,
): Promise<PictureCost> {
  const config = await readJson(files, `${part}/config.json`);
  const stated: unknown = isJsonObject(config)
    ? (config.block_out_channels ?? config.decoder_block_out_channels)
    : undefined;
  const channels = Array.isArray(stated) ? stated.filter((count) => typeof count === 'number') : [];
  return {
    channels: channels.length > 0 ? channels : usualChannels,
    spatialFactor,
    hasAttention: graph.nodes.some(({ opType }) => attentionOperators.has(opType)),
  };
}

/** A device that runs an autoencoder, and what its class has to give. */
type Device = Pick<Runtime, 'ort' | 'kind'> & { readonly memory: MemoryLimits };

/** The encoder. Older exports and tiny autoencoders answer with a sample, others with mean and log variance. */
export function createEncoderPort(
  device: Device,
  session: ModelSession,
  { latentChannels, spatialFactor }: Pick<PackInfo, 'latentChannels' | 'spatialFactor'>,
  cost: PictureCost,
): DiffusionPack['encodeImage'] {
  const names = { input: 'sample', output: 'latent_parameters' };
  const encode = createPicturePort(device, session, names, { cost, inputScale: spatialFactor });
  return async (pixels, signal) => {
    const encoded = await encode(pixels, signal);
    if (encoded.dims[1] === 2 * latentChannels) return splitPosterior(encoded);
    return { mean: encoded, deviation: null };
  };
}

/** The decoder, fed with the loop's latents. */
export function createDecoderPort(
  device: Device,
  session: ModelSession,
  info: Parameters<typeof unscaleLatents>[1],
  cost: PictureCost,
): DiffusionPack['decodeLatents'] {
  const names = { input: 'latent_sample', output: 'sample' };
  const decode = createPicturePort(device, session, names, { cost, inputScale: 1 });
  return (latents, signal) => decode(unscaleLatents(latents, info), signal);
}
