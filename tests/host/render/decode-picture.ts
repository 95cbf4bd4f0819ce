import type { CanvasKit, Image } from 'canvaskit-wasm';
import { convertIndexedToRgb, type DecodedPng, decode } from 'fast-png';
import { premultiply } from './premultiply.ts';

/** Decodes a PNG, JPEG or GIF (first frame) into an image that draws fast; null for bytes that are no picture. */
export function decodePicture(kit: CanvasKit, bytes: Uint8Array): Image | null {
  if (bytes[0] === 0x89 && bytes[1] === 0x50) {
    try {
      const png = decode(bytes);
      // Packed gray levels are rare enough to leave to the rasteriser's own codec: they have no partial alpha.
      if (png.depth < 8 && !png.palette) return decodeByRasteriser(kit, bytes);
      return fromStraight(kit, toRgba8(png), png.width, png.height);
    } catch {
      return null;
    }
  }
  return decodeByRasteriser(kit, bytes);
}

function decodeByRasteriser(kit: CanvasKit, bytes: Uint8Array): Image | null {
  const lazy = kit.MakeImageFromEncoded(bytes);
  if (!lazy) return null;
  try {
    const [width, height] = [lazy.width(), lazy.height()];
    const pixels = lazy.readPixels(0, 0, straightInfo(kit, width, height));
    return pixels instanceof Uint8Array ? fromStraight(kit, pixels, width, height) : null;
  } finally {
    lazy.delete();
  }
}

function fromStraight(kit: CanvasKit, straight: Uint8Array, width: number, height: number): Image | null {
  const { bytes, isOpaque } = premultiply(straight);
  const alphaType = isOpaque ? kit.AlphaType.Opaque : kit.AlphaType.Premul;
  return kit.MakeImage({ ...straightInfo(kit, width, height), alphaType }, bytes, width * 4);
}

function straightInfo(kit: CanvasKit, width: number, height: number) {
  return {
    width,
    height,
    alphaType: kit.AlphaType.Unpremul,
    colorType: kit.ColorType.RGBA_8888,
    colorSpace: kit.ColorSpace.SRGB,
  };
}

/** Any PNG layout as straight 8-bit RGBA. */
function toRgba8(png: DecodedPng): Uint8Array {
  const count = png.width * png.height;
  const source = png.palette ? convertIndexedToRgb(png) : png.data;
  const channels = source.length / count;
  const shift = png.depth === 16 ? 8 : 0;
  const at = (i: number) => source[i]! >> shift;
  const rgba = new Uint8Array(count * 4);
  const key = png.transparency;
  for (let i = 0; i < count; i += 1) {
    const from = i * channels;
    const isGray = channels <= 2;
    rgba[4 * i] = at(from);
    rgba[4 * i + 1] = at(isGray ? from : from + 1);
    rgba[4 * i + 2] = at(isGray ? from : from + 2);
    rgba[4 * i + 3] = channels === 4 ? at(from + 3) : channels === 2 ? at(from + 1) : 255;
    if (key && (channels === 1 || channels === 3)) {
      let isKey = true;
      for (let c = 0; c < channels; c += 1) isKey = isKey && source[from + c] === key[c];
      if (isKey) rgba[4 * i + 3] = 0;
    }
  }
  return rgba;
}
