// The page of runtime-webgpu.test.ts: the real runtime in a real browser, asked for by name from the test.
import { createRandomStream } from '../../ui/diffusion/random.ts';
import type { Tensor } from '../../ui/diffusion/tensor.ts';
import { openWebSource } from '../../ui/engine/worker/web-source.ts';
import { probeCapabilities } from '../../ui/runtime/capabilities.ts';
import { createPredictPort } from '../../ui/runtime/model-ports.ts';
import { openModelSession } from '../../ui/runtime/model-session.ts';
import { type Runtime, startRuntime } from '../../ui/runtime/runtime.ts';
import { testConvolution } from '../../ui/runtime/webgpu-self-test.ts';

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
    const { kind, deviceName, threads, version } = await start(device);
    return { kind, deviceName, threads, version };
  },
  miscomputes: async (device: Device) => (await start(device)).miscomputesConvs(),
  predict,
  overlap,
  loseDevice,
};
export type RuntimePage = typeof api;
Object.assign(globalThis, { runtimePage: api });
