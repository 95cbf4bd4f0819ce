import { DiffusionError } from '../diffusion/diffusion-error.ts';
import { type JsonObject, type PackSource, readJson } from './pack-files.ts';

const soundWords = /audio|music|speech|sound|voice|vocoder|whisper|wav2vec|encodec|musicgen|bark|hubert/i;
/** Weights as PyTorch, Flax and TensorFlow keep them. */
const trainedWeights = /\.(safetensors|bin|pt|pth|ckpt|msgpack|h5)$/i;

/** The pipelines whose loops we have, as diffusers and its older exporters name them. */
const ownPipelines =
  /^(Onnx|ORT)?(StableDiffusion(XL)?|LatentConsistencyModel)(Img2Img|Inpaint)?(Legacy)?Pipeline$/;

/** True where diffusers' name of a pipeline says that its networks are joined in a way that we do not know. */
export function isOtherPipeline(pipeline: string | null): boolean {
  return pipeline !== null && !ownPipelines.test(pipeline);
}

const readName = (config: JsonObject | null, key: string): string | null => {
  const value = config?.[key];
  return typeof value === 'string' && value !== '' ? value : null;
};

function refuse(reason: 'model-of-sound' | 'model-unsupported', what: string): never {
  throw new DiffusionError(reason, `${what} is no pipeline that we know.`, { subject: what });
}

/** A network of the transformer kind (Z-Image, Flux, Stable Diffusion 3, Sana): its name, null where there is none. */
async function nameTransformer(source: PackSource, paths: readonly string[]): Promise<string | null> {
  const config = await readJson(source, 'transformer/config.json');
  const isThere =
    config !== null ||
    paths.some((path) => /^onnx\/transformer_model[^/]*\.onnx$/.test(path)) ||
    (await source.has('transformer/model.onnx'));
  return isThere ? (readName(config, '_class_name') ?? 'transformer') : null;
}

/**
 * Looks at what a folder holds before anything large is read. Gives diffusers' name of its pipeline, null where it does
 * not say, if it is one of a U-Net, which may be missing then. Throws `model-of-sound`, `model-unsupported` with the kind
 * that it is, `model-not-exported` for weights of PyTorch, `model-json` or `not-a-model`.
 */
export async function recognizePack(source: PackSource): Promise<string | null> {
  const paths = (await source.list())?.map(({ path }) => path) ?? [];
  const index = await readJson(source, 'model_index.json');
  const pipeline = readName(index, '_class_name');
  if (pipeline !== null && soundWords.test(pipeline)) refuse('model-of-sound', pipeline);
  // Without an autoencoder, as DeepFloyd and DDPM, or with one of their own, as Kandinsky and Wuerstchen.
  const lacksAutoencoder = index !== null && index.vae === undefined && index.vae_decoder === undefined;
  if (lacksAutoencoder && pipeline !== null && !/StableDiffusion|LatentConsistency/.test(pipeline))
    refuse('model-unsupported', pipeline);
  if (await source.has('unet/model.onnx')) return pipeline;

  const transformer = await nameTransformer(source, paths);
  // Before an export there is no graph of it, and exporting it would not help.
  if (transformer !== null || Array.isArray(index?.transformer))
    refuse('model-unsupported', pipeline ?? transformer ?? 'transformer');
  const kind = readName(await readJson(source, 'config.json'), 'model_type');
  if (kind !== null) refuse(soundWords.test(kind) ? 'model-of-sound' : 'model-unsupported', kind);
  if (paths.some((path) => trainedWeights.test(path)) && !paths.some((path) => path.endsWith('.onnx')))
    throw new DiffusionError('model-not-exported', 'There are weights and no ONNX graph.');
  if (pipeline === null) throw new DiffusionError('not-a-model', 'There is neither a U-Net nor an index.');
  if (index?.unet === undefined) refuse('model-unsupported', pipeline);
  return pipeline;
}
