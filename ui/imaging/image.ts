import type { PictureRect } from './rect.ts';

/** 8-bit sRGB with straight alpha, 4 bytes per pixel, rows from the top. */
export type RgbaImage = { width: number; height: number; data: Uint8Array | Uint8ClampedArray };

/** Planes one after the other (channel, row, column), sRGB-encoded values, 0..1 for pictures. */
export type PlanarImage = { width: number; height: number; channels: number; data: Float32Array };

/** Alpha 0..255 over a rectangle of the picture; zero everywhere else. */
export type Mask = { rect: PictureRect; alpha: Uint8Array };

/** Which pixels of a rectangle of the picture are selected: 1 or 0; none outside of it. */
export type Selection = { rect: PictureRect; inside: Uint8Array };

/** A planar image full of zeros. */
export function createPlanar(width: number, height: number, channels: number): PlanarImage {
  return { width, height, channels, data: new Float32Array(width * height * channels) };
}
