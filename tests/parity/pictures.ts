import { readFileSync } from 'node:fs';
import { decode, encode } from 'fast-png';
import { createTensor, type Tensor } from '../../ui/diffusion/tensor.ts';

export type Picture = { width: number; height: number; channels: number; data: Uint8Array };

/** An 8-bit PNG without alpha. */
export function readPicture(file: URL): Picture {
  const { width, height, channels, data } = decode(readFileSync(file));
  return { width, height, channels, data: Uint8Array.from(data) };
}

/** Colors in -1..1, as [1, 3, H, W]. */
export function toPixels({ width, height, data }: Picture): Tensor {
  const plane = width * height;
  const values = new Float32Array(3 * plane);
  for (let i = 0; i < plane; i++) {
    for (let c = 0; c < 3; c++) values[c * plane + i] = (data[i * 3 + c]! / 255) * 2 - 1;
  }
  return createTensor([1, 3, height, width], values);
}

/** A grey picture in 0..1, as [1, 1, H, W]. */
export function toMask({ width, height, data }: Picture): Tensor {
  return createTensor(
    [1, 1, height, width],
    Float32Array.from(data, (value) => value / 255),
  );
}

/** What diffusers writes for a decoder's output: clamped, scaled and rounded, halves to even. */
export function toBytes(pixels: Tensor): Picture {
  const [, , height = 0, width = 0] = pixels.dims;
  const plane = height * width;
  const data = new Uint8Array(plane * 3);
  for (let i = 0; i < plane; i++) {
    for (let c = 0; c < 3; c++) {
      const value = Math.min(1, Math.max(0, pixels.data[c * plane + i]! / 2 + 0.5));
      data[i * 3 + c] = Math.round(value * 255);
    }
  }
  return { width, height, channels: 3, data };
}

/** Peak signal to noise ratio of two 8-bit pictures in dB; infinite where they are equal. */
export function measurePsnr(a: Uint8Array, b: Uint8Array): number {
  if (a.length !== b.length) throw new RangeError('Pictures of different sizes.');
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return 10 * Math.log10(255 ** 2 / (sum / a.length));
}

export function toPng({ width, height, channels, data }: Picture): Uint8Array {
  return encode({ width, height, channels, data, depth: 8 });
}
