import { type BundledEntry, bundledPacks } from '../../../models/catalog/bundled-packs.ts';
import { type CancelToken, createCancellation } from '../../../protocol/cancellation.ts';
import type { Capabilities, EngineContract, ModelInfo } from '../../../protocol/engine-contract.ts';
import { agreeOnVersion } from '../../../protocol/handshake.ts';
import { type Handlers, withTransfer } from '../../../protocol/server.ts';
import type { Shelf } from '../../../protocol/shelf.ts';
import { prepareConditions } from '../../diffusion/conditions.ts';
import type { CancelSignal } from '../../diffusion/diffusion-error.ts';
import { predictGuided } from '../../diffusion/guidance.ts';
import { createTensor } from '../../diffusion/tensor.ts';
import { probeCapabilities } from '../../runtime/capabilities.ts';
import type { RuntimeAssets } from '../../runtime/ort-environment.ts';
import { toAppError } from './engine-failure.ts';
import { forgetPicture } from './fill-inputs.ts';
import { createImportedModels } from './imported-models.ts';
import { createJobQueue } from './job-queue.ts';
import type { LoadedModel } from './loaded-model.ts';
import { createModelLoader, type FindModel, type LoadHooks, type ModelLoader } from './model-loader.ts';
import { previewMask } from './preview-mask.ts';
import { createPromptReaders } from './prompt-readers.ts';
import { runJob } from './run-job.ts';
import { runSafely } from './run-safely.ts';
import { createCheckers } from './safety/create-checkers.ts';
import { createEngineShelf } from './shelf/create-shelf.ts';
import type { ShelfStore } from './store/shelf-store.ts';
import { tellOpened } from './tell-opened.ts';
import { untilCancelled } from './until-cancelled.ts';

export type EngineOptions = {
  /** Where onnxruntime-web's WebAssembly files are. */
  assets: RuntimeAssets;
  findModel: FindModel;
  hasStorage(): Promise<boolean>;
  /** Where models are kept; asked for once it is needed. */
  openStore(): Promise<ShelfStore>;
  onShelfChanged(shelf: Shelf): void;
  onDeviceLost(reason: string): void;
};

function describeEntry(entry: BundledEntry): ModelInfo {
  return {
    id: entry.id,
    name: entry.name,
    nativeSize: { ...entry.nativePx },
    defaultSteps: entry.defaults.steps,
    defaultGuidance: entry.defaults.guidance,
    defaultScheduler: entry.defaults.scheduler,
    tasks: [...entry.tasks],
    guidanceUse: entry.defaults.guidance > 1 ? 'negative' : 'none',
    sizing: { native: { ...entry.nativePx }, ...entry.sizing },
    weightBytes: entry.weightBytes,
    origin: 'catalog',
  };
}

const isBundled = (id: string) => bundledPacks.some((pack) => pack.id === id);

/** Of work that nobody waits for and nobody cancels. */
const never: CancelToken = createCancellation().token;

/** The engine: answers the panel's requests by loading models and running jobs, one at a time. Knows no worker. */
export function createEngine(options: EngineOptions): Handlers<EngineContract> {
  const probed = memoize(probeCapabilities);
  const stored = memoize(options.hasStorage);
  const imported = createImportedModels();
  const loader = createModelLoader({
    ...options,
    findModel,
    capabilities: probed,
  });
  const checkers = createCheckers((id) => findModel(id, () => {}));
  const readers = createPromptReaders((id) => findModel(id, () => {}));
  const queue = createJobQueue();
  const shelf = createEngineShelf({
    openStore: options.openStore,
    imported,
    drop: (id) =>
      queue.run(never, async () => {
        readers.drop(id);
        await checkers.drop(id);
        await loader.drop(id);
      }),
    freeMemory() {
      forgetPicture();
      return queue.run(never, () => loader.releaseAll());
    },
    onChanged: options.onShelfChanged,
  });

  /** A folder that was just added comes before its older copy, and what is installed before what must be fetched. */
  async function findModel(...[id, onLoaded]: Parameters<FindModel>) {
    const own = imported.find(id, onLoaded);
    if (own !== null || isBundled(id)) return own ?? options.findModel(id, onLoaded);
    const installed = await shelf.find(id).catch(() => null);
    return installed === null ? options.findModel(id, onLoaded) : tellOpened(installed, onLoaded);
  }

  /** Loads a model once nothing paints with another large one, which is dropped. The small default model stays. */
  async function load(...[id, device, cancelled, hooks]: Parameters<ModelLoader['load']>) {
    await queue.run(cancelled, () => loader.keepOnly([id, bundledPacks[0].id]));
    return loader.load(id, device, cancelled, hooks);
  }

  /** The checker that a model's pack brings along, or an installed one; null where there is none. */
  async function findChecker(model: LoadedModel) {
    const installed = await shelf.listCheckers().catch(() => []);
    return checkers.find([model.id, ...installed], await loader.runtimeOf(model));
  }

  async function describe(): Promise<Capabilities> {
    const [capabilities, hasStorage] = await Promise.all([probed(), stored()]);
    return { ...capabilities, hasStorage };
  }

  return {
    ...shelf.handlers,

    async hello({ version }) {
      const agreed = agreeOnVersion(version);
      return { ...agreed, capabilities: await describe() };
    },

    async listModels() {
      const added = imported.list();
      const installed = await shelf.list().catch(() => []);
      const kept = installed.filter(({ id }) => !added.some((model) => model.id === id));
      return [...bundledPacks.map(describeEntry), ...kept, ...added];
    },

    async importModel({ name, files }) {
      try {
        const model = await imported.add(name, files);
        // What was loaded under this name is another folder's.
        readers.drop(model.id);
        void queue.run(never, () => checkers.drop(model.id).then(() => loader.drop(model.id)));
        void shelf.keep(model).catch(() => {});
        return model;
      } catch (thrown) {
        throw toAppError(thrown);
      }
    },

    async warmUp({ model, device }, { cancelled }) {
      try {
        const loaded = await load(model, device, cancelled, { onLoading: () => {} });
        // A GPU compiles its shaders at the first run; WASM has nothing to warm.
        if (loaded.device.kind === 'webgpu') await queue.run(cancelled, () => tryOut(loaded));
        return { device: loaded.device };
      } catch (thrown) {
        throw toAppError(thrown);
      }
    },

    async readPrompt({ model, prompt, negative }, { cancelled }) {
      try {
        return await untilCancelled(readers.read(model, prompt, negative), cancelled);
      } catch (thrown) {
        throw toAppError(thrown);
      }
    },

    async previewMask({ request, inputs }, { cancelled }) {
      try {
        const model = await load(request.model, request.device, cancelled, { onLoading: () => {} });
        const filled = isBundled(model.id) ? request : await shelf.fillDefaults(request).catch(() => request);
        const preview = await queue.run(cancelled, () => previewMask(filled, inputs, model));
        return withTransfer(preview, [preview.strength.buffer, preview.hole.buffer, preview.alpha.buffer]);
      } catch (thrown) {
        throw toAppError(thrown);
      }
    },

    async generate({ request, inputs, isSafetyChecked = false }, { cancelled, progress }) {
      try {
        const onLoading: LoadHooks['onLoading'] = (part, loadedBytes, totalBytes) =>
          progress({ phase: 'loading', part, loadedBytes, totalBytes });
        const model = await load(request.model, request.device, cancelled, { onLoading });
        const signal = signalOf(cancelled);
        const checker = isSafetyChecked ? await findChecker(model) : null;
        const filled = isBundled(model.id) ? request : await shelf.fillDefaults(request).catch(() => request);
        const job = { request: filled, inputs, model, signal, tell: progress, checker };
        const result = await runSafely(
          job,
          (safest) => queue.run(cancelled, () => runJob(safest)),
          (unsafe) => loader.loadSafer(unsafe, cancelled, { onLoading }),
        );
        if (isSafetyChecked && checker === null) result.report.warnings.push('safety-unchecked');
        if (result.report.device.kind === 'webgpu' && (await probed()).webgpu === 'software')
          result.report.warnings.push('software-webgpu');
        return withTransfer(
          result,
          result.candidates.map(({ png }) => png.buffer),
        );
      } catch (thrown) {
        throw toAppError(thrown);
      }
    },
  };
}

/** Runs every part that a job will need once, at the model's native size. */
async function tryOut(model: LoadedModel): Promise<void> {
  // An eraser has been tried when it was opened.
  if (model.kind === 'eraser') return;
  const { pack } = model;
  const { info } = pack;
  const height = info.nativePx.height / info.spatialFactor;
  const width = info.nativePx.width / info.spatialFactor;
  const { guidance } = info.defaults;
  const sizePx = { heightPx: info.nativePx.height, widthPx: info.nativePx.width };
  const conditions = await prepareConditions(pack, { prompt: '', negativePrompt: null, guidance, ...sizePx });
  const sample = createTensor([1, info.unetChannels, height, width]);
  await predictGuided(pack, sample, 999, conditions.text, conditions);
  const pixels = await pack.decodeLatents(createTensor([1, info.latentChannels, height, width]));
  await pack.upscaler?.enlarge(pixels);
}

function signalOf(token: CancelToken): CancelSignal {
  return {
    get aborted() {
      return token.isCancelled();
    },
  };
}

/** Asks once; a failed attempt is asked again. */
function memoize<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | null = null;
  return () => {
    answer ??= ask().catch((thrown: unknown) => {
      answer = null;
      throw thrown;
    });
    return answer;
  };
}
