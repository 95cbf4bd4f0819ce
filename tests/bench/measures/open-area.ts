import { defaultRequest, type GenerationRequest } from '../../../protocol/generation.ts';
import { type FillArea, type FillEye, planArea } from '../../../ui/engine/worker/fill-area.ts';
import { decodeMask, encodePicture } from '../../../ui/engine/worker/image-codec.ts';
import type { RgbaImage } from '../../../ui/imaging/image.ts';

/** How the default pack looks at a picture: 128 px, or another of its five sizes. */
export const smallEye: FillEye = {
  sizes: {
    native: { width: 128, height: 128 },
    multiplePx: 16,
    buckets: [
      { width: 128, height: 128 },
      { width: 144, height: 112 },
      { width: 112, height: 144 },
      { width: 176, height: 96 },
      { width: 96, height: 176 },
    ],
  },
  latentPx: 8,
  holeGrowthPx: 2,
  levels: 1,
};

/** How Stable Diffusion 1.5 looks at a picture: 512 px of any ratio. */
export const largeEye: FillEye = {
  sizes: { native: { width: 512, height: 512 }, multiplePx: 64, buckets: null },
  latentPx: 8,
  holeGrowthPx: 2,
  levels: 1,
};

/** What the engine plans for a fill of a picture under a mask of its size, lying at the canvas' origin. */
export function openArea(
  picture: RgbaImage,
  mask: RgbaImage,
  eye: FillEye,
  request: Partial<Omit<GenerationRequest, 'task'>> = {},
): FillArea {
  const size = { width: picture.width, height: picture.height };
  const box = { x: 0, y: 0, ...size };
  const layers = [decodeMask(encodePicture(mask), box)];
  return planArea(
    { ...defaultRequest, task: 'fill', ...request },
    { picture, placement: { size, box }, layers },
    eye,
  );
}
