import type { FileHandle, FolderFile, ModelInfo } from '../../../protocol/engine-contract.ts';
import { AppError } from '../../../protocol/errors.ts';
import { openFolderSource } from '../../runtime/folder-source.ts';
import { refuseForeignOperators } from '../../runtime/graph-repair/foreign-operators.ts';
import { type InspectedPack, inspectPack } from '../../runtime/inspect-pack.ts';
import type { PackSource } from '../../runtime/pack-files.ts';
import { openWeights } from '../../runtime/part-graph.ts';
import { partNames } from '../../runtime/part-names.ts';
import { planTextEncoders } from '../../runtime/plan-text-encoders.ts';
import { type EraserShape, findEraser } from '../../runtime/recognize-eraser.ts';
import { refuseUnwired } from '../../runtime/unwired-families.ts';
import { sizesOfEraser } from './plan-remove.ts';

/** The packs that a person has added from folders. They live as long as the engine page: nothing is copied. */
export type ImportedModels = {
  /**
   * Looks at a folder and keeps it if it paints; a folder of the same name takes the other's place. It can be found
   * from the moment of the call. Throws what keeps it from painting.
   */
  add(name: string, files: readonly FolderFile[]): Promise<ModelInfo>;
  /** The pack of an id; null where there is none. `onLoaded` is told as its files are opened. */
  find(id: string, onLoaded: (loadedBytes: number, totalBytes: number) => void): PackSource | null;
  list(): ModelInfo[];
};

export const idOfFolder = (name: string) => `folder:${name}`;

function describe(id: string, name: string, { info }: InspectedPack): ModelInfo {
  return {
    id,
    name,
    nativeSize: { width: info.nativePx.width, height: info.nativePx.height },
    defaultSteps: info.defaults.steps,
    defaultGuidance: info.defaults.guidance,
    defaultScheduler: info.defaults.scheduler,
    tasks: info.hasEncoder ? ['generate', 'fill', 'vary'] : ['generate'],
    origin: 'folder',
  };
}

function describeEraser(id: string, name: string, shape: EraserShape): ModelInfo {
  return {
    id,
    name,
    nativeSize: { ...sizesOfEraser(shape).native },
    // Of one pass nothing is to be chosen.
    defaultSteps: 1,
    defaultGuidance: 1,
    defaultScheduler: '',
    tasks: ['remove'],
    origin: 'folder',
  };
}

function isBlob(file: FileHandle): file is Blob {
  return file instanceof Blob;
}

/** Everything that can be said against a pack without loading it. */
async function inspectFolder(source: PackSource): Promise<InspectedPack> {
  const pack = await inspectPack(source);
  refuseUnwired(pack.info.facts);
  for (const graph of pack.graphs.values()) {
    // The device is not known yet; the GPU has everything that any has.
    refuseForeignOperators(graph.graph, graph.part, 'webgpu');
    await openWeights(pack.source, graph);
  }
  await planTextEncoders(pack.source);
  return pack;
}

/** What a folder adds: an eraser, or a pack that paints. Throws what keeps it from either. */
async function describeFolder(id: string, name: string, source: PackSource): Promise<ModelInfo> {
  const eraser = await findEraser(source);
  if (eraser === null) return describe(id, name, await inspectFolder(source));
  refuseForeignOperators(eraser.graph.graph, eraser.graph.part, 'webgpu');
  await openWeights(eraser.source, eraser.graph);
  return describeEraser(id, name, eraser.shape);
}

/** Tells how much of a folder's networks has been opened; nothing of it is read by that. */
function tellOpened(source: PackSource, onLoaded: (loaded: number, total: number) => void): PackSource {
  const opened = new Map<string, number>();
  const isWanted = (path: string) => [...partNames, 'onnx'].some((part) => path.startsWith(`${part}/`));
  let total: number | null = null;
  return {
    ...source,
    async open(path) {
      const blob = await source.open(path);
      if (blob === null || !isWanted(path)) return blob;
      const entries = (await source.list()) ?? [];
      total ??= entries.filter((entry) => isWanted(entry.path)).reduce((sum, { bytes }) => sum + bytes, 0);
      opened.set(path, blob.size);
      onLoaded(
        [...opened.values()].reduce((sum, bytes) => sum + bytes, 0),
        total,
      );
      return blob;
    },
  };
}

export function createImportedModels(): ImportedModels {
  const sources = new Map<string, PackSource>();
  const infos = new Map<string, ModelInfo>();
  return {
    async add(name, files) {
      const id = idOfFolder(name);
      const blobs = files.flatMap(({ path, file }) => (isBlob(file) ? [{ path, blob: file }] : []));
      if (blobs.length < files.length)
        throw new AppError('bad-message', 'a folder of something else than files');
      const source = openFolderSource(blobs);
      const former = sources.get(id);
      sources.set(id, source);
      try {
        const info = await describeFolder(id, name, source);
        infos.set(id, info);
        return info;
      } catch (thrown) {
        if (sources.get(id) === source) {
          if (former === undefined) sources.delete(id);
          else sources.set(id, former);
        }
        throw thrown;
      }
    },
    find(id, onLoaded) {
      const source = sources.get(id);
      return source === undefined ? null : tellOpened(source, onLoaded);
    },
    list: () => [...infos.values()],
  };
}
