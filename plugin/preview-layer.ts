import type { CanvasRect } from '../protocol/geometry.ts';
import type { NodeId } from '../protocol/host-contract.ts';
import { fromHost } from './host-errors.ts';
import { canvasBoxOf, findLayer, findLayers, resolveLayer } from './layers.ts';
import { canStore, mark, readMark } from './marks.ts';
import { setVisibleForNow } from './mask-visibility.ts';
import { moveAlong } from './node-geometry.ts';
import { imagePaint } from './paints.ts';
import { takePicture } from './picture-bytes.ts';
import { putOver, roundLike } from './picture-spot.ts';

const noteKey = 'preview-layer';

export type Preview = {
  target: NodeId;
  masks: NodeId[];
  png: Uint8Array;
  box: CanvasRect;
  readAt?: CanvasRect | undefined;
};

let shown: { layer: RectangleNode; key: string; showMasks(): void; watch: Watch } | null = null;

/**
 * Shows a picture in place in the one locked preview layer, refilling it when it lies there already. Never an undo step;
 * the masks are hidden until `clearPreview`.
 */
export async function showPreview({
  target: targetId,
  masks: maskIds,
  png,
  box,
  readAt,
}: Preview): Promise<undefined> {
  const masks = await findLayers(maskIds);
  const target = await resolveLayer(targetId);
  const key = JSON.stringify([targetId, maskIds]);
  const image = takePicture(png);
  if (shown !== null && (shown.key !== key || shown.layer.removed)) clearPreview();
  try {
    shown = shown ?? open(key, maskIds);
    const { layer } = shown;
    layer.name = 'Underpaint preview';
    noteTemporary(layer);
    const targetBox = canvasBoxOf(target);
    const place = moveAlong(box, readAt, targetBox);
    putOver(layer, target, place);
    roundLike(layer, target, place, targetBox);
    layer.fills = [imagePaint(image.hash)];
    layer.locked = true;
    shown.showMasks();
    shown.showMasks = setVisibleForNow(masks, false);
  } catch (thrown) {
    clearPreview();
    throw fromHost(thrown, 'place-refused');
  }
}

/** Takes the preview away and shows its masks again; without waiting, so that a closing plugin can do it too. */
export function clearPreview(): undefined {
  if (shown === null) return undefined;
  const { layer, showMasks, watch } = shown;
  shown = null;
  watch.end();
  showMasks();
  removeTemporary(layer);
}

/**
 * Takes the preview away before something is placed. What the person did beside it has made it part of a step of theirs;
 * taking it away is then a step too, so that undoing what is placed does not bring it back.
 */
export function leavePreview(): void {
  const isInSteps = shown?.watch.hasSeenOthers() ?? false;
  clearPreview();
  if (isInSteps) figma.commitUndo();
}

type Watch = { hasSeenOthers(): boolean; end(): void };

function open(key: string, maskIds: readonly NodeId[]): NonNullable<typeof shown> {
  const layer = figma.createRectangle();
  return { layer, key, showMasks: () => {}, watch: watchOthers([layer.id, ...maskIds]) };
}

/** Notices changes to other layers than ours on this page. */
function watchOthers(ours: readonly NodeId[]): Watch {
  const page = figma.currentPage;
  let hasSeenOthers = false;
  const look = ({ nodeChanges }: NodeChangeEvent) => {
    if (nodeChanges.some(({ id }) => !ours.includes(id))) hasSeenOthers = true;
  };
  page.on('nodechange', look);
  return { hasSeenOthers: () => hasSeenOthers, end: () => page.off('nodechange', look) };
}

/** Removes a preview that a crashed run, or an undo, has left; returns whether there was one. */
export async function removeStalePreview(): Promise<boolean> {
  if (shown !== null || !canStore()) return false;
  const id = figma.root.getPluginData(noteKey);
  if (id === '') return false;
  const layer = await findLayer(id);
  // An id alone could by now belong to something else; only what bears our mark is ours to remove.
  const isOurs = layer !== null && readMark(layer, 'preview') !== '';
  if (isOurs) layer.remove();
  figma.root.setPluginData(noteKey, '');
  return isOurs;
}

/** Notes the one layer of ours that must not outlive a crash. */
export function noteTemporary(layer: SceneNode): void {
  mark(layer, 'preview', 'yes');
  if (canStore()) figma.root.setPluginData(noteKey, layer.id);
}

/** Removes the noted layer and its note. */
export function removeTemporary(layer: SceneNode): void {
  if (!layer.removed) layer.remove();
  if (canStore()) figma.root.setPluginData(noteKey, '');
}
