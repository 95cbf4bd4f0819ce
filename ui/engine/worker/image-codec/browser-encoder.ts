import type { RgbaImage } from '../../../imaging/image.ts';
import { decodeInBrowser, isSame } from './browser-decoder.ts';

/**
 * Encodes straight RGBA as a PNG with the browser's own encoder; the same pixels give the same bytes within one version
 * of it. What it wrote is read again and compared, because canvases may premultiply or, against fingerprinting, add
 * noise. Null where this browser cannot, or did not write exactly these pixels.
 */
export async function encodeInBrowser(image: RgbaImage): Promise<Uint8Array | null> {
  if (!isTrusted || typeof OffscreenCanvas === 'undefined' || typeof ImageDecoder === 'undefined')
    return null;
  let png: Uint8Array;
  let read: RgbaImage | null;
  try {
    png = await drawPng(image);
    read = await decodeInBrowser(png);
  } catch {
    return null;
  }
  if (read !== null && isSame(read.data, image.data)) return png;
  isTrusted = false;
  return null;
}

let isTrusted = true;

/** A canvas that only shows a bitmap never premultiplies it, other than one that is drawn on. */
async function drawPng({ width, height, data }: RgbaImage): Promise<Uint8Array> {
  const pixels = new Uint8ClampedArray(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength);
  const bitmap = await createImageBitmap(new ImageData(pixels, width, height), {
    premultiplyAlpha: 'none',
    colorSpaceConversion: 'none',
  });
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('bitmaprenderer');
  if (context === null) throw new Error('There is no canvas for bitmaps.');
  context.transferFromImageBitmap(bitmap);
  const blob = await canvas.convertToBlob({ type: 'image/png' });
  context.transferFromImageBitmap(null);
  return new Uint8Array(await blob.arrayBuffer());
}
