import { findLayer } from './layers.ts';
import { canStore, mark, readMark } from './marks.ts';

const noteKey = 'preview-layer';

/** The one layer of ours that is in the document for the moment; work on the document takes turns, so there is never a second. */
let present: SceneNode | null = null;

/** Notes a layer that must not outlive this run, in the document too, so that the next start finds it after a crash. */
export function noteTemporary(layer: SceneNode): void {
  present = layer;
  mark(layer, 'preview', 'yes');
  if (canStore()) figma.root.setPluginData(noteKey, layer.id);
}

/** Removes the noted layer and its note. */
export function removeTemporary(layer: SceneNode): void {
  if (present?.id === layer.id) present = null;
  if (!layer.removed) layer.remove();
  if (canStore()) figma.root.setPluginData(noteKey, '');
}

/** Removes whatever is there for the moment, without waiting: the closing plugin has no time for more. */
export function removePresent(): void {
  if (present !== null) removeTemporary(present);
}

/** Removes what a crashed run, or an undo, has left; returns whether there was anything. */
export async function removeStale(): Promise<boolean> {
  if (present !== null || !canStore()) return false;
  const id = figma.root.getPluginData(noteKey);
  if (id === '') return false;
  const layer = await findLayer(id);
  // An id alone could by now belong to something else; only what bears our mark is ours to remove.
  const isOurs = layer !== null && isTemporary(layer);
  if (isOurs) layer.remove();
  figma.root.setPluginData(noteKey, '');
  return isOurs;
}

/** Whether a layer is ours and there for the moment only: no part of what the person has made. */
export function isTemporary(layer: BaseNode): boolean {
  return readMark(layer, 'preview') !== '';
}
