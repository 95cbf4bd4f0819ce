import { writeFileSync } from 'node:fs';
import { decode, encode } from 'fast-png';

export type Rgba = { width: number; height: number; data: Uint8Array };

/** A sky over two hills, so that a fill has something to continue and a seam somewhere to show. */
export function drawScene(width: number, height: number): Rgba {
  const data = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const [u, v] = [x / width, y / height];
      const near = (u - 0.75) ** 2 * 2 + 0.62;
      const far = (u - 0.2) ** 2 + 0.52;
      const color =
        v > near ? [46, 120, 66] : v > far ? [92, 150, 92] : [120 + 110 * v, 180 + 40 * v, 245 - 60 * v];
      data.set([...color, 255], (y * width + x) * 4);
    }
  }
  return { width, height, data };
}

/** White where `isInside`, black elsewhere: a mask file as a person would give it. */
export function drawMask(width: number, height: number, isInside: (x: number, y: number) => boolean): Rgba {
  const data = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const value = isInside(x, y) ? 255 : 0;
      data.set([value, value, value, 255], (y * width + x) * 4);
    }
  }
  return { width, height, data };
}

export function writePng(file: string, { width, height, data }: Rgba): string {
  writeFileSync(file, encode({ width, height, data, channels: 4, depth: 8 }));
  return file;
}

/** Any 8-bit PNG as straight RGBA. */
export function readPng(bytes: Uint8Array): Rgba {
  const { width, height, channels, data } = decode(bytes);
  if (channels === 4) return { width, height, data: new Uint8Array(data) };
  const rgba = new Uint8Array(width * height * 4).fill(255);
  for (let i = 0; i < width * height; i += 1) {
    for (let c = 0; c < 3; c += 1) rgba[i * 4 + c] = data[i * channels + (channels >= 3 ? c : 0)] ?? 0;
  }
  return { width, height, data: rgba };
}

/** Peak signal to noise ratio over color in dB; Infinity for equal pictures. */
export function psnr(a: Rgba, b: Rgba): number {
  if (a.width !== b.width || a.height !== b.height) throw new Error('The pictures differ in size');
  let sum = 0;
  for (let i = 0; i < a.data.length; i += 1)
    if (i % 4 !== 3) sum += ((a.data[i] ?? 0) - (b.data[i] ?? 0)) ** 2;
  const mean = sum / (a.width * a.height * 3);
  return mean === 0 ? Number.POSITIVE_INFINITY : 10 * Math.log10(255 ** 2 / mean);
}
