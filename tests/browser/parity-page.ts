// The page of webgpu-parity.test.ts: whole packs in a real browser, painting by the engine's parts.
import { createRandomStream } from '../../ui/diffusion/random.ts';
import { createTensor, type Tensor } from '../../ui/diffusion/tensor.ts';
import { openWebSource } from '../../ui/engine/worker/web-source.ts';
import { createDecoderPort, readPictureCost } from '../../ui/runtime/autoencoder-ports.ts';
import { openModelSession } from '../../ui/runtime/model-session.ts';
import { openPack } from '../../ui/runtime/open-pack.ts';
import { type PackSource, sourceOf } from '../../ui/runtime/pack-files.ts';
import { readPartGraph } from '../../ui/runtime/part-graph.ts';
import { type Runtime, startRuntime } from '../../ui/runtime/runtime.ts';
import { type PlainRequest, runPlainPipeline } from '../parity/run-plain-pipeline.ts';

type Device = 'webgpu' | 'wasm';

const dist = new URL('/ort/', location.href).href;
const assets = {
  wasm: `${dist}ort-wasm-simd-threaded.wasm`,
  asyncify: `${dist}ort-wasm-simd-threaded.asyncify.wasm`,
  jspi: `${dist}ort-wasm-simd-threaded.jspi.wasm`,
};

const runtimes = new Map<Device, Promise<Runtime>>();
function start(device: Device): Promise<Runtime> {
  const runtime = runtimes.get(device) ?? startRuntime({ device, assets, threads: 1 });
  runtimes.set(device, runtime);
  return runtime;
}

/** The files of the first folder, and of those below it whatever the ones above them lack. */
function layFolders(folders: readonly string[]): PackSource {
  const sources = folders.map((folder) => openWebSource(new URL(folder, location.href).href, () => {}));
  return sourceOf(async (path) => {
    for (const source of sources) {
      const file = await source.open(path);
      if (file !== null) return file;
    }
    return null;
  });
}

const plain = ({ dims, data }: Tensor) => ({ dims: [...dims], data: Array.from(data) });

/** A request whose tensors are plain numbers, as they cross into the page. */
type PlainNumbers = Omit<PlainRequest, 'pixels' | 'mask'> & {
  readonly pixels: readonly number[] | null;
  readonly mask: readonly number[] | null;
};

/** Paints a picture with the pack that lies in these folders; gives the decoder's output. */
async function paint(device: Device, folders: readonly string[], request: PlainNumbers) {
  const runtime = await start(device);
  const pack = await openPack(layFolders(folders), runtime);
  const { heightPx, widthPx, pixels, mask } = request;
  const take = (values: readonly number[] | null, channels: number) =>
    values === null ? null : createTensor([1, channels, heightPx, widthPx], Float32Array.from(values));
  const given = { pixels: take(pixels, 3), mask: take(mask, 1) };
  const picture = await runPlainPipeline(pack, { ...request, ...given });
  await pack.release();
  const { unetChannels, facts } = pack.info;
  const { usesHalfFloats } = facts;
  return { ...plain(picture), unetChannels, usesHalfFloats, computesHalf: runtime.computesHalf };
}

/** Decodes latents of a fixed seed on a device that has room for the smallest tiles alone; counts the decoder's runs. */
async function decodeInTiles(device: Device, folders: readonly string[], latentDims: readonly number[]) {
  const runtime = await start(device);
  const part = 'vae_decoder';
  const files = layFolders(folders);
  const graph = await readPartGraph(files, part, true);
  const cost = await readPictureCost(files, part, graph, 8);
  const session = await openModelSession(files, runtime, part, await runtime.miscomputesConvs(), graph);
  let runs = 0;
  const counted: typeof session = {
    ...session,
    run: (...given) => {
      runs++;
      return session.run(...given);
    },
  };
  const full = { ...runtime, memory: { totalBytes: 1, tensorBytes: 1 } };
  const decode = createDecoderPort(full, counted, { scalingFactor: 1, shiftFactor: 0 }, cost);
  const picture = await decode(createRandomStream(7).drawNormals(latentDims));
  await session.release();
  return { ...plain(picture), runs };
}

const api = { paint, decodeInTiles };
export type ParityPage = typeof api;
Object.assign(globalThis, { runtimePage: api });
