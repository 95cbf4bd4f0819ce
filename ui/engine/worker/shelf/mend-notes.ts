import { describeModel } from '../describe-model.ts';
import { idOfFolder } from '../imported-models.ts';
import type { PackName } from '../store/pack-folder.ts';
import { inspect, noteItem } from './install-model.ts';
import { describeOwn } from './keep-copy.ts';
import type { PackNote } from './shelf-notes.ts';
import type { ShelfState } from './shelf-state.ts';

const ownPrefix = idOfFolder('');

/** Notes a copy of a person's own that came whole and that nothing tells of. */
async function noteOwn({ store, notes }: ShelfState, { id, revision }: PackName): Promise<void> {
  const source = await store.open(id, revision);
  if (source === null) return;
  const model = await describeModel(id, id.slice(ownPrefix.length), source);
  const own: PackNote = { item: describeOwn(model, 'folder'), model };
  await notes.change((kept) => ({ ...kept, packs: { [id]: own, ...kept.packs } }));
}

/** Notes what an installed pack paints; what its server said of it stays. */
async function noteModel(state: ShelfState, pack: PackName): Promise<void> {
  const { id } = pack;
  const model = await inspect(state, pack);
  const noted = (await state.notes.read()).packs[id];
  if (noted === undefined) return noteItem(state, id, model);
  if (model === null) return;
  const { tasks } = model;
  const named = { ...model, name: noted.item.name };
  await state.notes.change((kept) => ({
    ...kept,
    packs: { ...kept.packs, [id]: { item: { ...noted.item, tasks }, model: named } },
  }));
}

const isKnown = (noted: PackNote | undefined) =>
  noted !== undefined && (noted.model !== null || noted.item.kind === 'safety');

/**
 * Makes installed packs known that are not: their page ended after the last file and before the note, or an engine
 * before this one could not read them. What still cannot be read is passed over.
 */
export async function mendNotes(state: ShelfState): Promise<void> {
  const { packs } = await state.notes.read();
  for (const pack of await state.store.list()) {
    if (pack.state !== 'installed' || isKnown(packs[pack.id])) continue;
    const note = pack.id.startsWith(ownPrefix) ? noteOwn : noteModel;
    await note(state, pack).then(state.change, () => {});
  }
}
