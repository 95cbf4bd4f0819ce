import { convertIndexedToRgb, type DecodedPng, decode, encode } from 'fast-png';
import { AppError } from '../../../protocol/errors.ts';
import type { RgbaImage } from '../../imaging/image.ts';
import type { MaskLayer } from '../../imaging/mask.ts';
import type { CanvasRect, PictureRect, Size } from '../../imaging/rect.ts';

/** The most pixels that are decoded: 256 MiB of RGBA. */
export const mostPixels = 2 ** 26;

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Size from a PNG's header, which is read before anything of that size is allocated. Throws `not-a-picture`. */
export function readPngSize(png: Uint8Array): Size {
  if (png.length < 33 || signature.some((byte, i) => png[i] !== byte))
    throw new AppError('not-a-picture', 'The bytes do not begin like a PNG.');
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const size = { width: view.getUint32(16), height: view.getUint32(20) };
  if (view.getUint32(12) !== 0x49484452 || size.width === 0 || size.height === 0)
    throw new AppError('not-a-picture', 'The PNG has no usable header.');
  if (size.width * size.height > mostPixels)
    throw new AppError('picture-too-large', `${size.width} x ${size.height} pixels are too many.`);
  // The library reads interlaced pictures only where a sample fills a byte.
  if (view.getUint8(28) === 1 && view.getUint8(24) < 8)
    throw new AppError('not-a-picture', 'Interlaced PNGs below 8 bits are not read.');
  return size;
}

function decodeChecked(png: Uint8Array): DecodedPng {
  const size = readPngSize(png);
  let decoded: DecodedPng;
  try {
    decoded = decode(png, { checkCrc: true });
  } catch (thrown) {
    throw new AppError('not-a-picture', `The PNG is damaged: ${String(thrown)}`);
  }
  const samples = decoded.depth < 8 ? size.height : size.width * size.height * decoded.channels;
  if (decoded.data.length < samples) throw new AppError('not-a-picture', 'The PNG ends too early.');
  return decoded;
}

/** Decodes any PNG to 8-bit RGBA with straight alpha; 16-bit samples are rounded, profiles are taken for sRGB. */
export function decodePicture(png: Uint8Array): RgbaImage {
  const decoded = decodeChecked(png);
  const { width, height } = decoded;
  if (decoded.channels === 4 && decoded.depth === 8 && !(decoded.data instanceof Uint16Array))
    return { width, height, data: decoded.data };
  const samples = decoded.palette ? expandPalette(decoded) : to8Bits(decoded);
  const channels = decoded.palette ? samples.length / (width * height) : decoded.channels;
  const data = new Uint8Array(width * height * 4);
  const isGrey = channels < 3;
  for (let i = 0; i < width * height; i++) {
    const from = i * channels;
    data[i * 4] = samples[from]!;
    data[i * 4 + 1] = samples[isGrey ? from : from + 1]!;
    data[i * 4 + 2] = samples[isGrey ? from : from + 2]!;
    data[i * 4 + 3] = channels % 2 === 0 ? samples[from + channels - 1]! : 255;
  }
  if (decoded.transparency && !decoded.palette) clearKeyColor(decoded, decoded.transparency, data);
  return { width, height, data };
}

function expandPalette(decoded: DecodedPng): Uint8Array {
  try {
    return convertIndexedToRgb(decoded);
  } catch (thrown) {
    throw new AppError('not-a-picture', `The PNG's palette is damaged: ${String(thrown)}`);
  }
}

/** Samples of any depth as bytes, one per sample; those below 8 bits are packed by rows that begin on a byte. */
function to8Bits({ data, depth, width, height, channels }: DecodedPng): Uint8Array {
  if (depth === 8) return Uint8Array.from(data);
  if (depth === 16) return Uint8Array.from(data, (value) => Math.round(value / 257));
  const most = 2 ** depth - 1;
  return Uint8Array.from(unpack(data, depth, width * channels, height), (value) => (value * 255) / most);
}

function unpack(data: DecodedPng['data'], depth: number, perRow: number, rows: number): Uint8Array {
  const rowBytes = Math.ceil((perRow * depth) / 8);
  const samples = new Uint8Array(perRow * rows);
  const most = 2 ** depth - 1;
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < perRow; x++) {
      const bit = x * depth;
      const shift = 8 - depth - (bit % 8);
      samples[y * perRow + x] = (data[y * rowBytes + Math.floor(bit / 8)]! >> shift) & most;
    }
  }
  return samples;
}

/** tRNS of a picture without alpha: the one color, at the file's own depth, that is fully transparent. */
function clearKeyColor(decoded: DecodedPng, key: Uint16Array, rgba: Uint8Array): void {
  const { width, height, channels, depth } = decoded;
  const raw = depth < 8 ? unpack(decoded.data, depth, width * channels, height) : decoded.data;
  for (let i = 0; i < width * height; i++) {
    let isKey = true;
    for (let c = 0; c < channels; c++) if (raw[i * channels + c] !== key[c]) isKey = false;
    if (isKey) rgba[i * 4 + 3] = 0;
  }
}

/** Decodes a mask layer and keeps its alpha within its bounds only; a picture without alpha is a full mask. */
export function decodeMask(png: Uint8Array, box: CanvasRect): MaskLayer {
  const { width, height, data } = decodePicture(png);
  let left = width;
  let right = -1;
  let top = height;
  let bottom = -1;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (data[(y * width + x) * 4 + 3] === 0) continue;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      bottom = y;
    }
  }
  const bounds: PictureRect =
    right < 0
      ? { x: 0, y: 0, width: 0, height: 0 }
      : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
  const alpha = new Uint8Array(bounds.width * bounds.height);
  for (let y = 0; y < bounds.height; y++) {
    for (let x = 0; x < bounds.width; x++) {
      alpha[y * bounds.width + x] = data[((bounds.y + y) * width + bounds.x + x) * 4 + 3]!;
    }
  }
  return { size: { width, height }, bounds, alpha, box };
}

/** Encodes straight-alpha RGBA as an 8-bit PNG; the same pixels give the same bytes. */
export function encodePicture(image: RgbaImage): Uint8Array {
  return encode({ width: image.width, height: image.height, data: image.data, channels: 4, depth: 8 });
}
