import type { RgbaImage } from '../../../imaging/image.ts';
import { encodePicture } from './library-codec.ts';
import { isPlainPng, readPngSize } from './png-file.ts';

/**
 * Decodes a PNG of 8 bits per sample to straight RGBA with the browser's own decoder, exactly: no color is converted
 * and nothing is multiplied by alpha. Null where this browser cannot, or where the file is another kind or damaged:
 * then `decodePicture` has the last word. Throws `not-a-picture` and `picture-too-large` by the header.
 */
export async function decodeInBrowser(png: Uint8Array): Promise<RgbaImage | null> {
  readPngSize(png);
  if (typeof ImageDecoder === 'undefined' || !(await isPlainPng(png))) return null;
  isExact ??= readsHardPixels();
  return (await isExact) ? decodeFrame(png) : null;
}

let isExact: Promise<boolean> | null = null;

/**
 * The frame is copied in the order that it has: WebCodecs' own conversion to RGBA multiplies by alpha and divides again
 * (Chromium 156). `premultiplyAlpha` is no option of it; frames are straight.
 */
async function decodeFrame(png: Uint8Array): Promise<RgbaImage | null> {
  const { width, height } = readPngSize(png);
  let decoder: ImageDecoder | null = null;
  let frame: VideoFrame | null = null;
  try {
    decoder = new ImageDecoder({
      type: 'image/png',
      data: png as Uint8Array<ArrayBuffer>,
      colorSpaceConversion: 'none',
      preferAnimation: false,
    });
    frame = (await decoder.decode()).image;
    const { format, codedWidth, codedHeight } = frame;
    const isWhole = codedWidth === width && codedHeight === height;
    if (!isWhole || frame.allocationSize() !== width * height * 4) return null;
    if (format !== 'RGBA' && format !== 'RGBX' && format !== 'BGRA' && format !== 'BGRX') return null;
    const data = new Uint8Array(width * height * 4);
    await frame.copyTo(data);
    toRgba(data, format);
    return { width, height, data };
  } catch {
    return null;
  } finally {
    frame?.close();
    decoder?.close();
  }
}

/** Brings four bytes per pixel into the order RGBA, in place; X, which is no alpha, becomes opaque. */
function toRgba(data: Uint8Array<ArrayBuffer>, format: 'RGBA' | 'RGBX' | 'BGRA' | 'BGRX'): void {
  // Words are faster than bytes. Every machine that runs a browser of today is little-endian.
  const words = new Uint32Array(data.buffer);
  const opaque = format.endsWith('X') ? 0xff000000 : 0;
  if (format.startsWith('BGR')) {
    for (let i = 0; i < words.length; i++) {
      const word = words[i]!;
      words[i] = (word & 0xff00ff00) | ((word & 0xff) << 16) | ((word >>> 16) & 0xff) | opaque;
    }
  } else if (opaque !== 0) {
    for (let i = 0; i < words.length; i++) words[i] = words[i]! | opaque;
  }
}

// A gAMA chunk that calls the values linear, with its CRC: who heeds it changes them.
// biome-ignore format: a chunk is read by its words.
const linearGamma = Uint8Array.of(
  0, 0, 0, 4, 0x67, 0x41, 0x4d, 0x41, 0, 1, 0x86, 0xa0, 0x31, 0xe8, 0x96, 0x5f,
);

/** Whether a small picture of every value at alphas that premultiplying, or heeding a color profile, would spoil comes back as it was. */
async function readsHardPixels(): Promise<boolean> {
  const alphas = [0, 1, 2, 85, 127, 200, 254, 255];
  const data = new Uint8Array(256 * alphas.length * 4);
  for (let i = 0; i < 256 * alphas.length; i++) {
    const value = i & 255;
    data.set([value, 255 - value, (value * 7) & 255, alphas[i >> 8]!], i * 4);
  }
  const plain = encodePicture({ width: 256, height: alphas.length, data });
  // The header ends at byte 33.
  const png = new Uint8Array(plain.length + linearGamma.length);
  png.set(plain.subarray(0, 33));
  png.set(linearGamma, 33);
  png.set(plain.subarray(33), 33 + linearGamma.length);
  const read = await decodeFrame(png);
  return read !== null && isSame(read.data, data);
}

/** Whether two runs of bytes are the same. */
export function isSame(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
