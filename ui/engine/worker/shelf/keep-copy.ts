import type { ModelInfo } from '../../../../protocol/engine-contract.ts';
import type { ShelfItem, ShelfProgress } from '../../../../protocol/shelf.ts';
import { type PackSource, sourceOf } from '../../../runtime/pack-files.ts';
import { describeModel } from '../describe-model.ts';
import { createSpeedWindow, planSecondsLeft } from '../downloads/speed-window.ts';
import { toAppError } from '../engine-failure.ts';
import { idOfFolder } from '../imported-models.ts';
import { pathsOfPack } from '../store/pack-folder.ts';
import { type CopiedFile, copyPack } from './copy-pack.ts';
import { describeUnlisted } from './install-model.ts';
import { copiedFilesOf } from './pack-files-of.ts';
import { nameRevision } from './plan-order.ts';
import type { JobTools } from './shelf-jobs.ts';
import type { ShelfState } from './shelf-state.ts';

/** A model that a person has added, as the shelf shows it. */
export function describeOwn(model: ModelInfo, origin: 'folder' | 'zip'): ShelfItem {
  const { id, name, tasks } = model;
  const kind = tasks.includes('remove') && tasks.length === 1 ? 'eraser' : 'diffusion';
  const own = { ...describeUnlisted(id), name, kind, tasks, origin } as const;
  return { ...own, isDownloadable: false, state: 'installed' };
}

/** Tells copying and reading back with their speed. */
function createTold(tell: JobTools['tell'], state: 'downloading' | 'verifying') {
  const speed = createSpeedWindow();
  let before = 0;
  return (doneBytes: number, totalBytes: number) => {
    const now = performance.now();
    speed.add(doneBytes - before, now);
    before = doneBytes;
    const bytesPerSecond = speed.read(now);
    const secondsLeft = planSecondsLeft(doneBytes, totalBytes, bytesPerSecond);
    tell(state, { doneBytes, totalBytes, bytesPerSecond, secondsLeft } satisfies ShelfProgress);
  };
}

type Copy = { id: string; name: string; origin: 'folder' | 'zip'; files: CopiedFile[] };

async function copyIn(
  state: ShelfState,
  { id, name, origin, files }: Copy,
  { token, tell }: JobTools,
): Promise<ModelInfo> {
  const lines = files.map(({ path, bytes, stamp }) => [path, bytes, stamp]);
  const pack = { id, revision: await nameRevision(lines) };
  const paths = pathsOfPack(pack);
  let model: ModelInfo | null = null;
  const look = async () => {
    const source = sourceOf(
      (path) => state.store.files.open(paths.file(path)),
      async () => files.map(({ path, bytes }) => ({ path, bytes })),
    );
    model = await describeModel(id, name, source).catch((thrown: unknown) => {
      throw toAppError(thrown);
    });
  };
  await copyPack(state.store, pack, files, token, {
    onCopied: createTold(tell, 'downloading'),
    onVerified: createTold(tell, 'verifying'),
    inspect: look,
  });
  // Where it was here already, nothing was copied.
  if (model === null) await look();
  const added: ModelInfo = model!;
  await state.notes.change((notes) => ({
    ...notes,
    packs: { ...notes.packs, [id]: { item: describeOwn(added, origin), model: added } },
  }));
  for (const old of await state.stored(id)) if (old.revision !== pack.revision) await state.store.remove(old);
  return added;
}

/** Copies a folder that was added into the store, and resolves to true when it is there; false where that only forgets. */
export async function keepFolder(
  state: ShelfState,
  { id, name }: ModelInfo,
  source: PackSource,
  tools: JobTools,
): Promise<boolean> {
  // Memory would hold it twice, and the person's own disk has it anyway.
  if (state.store.kind === 'memory') return false;
  await copyIn(state, { id, name, origin: 'folder', files: await copiedFilesOf(source) }, tools);
  return true;
}

/** Copies the pack in a .zip file into the store. Throws what openZip and copyPack throw, and what keeps it from painting. */
export async function keepZip(
  state: ShelfState,
  fileName: string,
  archive: Blob,
  tools: JobTools,
): Promise<ModelInfo> {
  const { openZip } = await import('./open-zip.ts');
  const name = nameOfZip(fileName);
  return copyIn(state, { id: idOfFolder(name), name, origin: 'zip', files: await openZip(archive) }, tools);
}

export const nameOfZip = (fileName: string) => fileName.replace(/\.zip$/i, '') || fileName;

/** Removes what a copy that never came to its end has left; one that another page is making is waited for. */
export async function removeHalfCopies({ store }: ShelfState): Promise<void> {
  for (const pack of await store.list()) {
    if (pack.state !== 'partial' || !pack.id.startsWith(idOfFolder(''))) continue;
    await store.lock.hold(pack, null, async () => {
      if (!(await store.isInstalled(pack))) await store.files.remove(pathsOfPack(pack).folder);
    });
  }
}
