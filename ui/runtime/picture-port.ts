import { type AutoencoderShape, fitsMemory } from '../diffusion/autoencoder-memory.ts';
import { repeatItem, takeItem } from '../diffusion/batch.ts';
import { type CancelSignal, DiffusionError, throwIfCancelled } from '../diffusion/diffusion-error.ts';
import type { Extent } from '../diffusion/ports.ts';
import { runInTiles } from '../diffusion/run-in-tiles.ts';
import type { Tensor } from '../diffusion/tensor.ts';
import { chooseTile, planTiles, type TilePlan } from '../diffusion/tiles.ts';
import type { ModelSession } from './model-session.ts';
import type { Runtime } from './runtime.ts';
import { requireOutput, requireSize } from './session-specs.ts';
import { createFeed, type TensorSpec } from './tensor-bridge.ts';

/** The input of a name, or the only one where an export calls it otherwise (`latent` for TAESD). */
function requireOnlyInput({ part, inputs }: ModelSession, preferred: string): TensorSpec {
  const [only] = inputs;
  if (only !== undefined && inputs.length === 1) return only;
  const wants = inputs.map(({ name }) => name).join(', ');
  throw new DiffusionError('model-unsupported', `${part} wants ${wants} and not only ${preferred}.`, {
    subject: `${part}: ${wants}`,
  });
}

/** What a run of a part costs on any device. */
export type PictureCost = Omit<AutoencoderShape, 'bytesPerValue'>;

type Tiling = {
  readonly cost: PictureCost;
  /** The input's pixels per latent pixel: 1 for a decoder. */
  readonly inputScale: number;
};

/** The one size that an export is fixed to, in its input's pixels; null where it takes any. */
function readFixedExtent({ shape }: TensorSpec): Extent | null {
  const [, , height, width] = shape;
  return typeof height === 'number' && typeof width === 'number' ? { height, width } : null;
}

/** Which tiles a picture is run in: the fixed size of an export, or the largest that the device's class has room for. */
function createTilePlanner(
  { kind, memory }: Pick<Runtime, 'kind' | 'memory'>,
  spec: TensorSpec,
  { cost, inputScale }: Tiling,
): (picture: Extent) => TilePlan {
  const bytesPerValue = kind === 'webgpu' && spec.type === 'float16' ? 2 : 4;
  const shape = { ...cost, bytesPerValue };
  const fixed = readFixedExtent(spec);
  return (picture) => {
    const isLarger = fixed !== null && (picture.height > fixed.height || picture.width > fixed.width);
    const tile = isLarger
      ? { height: fixed.height / inputScale, width: fixed.width / inputScale }
      : chooseTile(picture, (extent) => fitsMemory(shape, extent, memory));
    return planTiles(picture, tile);
  };
}

/** A turn of the event loop, so that a cancel which came while the runtime was computing is heard. */
async function hearCancel(signal: CancelSignal | undefined): Promise<void> {
  await new Promise<void>((resolve) => {
    setTimeout(resolve, 0);
  });
  throwIfCancelled(signal);
}

/**
 * A part that turns one [1, C, H, W] into another: the autoencoder's halves. A picture that is too large for the
 * device's class is run in overlapping tiles, and a cancel is heard between them. An export with a fixed batch gets its
 * picture as often as it wants it, and the first answer counts.
 */
export function createPicturePort(
  device: Pick<Runtime, 'ort' | 'kind' | 'memory'>,
  session: ModelSession,
  names: { readonly input: string; readonly output: string },
  tiling: Tiling,
): (picture: Tensor, signal?: CancelSignal) => Promise<Tensor> {
  const spec = requireOnlyInput(session, names.input);
  const output = requireOutput(session, names.output);
  const planPicture = createTilePlanner(device, spec, tiling);
  const [batch] = spec.shape;
  const count = typeof batch === 'number' ? batch : 1;

  async function run(picture: Tensor): Promise<Tensor> {
    requireSize(session.part, spec, picture.dims);
    const fed = count === 1 ? picture : repeatItem(picture, 0, count);
    const [made] = await session.run({ [spec.name]: createFeed(device.ort, spec, fed.data, fed.dims) }, [
      output,
    ]);
    return count === 1 ? made! : takeItem(made!, 0);
  }

  return async (picture, signal) => {
    const { inputScale } = tiling;
    const [, , height = 0, width = 0] = picture.dims;
    const plan = planPicture({ height: height / inputScale, width: width / inputScale });
    return runInTiles(picture, plan, inputScale, run, () => hearCancel(signal));
  };
}
