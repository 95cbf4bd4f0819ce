import type { PlanarImage } from './image.ts';
import { resizePlanar } from './resize.ts';

/**
 * A picture as squares of `sidePx` pixels, brought to that size along its shorter side as CLIP's processor does it
 * (Pillow's bicubic filter). That processor looks at the middle only; these squares cover all of the picture, with as
 * few of them as that takes, evenly laid.
 */
export function cutSquares(image: PlanarImage, sidePx: number): PlanarImage[] {
  const shorter = Math.min(image.width, image.height);
  const width = Math.max(sidePx, Math.round((sidePx * image.width) / shorter));
  const height = Math.max(sidePx, Math.round((sidePx * image.height) / shorter));
  const spare = Math.max(width, height) - sidePx;
  const count = Math.ceil(Math.max(width, height) / sidePx);
  return Array.from({ length: count }, (_, i) => {
    const offset = count === 1 ? 0 : Math.round((spare * i) / (count - 1));
    const window = {
      x: width > height ? offset : 0,
      y: height > width ? offset : 0,
      width: sidePx,
      height: sidePx,
    };
    return resizePlanar(image, { width, height }, { filter: 'cubic', likePillow: true, window });
  });
}
