import type { InferenceSession } from 'onnxruntime-web';
import type { MemoryLimits } from '../diffusion/autoencoder-memory.ts';
import { type CancelSignal, DiffusionError } from '../diffusion/diffusion-error.ts';
import { createLoss } from './device-loss.ts';
import { openGpuDevice } from './gpu-device.ts';
import { toLazyBytes } from './lazy-bytes.ts';
import { limitMemory, limitWeights } from './memory-limits.ts';
import {
  chooseBuild,
  loadOrt,
  type OrtBuild,
  type OrtModule,
  type RuntimeAssets,
} from './ort-environment.ts';
import { createPartPool, type PartPool } from './part-pool.ts';
import { createSerialQueue, type SerialQueue } from './serial-queue.ts';
import { createConvVerdict, type SelfTestMemory } from './webgpu-self-test.ts';

/** What differs from session to session; everything else is the runtime's business. */
export type SessionOptions = {
  readonly externalData?: readonly { readonly path: string; readonly data: Uint8Array | Blob }[];
};

/** A started onnxruntime on one device. Every call to it goes through one queue. */
export type Runtime = {
  readonly kind: 'webgpu' | 'wasm';
  /** The adapter's name, or `cpu`. */
  readonly deviceName: string;
  readonly threads: number;
  /** True on a GPU with half-precision arithmetic; processors widen the operands of every node and round its result. */
  readonly computesHalf: boolean;
  /** What one run may take, by the device's class. */
  readonly memory: MemoryLimits;
  /** The parts that are loaded on this device, of all packs. */
  readonly parts: PartPool;
  /** Library, version and build, such as `onnxruntime-web 1.30.0 jspi`. */
  readonly version: string;
  /** Resolves with the reason when the GPU device is gone, and never where there is none. Sessions are useless then. */
  readonly lost: Promise<string>;
  readonly ort: OrtModule;
  /** Runs one call to onnxruntime in its turn; ends with `device-lost` when the device goes while it waits or runs. */
  call<T>(task: () => Promise<T>, signal?: CancelSignal): Promise<T>;
  createSession(graph: Uint8Array, options?: SessionOptions): Promise<InferenceSession>;
  /** True where k x k convolutions over 9 channels come out wrong, so that graphs must be rewritten; tested once. */
  miscomputesConvs(): Promise<boolean>;
};

export type StartOptions = {
  readonly device: 'webgpu' | 'wasm';
  readonly assets: RuntimeAssets;
  /** From the probed capabilities; ignored on the GPU, which needs one. */
  readonly threads: number;
  /** Where the self-test's finding is kept; without it every start tests anew. */
  readonly memory?: SelfTestMemory;
};

const queues = new Map<OrtBuild, SerialQueue>();

/** One queue per loaded build: two runtimes on the same build share its memory. */
function queueOf(build: OrtBuild): SerialQueue {
  const queue = queues.get(build) ?? createSerialQueue();
  queues.set(build, queue);
  return queue;
}

/** Memory of this machine as the browser rounds it, up to 8; null where it does not say. */
function machineGibibytes(): number | null {
  const { deviceMemory } = (globalThis.navigator ?? {}) as { deviceMemory?: number };
  return deviceMemory ?? null;
}

const lossDelayMs = 100;
/** How long a call on a lost device may take to end. */
const lastBreathMs = 1000;
const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Starts onnxruntime on a device; throws `no-webgpu` where WebGPU was asked for and no device can be had. */
export async function startRuntime(options: StartOptions): Promise<Runtime> {
  const { device: kind, assets } = options;
  const gpu = kind === 'webgpu' ? await openGpuDevice() : null;
  if (kind === 'webgpu' && gpu === null) {
    throw new DiffusionError('no-webgpu', 'No WebGPU device could be opened.');
  }
  const build = chooseBuild(kind, 'Suspending' in WebAssembly);
  const threads = kind === 'wasm' ? options.threads : 1;
  const ort = await loadOrt(build, assets, threads);
  const queue = queueOf(build);
  const lost = gpu?.lost ?? new Promise<string>(() => {});
  const loss = createLoss(lost);

  async function attempt<T>(task: () => Promise<T>): Promise<T> {
    loss.throwIfLost();
    const running = task();
    try {
      const result = await loss.race(running);
      const shortage = gpu?.takeShortage() ?? null;
      if (shortage !== null) throw new DiffusionError('out-of-memory', `The GPU is full: ${shortage}`);
      return result;
    } catch (thrown) {
      // A call that is still under way when the next one starts corrupts the runtime, whichever device that one is on.
      await Promise.race([running.catch(() => {}), wait(lastBreathMs)]);
      // A dying device fails the call first, with words about buffers, and is reported lost a moment later.
      if (gpu !== null) await loss.race(wait(lossDelayMs));
      throw thrown;
    }
  }
  function call<T>(task: () => Promise<T>, signal?: CancelSignal): Promise<T> {
    return queue.enqueue(() => attempt(task), signal);
  }

  function createSession(graph: Uint8Array, session: SessionOptions = {}): Promise<InferenceSession> {
    // Only the promise-integrated build reads a file bit by bit.
    const externalData = session.externalData?.map(({ path, data }) => ({
      path,
      data: build !== 'jspi' && data instanceof Blob ? toLazyBytes(data) : data,
    }));
    const provider = gpu === null ? 'wasm' : { name: 'webgpu', device: gpu.device };
    let made: InferenceSession | null = null;
    return call(async () => {
      made = await ort.InferenceSession.create(graph, {
        executionProviders: [provider],
        logSeverityLevel: 3,
        ...(externalData && { externalData }),
      });
      return made;
    }).catch(async (thrown: unknown) => {
      // A GPU that was full says so once the session is there.
      const useless = made;
      if (useless !== null) await call(() => useless.release()).catch(() => {});
      throw thrown;
    });
  }

  const engine = { ort, call, createSession };
  const version = `onnxruntime-web ${ort.env.versions.web ?? ort.env.versions.common} ${build}`;
  const deviceName = gpu?.name ?? 'cpu';
  const askOnce = createConvVerdict(engine, `${version}, ${deviceName}`, options.memory);
  const miscomputesConvs = () => (kind === 'wasm' ? Promise.resolve(false) : askOnce());

  return {
    ...engine,
    miscomputesConvs,
    kind,
    deviceName,
    threads,
    computesHalf: gpu?.computesHalf ?? false,
    memory: limitMemory(gpu?.device.limits ?? null),
    parts: createPartPool({
      budgetBytes: limitWeights(gpu?.device.limits ?? null, machineGibibytes()),
      freesTogether: gpu !== null,
    }),
    version,
    lost,
  };
}
