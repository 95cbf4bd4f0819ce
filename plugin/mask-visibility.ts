import type { NodeId } from '../protocol/host-contract.ts';
import { findLayer } from './layers.ts';
import { canStore } from './marks.ts';

const noteKey = 'changed-visibility';

/** Layers shown or hidden for a moment, with what they were. */
const changed = new Map<NodeId, { layer: SceneNode; wasVisible: boolean }>();

/** Whether the person has the layer visible, whatever we have made of it for the moment. */
export function isVisibleToPerson(layer: SceneNode): boolean {
  return changed.get(layer.id)?.wasVisible ?? layer.visible;
}

/**
 * Shows or hides layers until the returned function is called. What they were is noted in the document first, so that
 * `restoreNoted` finds it after a crash. Never an undo step: call the restorer in `finally`.
 */
export function setVisibleForNow(layers: readonly SceneNode[], visible: boolean): () => void {
  const touched = layers.filter((layer) => layer.visible !== visible && !changed.has(layer.id));
  if (touched.length === 0) return () => {};
  for (const layer of touched) changed.set(layer.id, { layer, wasVisible: layer.visible });
  writeNote();
  const restore = () => {
    for (const { id } of touched) putBack(id);
    writeNote();
  };
  try {
    for (const layer of touched) layer.visible = visible;
  } catch (thrown) {
    restore();
    throw thrown;
  }
  return restore;
}

/** Puts everything back at once, without waiting: the closing plugin has no time for more. */
export function restoreAll(): void {
  if (changed.size === 0) return;
  for (const id of [...changed.keys()]) putBack(id);
  writeNote();
}

/** Puts back what a crashed run, or an undo, has left noted; returns whether anything had to be changed. */
export async function restoreNoted(): Promise<boolean> {
  if (changed.size > 0 || !canStore() || figma.root.getPluginData(noteKey) === '') return false;
  let hasChanged = false;
  for (const { id, visible } of readNote()) {
    const layer = await findLayer(id);
    if (layer === null || layer.visible === visible) continue;
    layer.visible = visible;
    hasChanged = true;
  }
  figma.root.setPluginData(noteKey, '');
  return hasChanged;
}

function putBack(id: NodeId): void {
  const entry = changed.get(id);
  changed.delete(id);
  // A layer that is gone meanwhile has nothing left to put back.
  if (entry !== undefined && !entry.layer.removed) entry.layer.visible = entry.wasVisible;
}

type Note = { id: NodeId; visible: boolean };

function writeNote(): void {
  if (!canStore()) return;
  const note: Note[] = [...changed].map(([id, { wasVisible }]) => ({ id, visible: wasVisible }));
  figma.root.setPluginData(noteKey, note.length === 0 ? '' : JSON.stringify(note));
}

function readNote(): Note[] {
  try {
    const note: unknown = JSON.parse(figma.root.getPluginData(noteKey) || '[]');
    return Array.isArray(note) ? note.filter(isNote) : [];
  } catch {
    return [];
  }
}

function isNote(value: unknown): value is Note {
  return (
    typeof value === 'object' &&
    value !== null &&
    'id' in value &&
    typeof value.id === 'string' &&
    'visible' in value &&
    typeof value.visible === 'boolean'
  );
}
