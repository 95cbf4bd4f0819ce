import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createCancellation } from '../../../protocol/cancellation.ts';
import type {
  EngineContract,
  GenerateProgress,
  GenerateResult,
  GenerationInputs,
} from '../../../protocol/engine-contract.ts';
import { defaultRequest, type GenerationRequest } from '../../../protocol/generation.ts';
import { type Handlers, WithTransfer } from '../../../protocol/server.ts';
import { createEngine } from '../../../ui/engine/worker/engine.ts';
import { encodePicture } from '../../../ui/engine/worker/image-codec.ts';
import type { RgbaImage } from '../../../ui/imaging/image.ts';
import type { PackSource } from '../../../ui/runtime/pack-files.ts';
import { readFolder } from '../../parity/open-pack-from-folder.ts';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');

/** The real engine with the real default pack, on onnxruntime-web's WASM build in Node: all but worker and page. */
export async function createNodeEngine(
  pack: string | PackSource = path.join(root, 'models/default'),
): Promise<Handlers<EngineContract>> {
  const dist = path.dirname(createRequire(import.meta.url).resolve('onnxruntime-web'));
  const wasm = new Uint8Array(await readFile(path.join(dist, 'ort-wasm-simd-threaded.wasm')));
  return createEngine({
    assets: { wasm, asyncify: '', jspi: '' },
    findModel: async () => (typeof pack === 'string' ? readFolder(pack) : pack),
    hasStorage: async () => false,
    openStore: () => Promise.reject(new Error('Node keeps no models')),
    onShelfChanged: () => {},
    onDeviceLost: () => {},
  });
}

type GenerateOptions = { onProgress?(progress: GenerateProgress, cancel: () => void): void };

/** Asks the engine for a request with defaults where nothing is said, and gives what the panel would get. */
export async function generate(
  engine: Handlers<EngineContract>,
  request: Partial<GenerationRequest>,
  inputs: GenerationInputs,
  options: GenerateOptions = {},
): Promise<GenerateResult> {
  const { token, cancel } = createCancellation();
  const answer = await engine.generate(
    { request: { ...defaultRequest, device: 'wasm', ...request }, inputs },
    { cancelled: token, progress: (progress) => options.onProgress?.(progress, cancel) },
  );
  return answer instanceof WithTransfer ? answer.value : answer;
}

/** A picture and masks of its size, as the sandbox would export them at 1 pixel per unit from the canvas' origin. */
export function placedAtOrigin(picture: RgbaImage, masks: RgbaImage[]): GenerationInputs {
  const place = (image: RgbaImage) => ({
    png: encodePicture(image),
    box: { x: 0, y: 0, width: image.width, height: image.height },
  });
  return { picture: place(picture), masks: masks.map(place) };
}

/** A smooth scene with some texture: sky over a meadow, the same for every size. */
export function drawScene(width: number, height: number): RgbaImage {
  const data = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 4;
      const v = y / height;
      const ripple = 8 * Math.sin(x / 17) * Math.cos(y / 11);
      const isSky = v < 0.55 + 0.04 * Math.sin((x / width) * 9);
      data[at] = (isSky ? 120 + 90 * v : 60 + 40 * v) + ripple;
      data[at + 1] = (isSky ? 170 + 60 * v : 130 + 30 * v) + ripple;
      data[at + 2] = (isSky ? 235 : 50) + ripple;
      data[at + 3] = 255;
    }
  }
  return { width, height, data };
}

/** A mask layer as large as the picture: `alphaAt` gives 0..255 per pixel. */
export function drawMask(
  width: number,
  height: number,
  alphaAt: (x: number, y: number) => number,
): RgbaImage {
  const data = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) data[(y * width + x) * 4 + 3] = alphaAt(x, y);
  }
  return { width, height, data };
}
