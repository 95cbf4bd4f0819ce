import { createPlanar, type PlanarImage } from '../../../ui/imaging/image.ts';

/** Numbers in 0..1, the same for the same seed. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A texture that is defined between pixels, too: waves of all directions with `from` to `to` periods per pixel. */
export function waves(seed: number, from: number, to: number): (x: number, y: number) => number {
  const random = randomFrom(seed);
  const all = Array.from({ length: 40 }, () => {
    const turns = 2 * Math.PI * (from + (to - from) * random());
    const angle = 2 * Math.PI * random();
    return { x: turns * Math.cos(angle), y: turns * Math.sin(angle), phase: 2 * Math.PI * random() };
  });
  return (x, y) => all.reduce((sum, wave) => sum + Math.sin(wave.x * x + wave.y * y + wave.phase), 0) / 25;
}

/** A picture of 3 planes from what each channel has at a pixel's place. */
export function drawPlanar(
  width: number,
  height: number,
  at: (x: number, y: number, channel: number) => number,
): PlanarImage {
  const image = createPlanar(width, height, 3);
  for (let i = 0; i < image.data.length; i++) {
    const pixel = i % (width * height);
    image.data[i] = at(pixel % width, Math.floor(pixel / width), Math.floor(i / (width * height)));
  }
  return image;
}
