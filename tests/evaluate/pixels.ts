import { readFileSync } from 'node:fs';
import { decode } from 'fast-png';
import { fixtures } from './corpus.ts';

/** 8-bit sRGB without alpha, 3 bytes per pixel, rows from the top. */
export type RgbPixels = { width: number; height: number; data: Uint8Array };

/** One byte per pixel: 1 where it belongs to something. */
export type PixelMask = { width: number; height: number; inside: Uint8Array };

/** Side of every picture that is measured, in pixels. */
export const sidePx = 128;

/** The square tiles of a sheet among the fixtures, row by row. */
export function readTiles(name: string): RgbPixels[] {
  const sheet = decode(readFileSync(new URL(name, fixtures)));
  if (sheet.channels !== 3 || sheet.depth !== 8) throw new Error(`${name} is no 8-bit RGB picture.`);
  const tiles: RgbPixels[] = [];
  for (let top = 0; top < sheet.height; top += sidePx) {
    for (let left = 0; left < sheet.width; left += sidePx) {
      const data = new Uint8Array(sidePx * sidePx * 3);
      for (let y = 0; y < sidePx; y++) {
        const from = ((top + y) * sheet.width + left) * 3;
        data.set(sheet.data.subarray(from, from + sidePx * 3), y * sidePx * 3);
      }
      tiles.push({ width: sidePx, height: sidePx, data });
    }
  }
  return tiles;
}

/** A picture of one color. */
export function flatPixels(color: readonly number[]): RgbPixels {
  const data = new Uint8Array(sidePx * sidePx * 3);
  for (let i = 0; i < data.length; i += 3) data.set(color, i);
  return { width: sidePx, height: sidePx, data };
}

/** The square box (left, top, side) as a mask. */
export function maskBox([left, top, side]: readonly [number, number, number]): PixelMask {
  const inside = new Uint8Array(sidePx * sidePx);
  for (let y = top; y < top + side; y++) inside.fill(1, y * sidePx + left, y * sidePx + left + side);
  return { width: sidePx, height: sidePx, inside };
}

/** The number of pixels in a mask. */
export function countPixels({ inside }: PixelMask): number {
  return inside.reduce((sum, one) => sum + one, 0);
}

/** `painted` where the mask is 1, `ground` elsewhere. */
export function replaceInside(ground: RgbPixels, painted: RgbPixels, mask: PixelMask): RgbPixels {
  const data = ground.data.slice();
  mask.inside.forEach((one, i) => {
    if (one === 1) data.set(painted.data.subarray(i * 3, i * 3 + 3), i * 3);
  });
  return { ...ground, data };
}
