import { convertIndexedToRgb, type DecodedPng, decode, encode } from 'fast-png';
import { AppError } from '../../../../protocol/errors.ts';
import type { RgbaImage } from '../../../imaging/image.ts';
import { readPngSize } from './png-file.ts';

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

/** Half the time of the usual level for files that are one in a hundred larger. */
const zlib = { level: 3 } as const;

/** Encodes straight-alpha RGBA as an 8-bit PNG; the same pixels give the same bytes. */
export function encodePicture(image: RgbaImage): Uint8Array {
  const { width, height, data } = image;
  return encode({ width, height, data, channels: 4, depth: 8 }, { zlib });
}
