import { AppError } from '../protocol/errors.ts';
import type { CanvasRect, Size } from '../protocol/geometry.ts';
import type { Keeping, NodeId, Placed, Recipe } from '../protocol/host-contract.ts';
import { withoutCutting } from './figma-mask.ts';
import type { Above } from './find-spot.ts';
import { fromHost } from './host-errors.ts';
import { keepResult } from './keep-result.ts';
import { canvasBoxOf, findLayers, pageOf, resolveLayer } from './layers.ts';
import { mark, readMark } from './marks.ts';
import { moveAlong } from './node-geometry.ts';
import { canTakeFill, imagePaint, readFills, withPicture } from './paints.ts';
import { takePicture } from './picture-bytes.ts';
import { putOver, roundLike } from './picture-spot.ts';
import { leavePreview } from './preview-layer.ts';

type Kept = { png: Uint8Array; recipe: Recipe | null; keep?: Keeping | undefined };
type Fill = Kept & { target: NodeId };
type Patch = Kept & {
  target: NodeId;
  masks: NodeId[];
  box: CanvasRect;
  readAt?: CanvasRect | undefined;
  above?: Above | undefined;
  name: string;
};
type NewFrame = Kept & { size: Size; name: string };

/** Puts the picture into the target's fills: one undo step, or nothing changed and an AppError. */
export async function placeFill({ target: id, png, recipe, keep }: Fill): Promise<Placed> {
  leavePreview();
  const target = await resolveLayer(id);
  const before = readFills(target);
  if (!canTakeFill(target) || before === null || !('fills' in target)) {
    throw new AppError('place-refused', `${target.type} ${id} takes no fill`);
  }
  const { hash } = takePicture(png);
  return inOneStep(
    () => {
      target.fills = withPicture(before, hash, readMark(target, 'fill'));
      mark(target, 'fill', hash);
      keepResult(target, recipe, keep);
      return placedAs(target);
    },
    () => {
      target.fills = before;
    },
  );
}

/** Adds exactly one layer with the picture over the target and hides the masks: one undo step, or nothing changed. */
export async function placePatch({
  target: id,
  masks: maskIds,
  png,
  box,
  readAt,
  above = 'all',
  name,
  recipe,
  keep,
}: Patch): Promise<Placed> {
  leavePreview();
  const target = await resolveLayer(id);
  const masks = await findLayers(maskIds);
  const toHide = withoutCutting(masks);
  const targetBox = canvasBoxOf(target);
  const place = moveAlong(box, readAt, targetBox);
  const { hash } = takePicture(png);
  const hidden: SceneNode[] = [];
  let layer: RectangleNode | null = null;
  return inOneStep(
    () => {
      layer = figma.createRectangle();
      layer.name = name;
      putOver(layer, target, place, above);
      roundLike(layer, target, place, targetBox);
      layer.fills = [imagePaint(hash)];
      // A frame that is resized later takes its patches along.
      layer.constraints = { horizontal: 'SCALE', vertical: 'SCALE' };
      mark(layer, 'patchOf', target.id);
      keepResult(layer, recipe, keep);
      for (const mask of toHide) {
        if (!mask.visible) continue;
        mask.visible = false;
        hidden.push(mask);
      }
      selectInsteadOf(masks, target);
      return placedAs(layer);
    },
    () => {
      for (const mask of hidden) mask.visible = true;
      if (layer !== null && !layer.removed) layer.remove();
    },
  );
}

/** Adds a frame of `size` units filled with the picture at the viewport's center: one undo step, or nothing changed. */
export async function placeFrame({ size, png, name, recipe, keep }: NewFrame): Promise<Placed> {
  leavePreview();
  const { hash } = takePicture(png);
  let frame: FrameNode | null = null;
  return inOneStep(
    () => {
      frame = figma.createFrame();
      frame.name = name;
      frame.resize(size.width, size.height);
      const { center } = figma.viewport;
      frame.x = Math.round(center.x - size.width / 2);
      frame.y = Math.round(center.y - size.height / 2);
      frame.fills = [imagePaint(hash)];
      mark(frame, 'fill', hash);
      keepResult(frame, recipe, keep);
      figma.currentPage.selection = [frame];
      return placedAs(frame);
    },
    () => {
      if (frame !== null && !frame.removed) frame.remove();
    },
  );
}

/**
 * Changes the document without waiting in between, so that nothing can come between, and closes the undo step. On any
 * refusal `takeBack` leaves the document as it was.
 */
export function inOneStep<T>(change: () => T, takeBack: () => void): T {
  try {
    const result = change();
    figma.commitUndo();
    return result;
  } catch (thrown) {
    try {
      takeBack();
    } catch {
      // What cannot be taken back is gone already; the first error is the one to tell.
    }
    throw fromHost(thrown, 'place-refused');
  }
}

function placedAs(layer: SceneNode): Placed {
  return { node: layer.id, page: pageOf(layer)?.name ?? '' };
}

/** A mask that is hidden now is no use as a selection; the picture that was painted on is. */
function selectInsteadOf(masks: readonly SceneNode[], target: SceneNode): void {
  const page = figma.currentPage;
  const ids = new Set(masks.map(({ id }) => id));
  if (ids.size === 0 || !page.selection.some(({ id }) => ids.has(id))) return;
  let root: BaseNode | null = target;
  while (root !== null && root.type !== 'PAGE') root = root.parent;
  if (root?.id === page.id) page.selection = [target];
}
