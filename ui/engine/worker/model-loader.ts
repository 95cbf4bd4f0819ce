import type { CancelToken } from '../../../protocol/cancellation.ts';
import { AppError } from '../../../protocol/errors.ts';
import type { DeviceChoice } from '../../../protocol/generation.ts';
import { DiffusionError } from '../../diffusion/diffusion-error.ts';
import type { RuntimeCapabilities } from '../../runtime/capabilities.ts';
import { openEraser } from '../../runtime/eraser-port.ts';
import { planDevice } from '../../runtime/execution-plan.ts';
import { openPack, type PackSource } from '../../runtime/open-pack.ts';
import type { RuntimeAssets } from '../../runtime/ort-environment.ts';
import { eraserPart, findEraser } from '../../runtime/recognize-eraser.ts';
import { type Runtime, startRuntime } from '../../runtime/runtime.ts';
import type { LoadedModel, LoadedPack } from './loaded-model.ts';
import { modelHashOf } from './model-hash.ts';
import { selfTestMemory } from './self-test-memory.ts';
import { untilCancelled } from './until-cancelled.ts';

/** Tells what is being loaded and how much of the model's bytes has come. */
export type LoadHooks = { onLoading(part: string, loadedBytes: number, totalBytes: number): void };

/** Finds a model's files by its id; rejects with `model-missing` where this engine has none. */
export type FindModel = (
  id: string,
  onLoaded: (loadedBytes: number, totalBytes: number) => void,
) => Promise<PackSource>;

export type ModelLoaderOptions = {
  findModel: FindModel;
  assets: RuntimeAssets;
  capabilities(): Promise<RuntimeCapabilities>;
  onDeviceLost(reason: string): void;
};

export type ModelLoader = {
  /**
   * The model on the device, loaded at the first call and kept; a load that failed is forgotten. A cancelled caller
   * hears `cancelled` at once.
   */
  load(id: string, device: DeviceChoice, token: CancelToken, hooks: LoadHooks): Promise<LoadedModel>;
  /**
   * The same pack where its numbers are safer: in 32 bits on the graphics card where it ran in 16, else on the processor;
   * null where it runs there already.
   */
  loadSafer(model: LoadedPack, token: CancelToken, hooks: LoadHooks): Promise<LoadedModel | null>;
  /** Forgets a model on every device and releases what it held. Nothing may be painting with it. */
  drop(id: string): Promise<void>;
  /** The runtime that a loaded model is on. */
  runtimeOf(model: LoadedModel): Promise<Runtime>;
  /** Drops all models but these: two that are large fit into few memories. */
  keepOnly(ids: readonly string[]): Promise<void>;
  /**
   * Takes everything off every device, once what runs on it has ended. What is loaded stays so in name: its weights
   * come back from where it was found when it paints again.
   */
  releaseAll(): Promise<void>;
};

type DeviceKind = 'webgpu' | 'wasm';

/** Where a model is kept: on a device, or on the graphics card with all of its 16-bit numbers widened to 32. */
type Place = DeviceKind | 'webgpu-wide';
const places: readonly Place[] = ['webgpu', 'webgpu-wide', 'wasm'];
const deviceOf = (place: Place): DeviceKind => (place === 'wasm' ? 'wasm' : 'webgpu');

/** Loads models and keeps them, one runtime per device. What a lost device held is forgotten. */
export function createModelLoader(options: ModelLoaderOptions): ModelLoader {
  const runtimes = new Map<DeviceKind, Promise<Runtime>>();
  const models = new Map<string, Promise<LoadedModel>>();
  const listeners = new Map<string, Set<LoadHooks>>();
  const keyOf = (place: Place, id: string) => `${place}:${id}`;

  function forget(kind: DeviceKind): void {
    runtimes.delete(kind);
    const lost = places.filter((place) => deviceOf(place) === kind);
    for (const key of [...models.keys()])
      if (lost.some((place) => key.startsWith(`${place}:`))) models.delete(key);
  }

  function keep<K, T>(kept: Map<K, Promise<T>>, key: K, make: () => Promise<T>): Promise<T> {
    const known = kept.get(key);
    if (known !== undefined) return known;
    const made = make();
    kept.set(key, made);
    made.catch(() => {
      if (kept.get(key) === made) kept.delete(key);
    });
    return made;
  }

  async function start(kind: DeviceKind): Promise<Runtime> {
    const { threads } = await options.capabilities();
    const runtime = await startRuntime({
      device: kind,
      assets: options.assets,
      threads,
      memory: selfTestMemory,
    });
    void runtime.lost.then((reason) => {
      forget(kind);
      options.onDeviceLost(reason);
    });
    return runtime;
  }

  async function open(id: string, place: Place): Promise<LoadedModel> {
    const kind = deviceOf(place);
    let part = 'files';
    let loaded = 0;
    let total = 0;
    const tell = () => {
      for (const hooks of listeners.get(keyOf(place, id)) ?? []) hooks.onLoading(part, loaded, total);
    };
    const [runtime, files] = await Promise.all([
      keep(runtimes, kind, () => start(kind)),
      options.findModel(id, (loadedBytes, totalBytes) => {
        loaded = loadedBytes;
        total = totalBytes;
        tell();
      }),
    ]);
    const device = {
      kind: runtime.kind,
      name: runtime.deviceName,
      threads: runtime.threads,
      runtime: runtime.version,
    };
    const onPart = (name: string) => {
      part = name;
      tell();
    };
    const [found, hash] = await Promise.all([findEraser(files), modelHashOf(files)]);
    if (found === null) {
      const reopen = () => options.findModel(id, () => {});
      const wide = { ...runtime, computesHalf: false };
      const pack = await openPack(files, place === 'webgpu-wide' ? wide : runtime, { onPart, reopen });
      return { kind: 'diffusion', id, hash, device, pack, isPrecise: kind === 'wasm' };
    }
    onPart(eraserPart);
    return { kind: 'eraser', id, hash, device, eraser: await openEraser(found, runtime) };
  }

  async function loadOn(place: Place, id: string, token: CancelToken, hooks: LoadHooks) {
    // Whoever asks while a load is under way hears of it too.
    const key = keyOf(place, id);
    const heard = listeners.get(key) ?? new Set();
    listeners.set(key, heard.add(hooks));
    try {
      return await untilCancelled(
        keep(models, key, () => open(id, place)),
        token,
      );
    } catch (thrown) {
      if (thrown instanceof DiffusionError && thrown.reason === 'device-lost') forget(deviceOf(place));
      throw thrown;
    } finally {
      heard.delete(hooks);
    }
  }

  async function drop(id: string): Promise<void> {
    for (const place of places) {
      const key = keyOf(place, id);
      const kept = models.get(key);
      models.delete(key);
      const loaded = await kept?.catch(() => null);
      await (loaded?.kind === 'eraser' ? loaded.eraser : loaded?.pack)?.release();
    }
  }

  async function loadSafer(model: LoadedPack, token: CancelToken, hooks: LoadHooks) {
    if (model.device.kind === 'wasm') return null;
    const runtime = await keep(runtimes, 'webgpu', () => start('webgpu'));
    const wide = models.get(keyOf('webgpu-wide', model.id));
    const isWide = wide !== undefined && (await wide.catch(() => null)) === model;
    const canWiden = runtime.computesHalf && model.pack.info.facts.usesHalfFloats && !isWide;
    return loadOn(canWiden ? 'webgpu-wide' : 'wasm', model.id, token, hooks);
  }

  return {
    drop,
    loadSafer,
    runtimeOf: ({ device: { kind } }) => keep(runtimes, kind, () => start(kind)),
    async keepOnly(ids) {
      const known = new Set([...models.keys()].map((key) => key.slice(key.indexOf(':') + 1)));
      for (const id of known) if (!ids.includes(id)) await drop(id);
    },
    async releaseAll() {
      const started = await Promise.allSettled(runtimes.values());
      for (const one of started) if (one.status === 'fulfilled') await one.value.parts.releaseAll();
    },
    async load(id, device, token, hooks) {
      const kind = planDevice(device, await options.capabilities());
      if (kind === null) throw new AppError('no-webgpu', 'There is no WebGPU adapter.');
      try {
        return await loadOn(kind, id, token, hooks);
      } catch (thrown) {
        if (device === 'auto' && kind === 'webgpu' && isRefusedByGpu(thrown))
          return loadOn('wasm', id, token, hooks);
        throw thrown;
      }
    },
  };
}

/** The GPU cannot run this model at all, so that whoever left the choice to us is better served by the processor. */
function isRefusedByGpu(thrown: unknown): boolean {
  return (
    thrown instanceof DiffusionError &&
    ['no-webgpu', 'no-half-floats', 'model-operator', 'model-unsupported'].includes(thrown.reason)
  );
}
