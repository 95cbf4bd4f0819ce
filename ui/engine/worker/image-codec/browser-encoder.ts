import type { RgbaImage } from '../../../imaging/image.ts';
import { decodeInBrowser, isSame } from './browser-decoder.ts';

/** So many pictures that came back as they were are proof for all that are no larger. */
const provingPictures = 3;

/**
 * Encodes straight RGBA as a PNG with the browser's own encoder; the same pixels give the same bytes within one version
 * of it. What it wrote is read again and compared, until that was right a few times and with a picture of this size:
 * canvases may premultiply, have a largest size or, against fingerprinting, add noise. Null where this browser cannot,
 * or did not write exactly these pixels.
 */
export async function encodeInBrowser(image: RgbaImage): Promise<Uint8Array | null> {
  if (!isTrusted || typeof OffscreenCanvas === 'undefined' || typeof ImageDecoder === 'undefined')
    return null;
  try {
    const png = await drawPng(image);
    const pixels = image.width * image.height;
    if (proofs >= provingPictures && pixels <= provenPixels) return png;
    const read = await decodeInBrowser(png);
    if (read !== null && isSame(read.data, image.data)) {
      proofs++;
      provenPixels = Math.max(provenPixels, pixels);
      return png;
    }
  } catch {
    return null;
  }
  isTrusted = false;
  return null;
}

let isTrusted = true;
let proofs = 0;
let provenPixels = 0;

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
