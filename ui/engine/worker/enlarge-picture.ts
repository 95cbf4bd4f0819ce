import { AppError } from '../../../protocol/errors.ts';
import type { DiffusionPack } from '../../diffusion/ports.ts';
import { createTensor, isFiniteTensor } from '../../diffusion/tensor.ts';
import type { PlanarImage } from '../../imaging/image.ts';
import { fromModelRange, toModelRange } from '../../imaging/image-tensor.ts';

/**
 * A painted picture, 0..1, with as many times its pixels as the pack's own upscaler makes; null where the pack has
 * none. Takes 24 bytes of memory per enlarged pixel, beside what the network itself needs. Throws `bad-numbers`.
 */
export async function enlargePicture(
  { upscaler }: DiffusionPack,
  painted: PlanarImage,
): Promise<PlanarImage | null> {
  if (upscaler === null) return null;
  const { width, height } = painted;
  const large = await upscaler.enlarge(createTensor([1, 3, height, width], toModelRange(painted)));
  if (!isFiniteTensor(large)) throw new AppError('bad-numbers', 'The upscaler gave no numbers.');
  return fromModelRange(large.data, width * upscaler.scale, height * upscaler.scale);
}
