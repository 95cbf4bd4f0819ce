import { type CancelSignal, DiffusionError } from './diffusion-error.ts';
import { greyOut } from './inpaint.ts';
import type { DiffusionPack, Posterior } from './ports.ts';
import { createTensor, type Tensor } from './tensor.ts';

/** The picture a job starts from, encoded once and shared by its candidates. */
export type SourceLatents = {
  /** Posterior of the picture itself; null for a plain generation, and where nothing needs it. */
  readonly picture: Posterior | null;
  /** Where to repaint, [1, 1, h, w] in 0..1 with 1 = repaint; null outside `fill`. */
  readonly latentMask: Tensor | null;
  /** How much of each latent pixel is forgotten, [1, 1, h, w] in 0..1; null where the mask is all or nothing. */
  readonly latentStrength?: Tensor | null;
  /** Posterior of the picture with the repainted part at mid-grey; null for 4-channel packs. */
  readonly masked: Posterior | null;
};

/** What a job starts from, in pixels. */
export type SourcePixels = {
  readonly heightPx: number;
  readonly widthPx: number;
  /** [1, 3, H, W] in -1..1; null for a plain generation. */
  readonly pixels: Tensor | null;
  /** [1, 1, H, W], 1 = repaint: what a 9-channel pack sees as grey. Null without a picture, or to repaint all of it. */
  readonly pixelMask: Tensor | null;
  /** [1, 1, h, w], 1 = repaint: what the loop repaints. Null without a picture, or to repaint all of it. */
  readonly latentMask: Tensor | null;
  /** [1, 1, h, w] in 0..1: strengths that differ from place to place, within `strength`. */
  readonly latentStrength?: Tensor | null;
  /** The job's strength: at 1 a 9-channel pack never looks at the picture itself. */
  readonly strength: number;
};

/** True where the encoder knows pictures; a plain generation with 4 channels needs none. */
function requireEncoder(pack: DiffusionPack): void {
  if (pack.info.hasEncoder) return;
  throw new DiffusionError('encoder-missing', 'This pack has no encoder, so it cannot look at pictures.');
}

const greyPosteriors = new WeakMap<DiffusionPack, Map<string, Posterior>>();

/** Mid-grey encoded, remembered per pack and size: every plain generation with 9 channels needs it. */
async function encodeGrey(
  pack: DiffusionPack,
  heightPx: number,
  widthPx: number,
  signal: CancelSignal | undefined,
): Promise<Posterior> {
  const known = greyPosteriors.get(pack) ?? new Map<string, Posterior>();
  greyPosteriors.set(pack, known);
  const key = `${widthPx}x${heightPx}`;
  const posterior =
    known.get(key) ?? (await pack.encodeImage(createTensor([1, 3, heightPx, widthPx]), signal));
  known.set(key, posterior);
  return posterior;
}

/**
 * Encodes what a job starts from. For a plain generation a 9-channel pack gets a full mask over an encoded mid-grey
 * picture, which is what it saw in training when nothing was given.
 */
export async function prepareSource(
  pack: DiffusionPack,
  source: SourcePixels,
  signal?: CancelSignal,
): Promise<SourceLatents> {
  const { pixels, pixelMask, latentMask, heightPx, widthPx, strength } = source;
  const isInpaintModel = pack.info.unetChannels > pack.info.latentChannels;
  const { latentStrength = null } = source;
  const needsPicture = pixels !== null && (!isInpaintModel || strength < 1 || latentStrength !== null);
  if (needsPicture || isInpaintModel) requireEncoder(pack);

  const picture = needsPicture ? await pack.encodeImage(pixels, signal) : null;
  if (!isInpaintModel) return { picture, latentMask, latentStrength, masked: null };

  const isPartial = pixels !== null && pixelMask !== null;
  const masked = isPartial
    ? await pack.encodeImage(greyOut(pixels, pixelMask), signal)
    : await encodeGrey(pack, heightPx, widthPx, signal);
  const factor = pack.info.spatialFactor;
  const full = createTensor([1, 1, heightPx / factor, widthPx / factor]);
  return {
    picture,
    latentMask: latentMask ?? { ...full, data: full.data.fill(1) },
    latentStrength,
    masked,
  };
}
