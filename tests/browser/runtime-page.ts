// The page of runtime-webgpu.test.ts: the real runtime in a real browser, asked for by name from the test.
import { createRandomStream } from '../../ui/diffusion/random.ts';
import { createTensor, mapTensor, type Tensor } from '../../ui/diffusion/tensor.ts';
import { openWebSource } from '../../ui/engine/worker/web-source.ts';
import { probeCapabilities } from '../../ui/runtime/capabilities.ts';
import { openEraser } from '../../ui/runtime/eraser-port.ts';
import { createPredictPort } from '../../ui/runtime/model-ports.ts';
import { openModelSession } from '../../ui/runtime/model-session.ts';
import { sourceOf } from '../../ui/runtime/pack-files.ts';
import { findEraser } from '../../ui/runtime/recognize-eraser.ts';
import { type Runtime, startRuntime } from '../../ui/runtime/runtime.ts';
import { explainFailure } from '../../ui/runtime/runtime-failure.ts';
import { testConvolution } from '../../ui/runtime/webgpu-self-test.ts';
import { writeEraser } from '../fakes/eraser-graphs.ts';
import { computeInDoubles, moveWeights } from '../fakes/graph-variants.ts';
import { foreignOperators, writeForeign } from './foreign-operators.ts';

type Device = 'webgpu' | 'wasm';

const dist = new URL('/ort/', location.href).href;
const assets = {
  wasm: `${dist}ort-wasm-simd-threaded.wasm`,
  asyncify: `${dist}ort-wasm-simd-threaded.asyncify.wasm`,
  jspi: `${dist}ort-wasm-simd-threaded.jspi.wasm`,
};

const runtimes = new Map<Device, Promise<Runtime>>();
async function start(device: Device): Promise<Runtime> {
  const { threads } = await probeCapabilities();
  const runtime = runtimes.get(device) ?? startRuntime({ device, assets, threads });
  runtimes.set(device, runtime);
  return runtime;
}

const folder = (base: string) => openWebSource(new URL(base, location.href).href, () => {});

const plain = (tensor: Tensor) => ({ dims: [...tensor.dims], data: Array.from(tensor.data) });

/** One U-Net call on a sample of a fixed seed; `isRewritten` false shows what the graph as exported does. */
async function predict(device: Device, base: string, isRewritten: boolean) {
  const runtime = await start(device);
  const session = await openModelSession(folder(base), runtime, 'unet', isRewritten);
  const draw = createRandomStream(7).drawNormals;
  const predict = createPredictPort(runtime.ort, session, 2);
  const sample = draw([1, 9, 8, 8]);
  const output = await predict(sample, 500, { hiddenStates: draw([1, 77, 32]) });
  await session.release();
  return plain(output);
}

const weightsFile = 'weights.pb';

/**
 * One U-Net call of a pack whose graph is changed in some way: `detached` has its weights in a Blob of their own,
 * `doubles` ends in 64-bit arithmetic, which is repaired unless `isRepaired` is false.
 */
async function predictVariant(
  device: Device,
  base: string,
  variant: 'detached' | 'doubles',
  isRepaired = true,
) {
  const runtime = await start(device);
  const bytes = (await folder(base).read('unet/model.onnx'))! as Uint8Array<ArrayBuffer>;
  const changed =
    variant === 'detached' ? await moveWeights(bytes, weightsFile) : computeInDoubles(bytes, 'out_sample');
  const files: Record<string, Blob> = {
    'unet/model.onnx': new Blob([changed]),
    [`unet/${weightsFile}`]: new Blob([bytes]),
  };
  if (!isRepaired) {
    const session = await runtime.createSession(changed);
    await runtime.call(() => session.release());
    return null;
  }
  const source = sourceOf(async (path) => files[path] ?? null);
  const needsPadding = await runtime.miscomputesConvs();
  const session = await openModelSession(source, runtime, 'unet', needsPadding);
  const draw = createRandomStream(7).drawNormals;
  const predict = createPredictPort(runtime.ort, session, 2);
  const output = await predict(draw([1, 9, 8, 8]), 500, { hiddenStates: draw([1, 77, 32]) });
  await session.release();
  return plain(output);
}

/** The operators of other devices that this one cannot open, and what the runtime's words for it are taken for. */
async function refuseForeign(device: Device) {
  const runtime = await start(device);
  const refused: Record<string, string> = {};
  for (const foreign of foreignOperators) {
    try {
      const session = await runtime.createSession(writeForeign(foreign));
      await runtime.call(() => session.release());
    } catch (thrown) {
      refused[foreign.opType] = explainFailure(thrown, 'unet', 'model-broken').reason;
    }
  }
  return refused;
}

/** Side in pixels of the pictures that erasers are given. */
const erasedPx = 64;

/**
 * A picture that gets brighter to the right and has a black square, erased; or the reason why the eraser does not open.
 * `peak`: what white is in the answer of a graph of floats.
 */
async function erase(device: Device, numbers: 'unit' | 'bytes', peak = 255) {
  const runtime = await start(device);
  const model = writeEraser({ numbers, sizePx: numbers === 'unit' ? erasedPx : null, peak, reachPx: 10 });
  const source = sourceOf(
    async (path) => (path === 'lama.onnx' ? new Blob([model]) : null),
    async () => [{ path: 'lama.onnx', bytes: model.length }],
  );
  const found = await findEraser(source);
  const hole = mapTensor(createTensor([1, 1, erasedPx, erasedPx]), (_, i) =>
    Math.abs((i % erasedPx) - 32) < 6 && Math.abs(Math.floor(i / erasedPx) - 32) < 6 ? 1 : 0,
  );
  const pixels = mapTensor(createTensor([1, 3, erasedPx, erasedPx]), (_, i) =>
    hole.data[i % hole.data.length] === 1 ? 0 : 0.4 + (0.4 * (i % erasedPx)) / erasedPx,
  );
  try {
    const eraser = await openEraser(found!, runtime);
    const erased = await eraser.erase(pixels, hole);
    await eraser.release();
    return { ...plain(erased), reason: 'none' };
  } catch (thrown) {
    return { dims: [], data: [], reason: (thrown as { reason?: string }).reason ?? String(thrown) };
  }
}

/** Sessions made, run and released all at once, which would corrupt onnxruntime without the queue. */
async function overlap(device: Device) {
  const runtime = await start(device);
  return Promise.all([1, 2, 3, 4].map(() => testConvolution(runtime)));
}

/** Loses the device; tells how the next call ends, and whether a new runtime on a new device computes again. */
async function loseDevice() {
  const requestDevice = GPUAdapter.prototype.requestDevice;
  let opened: GPUDevice | null = null;
  GPUAdapter.prototype.requestDevice = async function (descriptor) {
    opened = await requestDevice.call(this, descriptor);
    return opened;
  };
  const runtime = await startRuntime({ device: 'webgpu', assets, threads: 1 });
  GPUAdapter.prototype.requestDevice = requestDevice;
  const before = await testConvolution(runtime);
  (opened as GPUDevice | null)?.destroy();
  const reason = await runtime.lost;
  const failure = await testConvolution(runtime).then(
    () => 'none',
    (error: { reason?: string }) => error.reason ?? String(error),
  );
  const next = await startRuntime({ device: 'webgpu', assets, threads: 1 });
  return { reason, failure, before, after: await testConvolution(next) };
}

const api = {
  probe: probeCapabilities,
  describe: async (device: Device) => {
    const { kind, deviceName, threads, version, memory } = await start(device);
    return { kind, deviceName, threads, version, memory };
  },
  miscomputes: async (device: Device) => (await start(device)).miscomputesConvs(),
  predict,
  predictVariant,
  refuseForeign,
  erase,
  overlap,
  loseDevice,
};
export type RuntimePage = typeof api;
Object.assign(globalThis, { runtimePage: api });
