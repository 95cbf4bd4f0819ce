import type { GenerationInputs, PlacedPicture } from '../../../protocol/engine-contract.ts';
import { AppError } from '../../../protocol/errors.ts';
import { type GenerationRequest, limits, type Task } from '../../../protocol/generation.ts';
import type { RgbaImage } from '../../imaging/image.ts';
import type { MaskLayer } from '../../imaging/mask.ts';
import { type PaddingPx, padPicture, padPlacement } from '../../imaging/pad-picture.ts';
import type { CanvasRect, Placement } from '../../imaging/rect.ts';
import { loadMask, loadPicture } from './image-codec.ts';

/** A decoded mask layer; one that keeps takes away from what the others select. */
export type DecodedLayer = MaskLayer & { role?: 'repaint' | 'keep' | undefined };

/**
 * The pixels that a fill or a variation starts from, decoded. `isCutOut`: nothing may be painted where the picture is
 * fully transparent. `padding`: what an expansion has added to `picture` and `placement`.
 */
export type DecodedInputs = {
  picture: RgbaImage;
  placement: Placement;
  layers: DecodedLayer[];
  isCutOut?: boolean;
  isWindow?: boolean;
  /** The box on the canvas that a layer gives the model to see. */
  context?: CanvasRect | undefined;
  padding?: PaddingPx;
};

/** The tasks that start from a picture. */
export type DecodedTask = Exclude<Task, 'generate'>;

export const noPadding: PaddingPx = { left: 0, top: 0, right: 0, bottom: 0 };

/** The tasks that need no mask: what they repaint is all of the picture, or what of it is empty. */
const unmasked: readonly Task[] = ['vary', 'expand'];

/**
 * Decodes the picture and the masks: the only part of a job that looks at the whole frame. An expansion's picture gets
 * the transparent pixels that it asks for. Throws `request-invalid` without the pictures that the task needs,
 * `expansion-too-large`, and what decoding throws.
 */
export async function decodeInputs(
  inputs: GenerationInputs,
  { task, mask, paddingPx }: Pick<GenerationRequest, 'mask' | 'paddingPx'> & { task: DecodedTask },
): Promise<DecodedInputs> {
  const isMasked = inputs.masks.length > 0 || mask !== null;
  if (inputs.picture === null || (!unmasked.includes(task) && !isMasked))
    throw new AppError('request-invalid', `There are not the pictures that ${task} needs.`);
  const { box, isCutOut = false, isWindow = false } = inputs.picture;
  if (box.width <= 0 || box.height <= 0) throw new AppError('target-empty', 'The picture covers no area.');
  const picture = await decodeOnce(inputs.picture);
  const layers: DecodedLayer[] = [];
  for (const { png, box, role, reading, opacity } of unmasked.includes(task) ? [] : inputs.masks) {
    if (box.width <= 0 || box.height <= 0) continue;
    layers.push({ ...(await loadMask(png, box, reading, opacity)), role });
  }
  const placement = { size: { width: picture.width, height: picture.height }, box };
  const padding = task === 'expand' ? (paddingPx ?? noPadding) : noPadding;
  const size = padPlacement(placement, padding).size;
  if (padding !== noPadding && Math.max(size.width, size.height) > limits.sidePx.max)
    throw new AppError('expansion-too-large', `${size.width} x ${size.height} px`);
  return {
    picture: padPicture(picture, padding),
    placement: padPlacement(placement, padding),
    layers,
    isCutOut: isCutOut && task !== 'expand',
    isWindow,
    context: inputs.context,
    padding,
  };
}

let last: { png: Uint8Array; picture: RgbaImage } | null = null;

/** The picture that was decoded last is often asked for again: a mask is looked at many times before it is run. */
async function decodeOnce({ png }: PlacedPicture): Promise<RgbaImage> {
  if (last !== null && hasSameBytes(last.png, png)) return last.picture;
  const picture = await loadPicture(png);
  last = { png, picture };
  return picture;
}

/** Lets go of the picture that was decoded last: up to 256 MiB. */
export function forgetPicture(): void {
  last = null;
}

function hasSameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
