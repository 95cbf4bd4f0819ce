import type { CanvasRect } from '../protocol/geometry.ts';
import type { NodeId } from '../protocol/host-contract.ts';
import { withoutCutting } from './figma-mask.ts';
import { createFillLayer, putAsFill } from './fill-preview.ts';
import type { Above } from './find-spot.ts';
import { fromHost } from './host-errors.ts';
import { canvasBoxOf, findLayers, resolveLayer } from './layers.ts';
import { setVisibleForNow } from './mask-visibility.ts';
import { moveAlong } from './node-geometry.ts';
import { onPageChange } from './page-changes.ts';
import { imagePaint } from './paints.ts';
import { takePicture } from './picture-bytes.ts';
import { type PictureLayer, putOver, roundLike } from './picture-spot.ts';
import { noteTemporary, removeTemporary } from './temporary-layer.ts';

export type Preview = {
  target: NodeId;
  masks: NodeId[];
  png: Uint8Array;
  box: CanvasRect;
  readAt?: CanvasRect | undefined;
  isFill?: boolean | undefined;
  above?: Above | undefined;
};

let shown: { layer: PictureLayer; key: string; showMasks(): void; watch: Watch } | null = null;

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
  isFill = false,
  above = 'all',
}: Preview): Promise<undefined> {
  const target = await resolveLayer(targetId);
  const masks = await findLayers(maskIds);
  const key = JSON.stringify([targetId, maskIds, isFill, above]);
  const image = takePicture(png);
  if (shown !== null && (shown.key !== key || shown.layer.removed)) clearPreview();
  try {
    shown = shown ?? open(isFill ? createFillLayer(target) : figma.createRectangle(), key, maskIds);
    const { layer } = shown;
    layer.name = 'Underpaint preview';
    noteTemporary(layer);
    if (isFill) putAsFill(layer, target);
    else {
      const targetBox = canvasBoxOf(target);
      const place = moveAlong(box, readAt, targetBox);
      putOver(layer, target, place, above);
      roundLike(layer, target, place, targetBox);
    }
    layer.fills = [imagePaint(image.hash)];
    layer.locked = true;
    shown.showMasks();
    shown.showMasks = setVisibleForNow(withoutCutting(masks), false);
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

function open(layer: PictureLayer, key: string, maskIds: readonly NodeId[]): NonNullable<typeof shown> {
  return { layer, key, showMasks: () => {}, watch: watchOthers([layer.id, ...maskIds]) };
}

/** Notices changes to other layers than ours on this page. */
function watchOthers(ours: readonly NodeId[]): Watch {
  let hasSeenOthers = false;
  const end = onPageChange(figma.currentPage, ({ nodeChanges }) => {
    if (nodeChanges.some(({ id }) => !ours.includes(id))) hasSeenOthers = true;
  });
  return { hasSeenOthers: () => hasSeenOthers, end };
}
