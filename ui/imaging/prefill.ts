import { createPlanar, type PlanarImage } from './image.ts';

type Level = { image: PlanarImage; known: Float32Array };

/**
 * Replaces the masked pixels by their blurred surroundings: a pyramid of averages over known pixels only is built down
 * to one pixel, then spread upwards again, the known pixels re-imposed on every level (push-pull; the smooth limit of
 * Fooocus' coarse-to-fine blurs). Mid-grey where nothing at all is known. Linear in the pixels.
 */
export function prefillMasked(image: PlanarImage, masked: Uint8Array): PlanarImage {
  const known = Float32Array.from(masked, (value) => (value === 0 ? 1 : 0));
  const levels: Level[] = [{ image, known }];
  for (;;) {
    const last = levels[levels.length - 1]!;
    if (last.image.width === 1 && last.image.height === 1) break;
    levels.push(halve(last));
  }
  const top = levels[levels.length - 1]!;
  let filled = top.known[0] === 0 ? fillGrey(top.image) : top.image;
  for (let i = levels.length - 2; i >= 0; i--) filled = spread(filled, levels[i]!);
  return filled;
}

function fillGrey(image: PlanarImage): PlanarImage {
  return { ...image, data: new Float32Array(image.data.length).fill(0.5) };
}

function halve({ image, known }: Level): Level {
  const width = Math.ceil(image.width / 2);
  const height = Math.ceil(image.height / 2);
  const small = createPlanar(width, height, image.channels);
  const smallKnown = new Float32Array(width * height);
  const pixels = image.width * image.height;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let weight = 0;
      for (let dy = 0; dy < 2; dy++) {
        for (let dx = 0; dx < 2; dx++) {
          if (2 * x + dx >= image.width || 2 * y + dy >= image.height) continue;
          const at = (2 * y + dy) * image.width + 2 * x + dx;
          const share = known[at]!;
          weight += share;
          for (let c = 0; c < image.channels; c++) {
            const target = c * width * height + y * width + x;
            small.data[target] = small.data[target]! + share * image.data[c * pixels + at]!;
          }
        }
      }
      if (weight === 0) continue;
      for (let c = 0; c < image.channels; c++) {
        const target = c * width * height + y * width + x;
        small.data[target] = small.data[target]! / weight;
      }
      // A block that is known in part counts in part, so that a sliver does not outweigh its neighbours.
      smallKnown[y * width + x] = Math.min(1, weight);
    }
  }
  return { image: small, known: smallKnown };
}

function spread(coarse: PlanarImage, { image, known }: Level): PlanarImage {
  const fine = createPlanar(image.width, image.height, image.channels);
  const pixels = image.width * image.height;
  for (let y = 0; y < image.height; y++) {
    for (let x = 0; x < image.width; x++) {
      const at = y * image.width + x;
      const share = known[at]!;
      for (let c = 0; c < image.channels; c++) {
        const own = image.data[c * pixels + at]!;
        fine.data[c * pixels + at] =
          share === 1
            ? own
            : share * own + (1 - share) * sampleBilinear(coarse, c, x / 2 - 0.25, y / 2 - 0.25);
      }
    }
  }
  return fine;
}

function sampleBilinear(image: PlanarImage, channel: number, x: number, y: number): number {
  const left = Math.floor(x);
  const top = Math.floor(y);
  const fx = x - left;
  const fy = y - top;
  const x0 = Math.max(0, left);
  const x1 = Math.min(image.width - 1, left + 1);
  const y0 = Math.max(0, top);
  const y1 = Math.min(image.height - 1, top + 1);
  const plane = channel * image.width * image.height;
  const read = (row: number, column: number) => image.data[plane + row * image.width + column]!;
  return (
    (read(y0, x0) * (1 - fx) + read(y0, x1) * fx) * (1 - fy) +
    (read(y1, x0) * (1 - fx) + read(y1, x1) * fx) * fy
  );
}
