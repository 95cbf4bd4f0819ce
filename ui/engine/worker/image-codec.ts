import type { MaskReading } from '../../../protocol/engine-contract.ts';
import type { RgbaImage } from '../../imaging/image.ts';
import type { MaskLayer } from '../../imaging/mask.ts';
import type { CanvasRect } from '../../imaging/rect.ts';
import { decodeInBrowser } from './image-codec/browser-decoder.ts';
import { encodeInBrowser } from './image-codec/browser-encoder.ts';
import { decodePicture, encodePicture } from './image-codec/library-codec.ts';
import { toMaskLayer } from './image-codec/mask-layer.ts';

export { mostPixels, readPngSize } from './image-codec/png-file.ts';
export { decodePicture, encodePicture };

/** Decodes a mask layer and keeps its alpha within its bounds only; a picture without alpha is a full mask. */
export function decodeMask(png: Uint8Array, box: CanvasRect): MaskLayer {
  return toMaskLayer(decodePicture(png), box);
}

/** The same pixels and errors as `decodePicture`, in the fastest way that this browser has. */
export async function loadPicture(png: Uint8Array): Promise<RgbaImage> {
  return (await decodeInBrowser(png)) ?? decodePicture(png);
}

/**
 * Decodes a mask layer by its reading, with the layer's own opacity (0..1), which its alpha was multiplied by, divided
 * out and told beside it. Throws as `decodePicture` does.
 */
export async function loadMask(
  png: Uint8Array,
  box: CanvasRect,
  reading: MaskReading = 'alpha',
  opacity = 1,
): Promise<MaskLayer> {
  return toMaskLayer(await loadPicture(png), box, reading, opacity);
}

/**
 * Encodes the same pixels as `encodePicture`, in the fastest way that this browser has: the bytes are the same for the
 * same pixels in the same browser, not from browser to browser.
 */
export async function writePicture(image: RgbaImage): Promise<Uint8Array> {
  return (await encodeInBrowser(image)) ?? encodePicture(image);
}
