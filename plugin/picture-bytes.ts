import { AppError } from '../protocol/errors.ts';
import type { Size } from '../protocol/geometry.ts';
import { fromHost } from './host-errors.ts';
import { readPngSize } from './png-header.ts';

/** The longest side that Figma takes and gives (docs, figma-createimage, 2026-08). */
export const longestSidePx = 4096;

/**
 * Hands a PNG to the document and changes nothing in it yet. Throws AppError: `not-a-picture`, `picture-too-large`, or
 * `place-refused` for whatever else the host has against it.
 */
export function takePicture(png: Uint8Array): { hash: string; size: Size } {
  const size = readPngSize(png);
  if (size === null) throw new AppError('not-a-picture', 'not a PNG');
  if (Math.max(size.width, size.height) > longestSidePx) {
    throw new AppError('picture-too-large', `${size.width} x ${size.height}`);
  }
  try {
    return { hash: figma.createImage(png).hash, size };
  } catch (thrown) {
    throw fromHost(thrown, 'place-refused');
  }
}
