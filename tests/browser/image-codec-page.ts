// The page of image-codec.test.ts: the codec in a worker, where the engine has it. One script is both: in a page it
// starts itself as a worker and passes on what the test asks.
import { AppError } from '../../protocol/errors.ts';
import { decodeInBrowser } from '../../ui/engine/worker/image-codec/browser-decoder.ts';
import { encodeInBrowser } from '../../ui/engine/worker/image-codec/browser-encoder.ts';
import {
  decodePicture,
  encodePicture,
  loadPicture,
  writePicture,
} from '../../ui/engine/worker/image-codec.ts';
import type { RgbaImage } from '../../ui/imaging/image.ts';

const fromBase64 = (text: string) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

const isSame = (a: Uint8Array | Uint8ClampedArray, b: Uint8Array | Uint8ClampedArray) =>
  a.length === b.length && a.every((byte, i) => byte === b[i]);

type Outcome = RgbaImage | { code: string };

async function outcomeOf(read: () => RgbaImage | Promise<RgbaImage>): Promise<Outcome> {
  try {
    return await read();
  } catch (thrown) {
    return { code: thrown instanceof AppError ? thrown.code : String(thrown) };
  }
}

function isSameOutcome(a: Outcome, b: Outcome): boolean {
  if ('code' in a || 'code' in b) return 'code' in a && 'code' in b && a.code === b.code;
  return a.width === b.width && a.height === b.height && isSame(a.data, b.data);
}

const api = {
  /** Reads a PNG both ways. `by`: who read it; `as`: the library's code or its first pixels. */
  async read(base64: string) {
    const png = fromBase64(base64);
    const wanted = await outcomeOf(() => decodePicture(png));
    const found = await outcomeOf(() => loadPicture(png));
    const browser = await decodeInBrowser(png).catch(() => null);
    return {
      isSame: isSameOutcome(wanted, found) && (browser === null || isSameOutcome(wanted, browser)),
      by: browser === null ? 'library' : 'browser',
      as: 'code' in wanted ? wanted.code : Array.from(wanted.data.subarray(0, 8)),
    };
  },

  /** Reads a PNG with every byte bent and cut at every length, both ways; tells where the outcomes differ. */
  async readDamaged(base64: string) {
    const png = fromBase64(base64);
    const differing: string[] = [];
    let refused = 0;
    const compare = async (name: string, damaged: Uint8Array) => {
      const wanted = await outcomeOf(() => decodePicture(damaged));
      if (!isSameOutcome(wanted, await outcomeOf(() => loadPicture(damaged)))) differing.push(name);
      if ('code' in wanted && wanted.code === 'not-a-picture') refused++;
    };
    for (let at = 0; at < png.length; at++) {
      const bent = png.slice();
      bent[at] = bent[at]! ^ 0x5a;
      await compare(`byte ${at}`, bent);
      await compare(`${at} bytes`, png.slice(0, at));
    }
    return { differing, refused, tried: png.length * 2 };
  },

  /** Writes pixels, twice, and reads them with the library. */
  async write(width: number, height: number, base64: string) {
    // A view into a larger buffer, as pixels may come.
    const bytes = fromBase64(base64);
    const room = new Uint8Array(bytes.length + 12);
    room.set(bytes, 8);
    const image = { width, height, data: room.subarray(8, 8 + bytes.length) };
    const png = await writePicture(image);
    const again = await writePicture({ width, height, data: new Uint8ClampedArray(bytes) });
    const read = decodePicture(png);
    return {
      by: (await encodeInBrowser(image)) === null ? 'library' : 'browser',
      isExact: read.width === width && read.height === height && isSame(read.data, bytes),
      isRepeated: isSame(png, again),
    };
  },

  /** Writes with a browser whose canvases change a single value of a large picture, as some do against fingerprinting. */
  async writeWithNoise() {
    const convert = OffscreenCanvas.prototype.convertToBlob;
    const data = new Uint8Array(600 * 400 * 4).map((_, i) => Math.imul(i, 2654435761) >>> 24);
    OffscreenCanvas.prototype.convertToBlob = async function (options) {
      const {
        width,
        height,
        data: pixels,
      } = decodePicture(new Uint8Array(await (await convert.call(this, options)).arrayBuffer()));
      pixels[pixels.length - 2]! ^= 1;
      return new Blob([encodePicture({ width, height, data: pixels }) as Uint8Array<ArrayBuffer>]);
    };
    try {
      const first = decodePicture(await writePicture({ width: 600, height: 400, data }));
      OffscreenCanvas.prototype.convertToBlob = convert;
      const later = await encodeInBrowser({ width: 600, height: 400, data });
      return { isExact: isSame(first.data, data), isTriedAgain: later !== null };
    } finally {
      OffscreenCanvas.prototype.convertToBlob = convert;
    }
  },
};

export type ImageCodecPage = typeof api;

type Call = { name: keyof ImageCodecPage; args: never[] };

if (typeof document === 'undefined') {
  addEventListener('message', async ({ data: { name, args } }: MessageEvent<Call>) => {
    try {
      postMessage({ value: await (api[name] as (...args: never[]) => Promise<unknown>)(...args) });
    } catch (thrown) {
      postMessage({ failure: thrown instanceof Error ? thrown.stack : String(thrown) });
    }
  });
} else {
  // A worker for each question: what one has learned about its browser must not reach the next.
  const ask =
    (name: keyof ImageCodecPage) =>
    (...args: never[]) =>
      new Promise((resolve, reject) => {
        const worker = new Worker(import.meta.url, { type: 'module' });
        worker.onmessage = ({ data }) => {
          worker.terminate();
          if ('value' in data) resolve(data.value);
          else reject(new Error(data.failure));
        };
        worker.onerror = ({ message }) => reject(new Error(message));
        worker.postMessage({ name, args } satisfies Call);
      });
  const names = Object.keys(api) as (keyof ImageCodecPage)[];
  Object.assign(globalThis, {
    runtimePage: Object.fromEntries(names.map((name) => [name, ask(name)])),
  });
}
