import { createPlanar, type PlanarImage } from './image.ts';
import type { Size } from './rect.ts';

/** The image from its top left corner on, at another size and the same scale: cut there, or its edge pixels going on. */
export function fitCanvas(image: PlanarImage, { width, height }: Size): PlanarImage {
  if (image.width === width && image.height === height) return image;
  const fitted = createPlanar(width, height, image.channels);
  const kept = Math.min(width, image.width);
  for (let c = 0; c < image.channels; c++) {
    for (let y = 0; y < height; y++) {
      const from = (c * image.height + Math.min(y, image.height - 1)) * image.width;
      const to = (c * height + y) * width;
      fitted.data.set(image.data.subarray(from, from + kept), to);
      fitted.data.fill(image.data[from + kept - 1]!, to + kept, to + width);
    }
  }
  return fitted;
}
