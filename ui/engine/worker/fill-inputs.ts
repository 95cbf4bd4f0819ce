import type { GenerationInputs } from '../../../protocol/engine-contract.ts';
import { AppError } from '../../../protocol/errors.ts';
import type { Task } from '../../../protocol/generation.ts';
import type { Mask, RgbaImage, Selection } from '../../imaging/image.ts';
import {
  keepWithin,
  type MaskLayer,
  placeMask,
  selectPixels,
  toMask,
  uniteMasks,
} from '../../imaging/mask.ts';
import { isEmptyRect, type Placement } from '../../imaging/rect.ts';
import { decodeMask, decodePicture } from './image-codec.ts';

/** The pixels that a fill or a variation starts from, decoded. `isCutOut`: nothing may be painted where the picture is fully transparent. */
export type DecodedInputs = {
  picture: RgbaImage;
  placement: Placement;
  layers: MaskLayer[];
  isCutOut?: boolean;
};

/** The tasks that start from a picture. */
export type DecodedTask = Exclude<Task, 'generate'>;

/** Decodes the picture and the masks, of which all but a variation need one: the only part of it that looks at the whole frame. */
export function decodeInputs(inputs: GenerationInputs, task: DecodedTask): DecodedInputs {
  if (inputs.picture === null || (task !== 'vary' && inputs.masks.length === 0))
    throw new AppError('request-invalid', `There are not the pictures that ${task} needs.`);
  const { png, box, isCutOut = false } = inputs.picture;
  if (box.width <= 0 || box.height <= 0) throw new AppError('target-empty', 'The picture covers no area.');
  const picture = decodePicture(png);
  const layers = inputs.masks
    .filter((mask) => mask.box.width > 0 && mask.box.height > 0)
    .map((mask) => decodeMask(mask.png, mask.box));
  const size = { width: picture.width, height: picture.height };
  return { picture, placement: { size, box }, layers, isCutOut };
}

/**
 * The masks as one, in the picture's pixels; within the picture's outline where it is given. Each layer selects by its
 * own alpha, so that an opaque shape leaves a see-through one beside it its say. Throws `mask-empty` or `mask-outside`
 * where nothing is selected.
 */
export function unitePlaced(
  { placement, layers }: DecodedInputs,
  outline: RgbaImage | null = null,
): { mask: Mask; selection: Selection } {
  if (layers.every((layer) => isEmptyRect(layer.bounds)))
    throw new AppError('mask-empty', 'No mask has a visible pixel.');
  const placed = layers.map((layer) => placeMask(layer, placement));
  const keep = (mask: Mask) => (outline === null ? mask : keepWithin(mask, outline));
  const mask = keep(uniteMasks(placed));
  const selection = selectPixels(keep(uniteMasks(placed.map((one) => toMask(selectPixels(one))))));
  if (isEmptyRect(selection.rect)) throw new AppError('mask-outside', 'No mask lies over the picture.');
  return { mask, selection };
}
