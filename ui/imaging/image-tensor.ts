import { createPlanar, type PlanarImage, type RgbaImage } from './image.ts';

/** Planes of 0..1 to a tensor of -1..1 in the same order (channel, row, column). */
export function toModelRange(image: PlanarImage): Float32Array {
  const range = new Float32Array(image.data.length);
  for (let i = 0; i < range.length; i++) range[i] = Math.min(1, Math.max(0, image.data[i]!)) * 2 - 1;
  return range;
}

/** A decoder's planes of about -1..1 to 0..1, clamped. */
export function fromModelRange(data: Float32Array, width: number, height: number): PlanarImage {
  const image = createPlanar(width, height, 3);
  for (let i = 0; i < image.data.length; i++) {
    image.data[i] = Math.min(1, Math.max(0, data[i]! / 2 + 0.5));
  }
  return image;
}

/** Three planes of 0..1 to opaque 8-bit RGBA, rounded to the nearest level. */
export function toRgba(image: PlanarImage): RgbaImage {
  const pixels = image.width * image.height;
  const data = new Uint8Array(pixels * 4);
  for (let i = 0; i < pixels; i++) {
    data[i * 4] = toByte(image.data[i]!);
    data[i * 4 + 1] = toByte(image.data[pixels + i]!);
    data[i * 4 + 2] = toByte(image.data[2 * pixels + i]!);
    data[i * 4 + 3] = 255;
  }
  return { width: image.width, height: image.height, data };
}

/** 0..1 to 0..255, clamped and rounded. */
export function toByte(value: number): number {
  return value <= 0 ? 0 : value >= 1 ? 255 : Math.floor(value * 255 + 0.5);
}
