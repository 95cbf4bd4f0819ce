import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { InferenceSession } from 'onnxruntime-web';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DiffusionPack } from '../../ui/diffusion/ports.ts';
import { createRandomStream } from '../../ui/diffusion/random.ts';
import { createTensor, mapTensor, type Tensor } from '../../ui/diffusion/tensor.ts';
import { openPack } from '../../ui/runtime/open-pack.ts';
import type { PackSource } from '../../ui/runtime/pack-files.ts';
import type { Runtime } from '../../ui/runtime/runtime.ts';
import { fixtures } from './cases.ts';
import { layFolders, readFolder, startNodeRuntime } from './open-pack-from-folder.ts';
import { measurePsnr, toBytes } from './pictures.ts';

const floorDb = 40;
const folderOf = (path: string) => fileURLToPath(new URL(path, fixtures));
const [widthPx, heightPx] = [512, 384];

/** Flat areas with hard edges on a soft ground, [1, 3, H, W]: no part of the picture is like another one. */
const picture = mapTensor(createTensor([1, 3, heightPx, widthPx]), (_, i) => {
  const [x, y, c] = [i % widthPx, Math.floor(i / widthPx) % heightPx, Math.floor(i / (widthPx * heightPx))];
  const isDisc = (x - 160) ** 2 + (y - 150) ** 2 < 90 ** 2;
  const isBar = x > 300 && (x + 2 * y) % 190 < 40;
  if (isDisc) return 0.9 - 0.8 * c;
  return isBar ? 0.6 * c - 0.7 : 0.8 * Math.sin((x / widthPx) * 3 + c) * Math.cos((y / heightPx) * 2);
});

/** Every memory that WebAssembly modules are given from now on; onnxruntime's is made here and only ever grows. */
function watchMemories(): WebAssembly.Memory[] {
  const made: WebAssembly.Memory[] = [];
  const { Memory } = WebAssembly;
  WebAssembly.Memory = class extends Memory {
    constructor(descriptor: WebAssembly.MemoryDescriptor) {
      super(descriptor);
      made.push(this);
    }
  };
  return made;
}

const memories = watchMemories();
const countWasmBytes = () => memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
let runtime: Runtime;
beforeAll(async () => {
  runtime = await startNodeRuntime();
});

/** A pack on a device with so little memory that pictures are cut, and the size of whatever its autoencoder was fed. */
async function openCramped(source: PackSource, totalBytes: number) {
  const fed: string[] = [];
  async function createSession(...args: Parameters<Runtime['createSession']>): Promise<InferenceSession> {
    const session = await runtime.createSession(...args);
    const run = session.run.bind(session) as (...given: unknown[]) => ReturnType<InferenceSession['run']>;
    session.run = (feeds: InferenceSession.FeedsType, ...rest: unknown[]) => {
      const {
        timestep,
        sample,
        latent_sample: latents,
      } = feeds as Record<string, { dims: readonly number[] }>;
      if (timestep === undefined) fed.push(String((sample ?? latents)?.dims));
      return run(feeds, ...rest);
    };
    return session;
  }
  const memory = { totalBytes, tensorBytes: totalBytes };
  const pack = await openPack(source, { ...runtime, createSession, memory });
  fed.length = 0;
  return { pack, fed };
}

/** Of values in the range that the whole's span, in dB. */
function compareValues(made: Tensor, whole: Tensor): number {
  let [least, most, error] = [Infinity, -Infinity, 0];
  for (const [i, value] of whole.data.entries()) {
    [least, most] = [Math.min(least, value), Math.max(most, value)];
    error += (value - made.data[i]!) ** 2 / whole.data.length;
  }
  return 10 * Math.log10((most - least) ** 2 / error);
}

const comparePictures = (made: Tensor, whole: Tensor) => measurePsnr(toBytes(made).data, toBytes(whole).data);

const defaultPack = readFolder(fileURLToPath(new URL('../../models/default', import.meta.url)));
const tinyPack = layFolders(
  folderOf('autoencoders/taesd'),
  layFolders(folderOf('families/sd21_v'), folderOf('packs/sd15')),
);

// Bytes for tiles of 40 x 32 latent pixels, by the estimate.
describe.each([
  ['the default pack', defaultPack, 8 * 32 * 4 * 64 * 40 * 32],
  ["TAESD's kind", tinyPack, 8 * 8 * 4 * 64 * 40 * 32],
] as const)('%s in tiles', (name, source, bytes) => {
  let whole: DiffusionPack;
  let cramped: Awaited<ReturnType<typeof openCramped>>;
  let latents: Tensor;
  beforeAll(async () => {
    whole = await openPack(source, runtime);
    cramped = await openCramped(source, bytes);
    latents = mapTensor((await whole.encodeImage(picture)).mean, (value) => value);
  });
  afterAll(async () => {
    await whole.release();
    await cramped.pack.release();
  });

  it('encodes what the whole encodes to', async () => {
    const { mean, deviation } = await cramped.pack.encodeImage(picture);
    expect(cramped.fed.splice(0)).toEqual(new Array(4).fill('1,3,256,320'));
    expect(deviation === null).toBe(name !== 'the default pack');
    const psnr = compareValues(mean, latents);
    console.info(`${name}, encoded: ${psnr.toFixed(1)} dB`);
    expect(psnr).toBeGreaterThan(floorDb);
  });

  it('decodes to what the whole decodes to', async () => {
    const made = await cramped.pack.decodeLatents(latents);
    expect(cramped.fed.splice(0)).toEqual(new Array(4).fill('1,4,32,40'));
    const psnr = comparePictures(made, await whole.decodeLatents(latents));
    console.info(`${name}, decoded: ${psnr.toFixed(1)} dB`);
    expect(psnr).toBeGreaterThan(floorDb);
  });
});

describe('a decoder that normalizes over its whole input', () => {
  const source = readFolder(folderOf('packs/sd15'));
  const noise = createRandomStream(7).drawNormals([1, 4, heightPx / 8, widthPx / 8]);
  const latents = 48 * 40;

  it('decodes latents that are alike everywhere to what the whole decodes to', async () => {
    const whole = await openPack(source, runtime);
    const { pack, fed } = await openCramped(source, 8 * 16 * 4 * 64 * latents + 2 * latents ** 2 * 4);
    const psnr = comparePictures(await pack.decodeLatents(noise), await whole.decodeLatents(noise));
    expect(fed).toEqual(new Array(2).fill('1,4,48,40'));
    console.info(`noise, decoded by random weights with normalization: ${psnr.toFixed(1)} dB`);
    expect(psnr).toBeGreaterThan(floorDb);
    await whole.release();
    await pack.release();
  });
});

describe('tiles of one picture', () => {
  const noise = createRandomStream(8).drawNormals([1, 4, 96, 96]);
  const bytes = 8 * 8 * 4 * 64 * 40 * 40;

  it('end with a cancel that comes while the first one is computed', async () => {
    const { pack, fed } = await openCramped(tinyPack, bytes);
    const signal = { aborted: false };
    setTimeout(() => {
      signal.aborted = true;
    }, 0);
    await expect(pack.decodeLatents(noise, signal)).rejects.toMatchObject({ reason: 'cancelled' });
    expect(fed.length).toBeLessThan(3);
    const again = await pack.decodeLatents(noise);
    expect(again.dims).toEqual([1, 3, 768, 768]);
    await pack.release();
  });

  it('leave no memory behind', async () => {
    setFlagsFromString('--expose-gc');
    const collect: () => void = runInNewContext('gc');
    async function settle(): Promise<number> {
      for (let i = 0; i < 4; i++) {
        collect();
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      return process.memoryUsage().arrayBuffers;
    }
    const { pack, fed } = await openCramped(tinyPack, bytes);
    await pack.decodeLatents(noise);
    const [held, wasm, tiles] = [await settle(), countWasmBytes(), fed.length];
    for (let i = 0; i < 3; i++) await pack.decodeLatents(noise);
    expect(fed.length).toBe(4 * tiles);
    expect(tiles).toBeGreaterThan(4);
    expect(wasm).toBeGreaterThan(0);
    expect(countWasmBytes()).toBe(wasm);
    // One picture kept would be 7 MB, one tile of it more than 1 MB.
    expect((await settle()) - held).toBeLessThan(1e6);
    await pack.release();
  });
});
