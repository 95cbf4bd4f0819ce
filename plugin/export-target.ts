import { AppError } from '../protocol/errors.ts';
import type { CanvasRect } from '../protocol/geometry.ts';
import type { NodeId } from '../protocol/host-contract.ts';
import { assertSize, exportPng, fitsExport, type PlacedPng, placeAt } from './export-png.ts';
import { chooseWindow, unionOf } from './export-window.ts';
import { withoutCutting } from './figma-mask.ts';
import { patchesAbove } from './find-spot.ts';
import { fromHost } from './host-errors.ts';
import { canvasBoxOf, findLayers, isInside, readBox, resolveLayer } from './layers.ts';
import { leaveOnlyPictures } from './leave-only-pictures.ts';
import { setVisibleForNow } from './mask-visibility.ts';
import { picturesWithin, showsPicture } from './pictures-within.ts';
import { clearPreview } from './preview-layer.ts';
import { stageTogether } from './stage-together.ts';

type Request = {
  target: NodeId;
  masks: NodeId[];
  /** Pixels per unit. */
  scale: number;
  shows?: 'all' | 'pictures' | undefined;
  /** Layers beside the target that count as part of it. */
  also?: NodeId[] | undefined;
  around?: CanvasRect | undefined;
};

export type TargetPng = PlacedPng & { isCutOut: boolean; isWindow: boolean };

/** What has another outline than its box, beside frames and rectangles, whose corners the placed layer takes over. */
const cutOut = new Set(['ELLIPSE', 'POLYGON', 'STAR', 'VECTOR', 'BOOLEAN_OPERATION']);

/**
 * The target as it looks without its masks, or only the pictures of it: a PNG and the canvas box that its pixels cover, a
 * part of the target where all of it is more than the host exports. Throws AppError: target-gone, target-hidden,
 * target-empty, target-too-large, export-failed.
 */
export async function exportTarget(request: Request): Promise<TargetPng> {
  clearPreview();
  const target = await resolveLayer(request.target);
  const masks = await findLayers(request.masks);
  const also = await findLayers(request.also ?? []);
  const beside = also.filter((layer) => !isInside(layer, target));
  assertShown(target);
  const whole = canvasBoxOf(target);
  const isWindow = !fitsExport(whole, request.scale);
  // A part is worth reading at its full density only.
  const scale = isWindow ? Math.max(1, request.scale) : request.scale;
  const box = isWindow
    ? chooseWindow(whole, scale, request.around ?? boxAround([...masks, ...beside]) ?? whole)
    : whole;
  assertSize(box, scale);
  const apart = new Set([...request.masks, ...beside.map(({ id }) => id)]);
  let showMasks = () => {};
  let hideAgain = () => {};
  try {
    const patches = patchesAbove(target).filter(({ id }) => !apart.has(id));
    showMasks = setVisibleForNow(
      withoutCutting(masks).filter((mask) => isInside(mask, target)),
      false,
    );
    // A sketch that was hidden with its result counts again when that is made anew.
    hideAgain = setVisibleForNow(also, true);
    const above = [...patches, ...sortByPaintOrder(beside)];
    const isPlain = above.length === 0 && !isWindow && request.shows !== 'pictures';
    const png = isPlain
      ? await exportPng(target, { scale, extent: box, useAbsoluteBounds: true })
      : await exportCopies(target, above, { ...request, scale }, box);
    return { ...placeAt(png, box, scale), isCutOut: cutOut.has(target.type), isWindow };
  } catch (thrown) {
    throw fromHost(thrown, 'export-failed');
  } finally {
    hideAgain();
    showMasks();
  }
}

/** Exports copies of the target and of what is above it, laid on a transparent stage over `box`. */
async function exportCopies(
  target: SceneNode,
  patches: readonly SceneNode[],
  { shows, scale, masks }: Request,
  box: CanvasRect,
): Promise<Uint8Array> {
  const picture = showsPicture(target) ? target : picturesWithin(target, new Set(masks)).pop()?.layer;
  const { stage, copies, leave } = stageTogether([target, ...patches], box);
  try {
    const [copy] = copies;
    if (shows === 'pictures' && copy !== undefined && !leaveOnlyPictures(copy) && patches.length === 0) {
      throw new AppError('target-empty', `${target.id} holds no picture`);
    }
    return await exportPng(stage, { scale, extent: box, useAbsoluteBounds: true, picture });
  } finally {
    leave();
  }
}

/** What is painted first comes first, among layers of one parent; others keep the order that they are given in. */
function sortByPaintOrder(layers: readonly SceneNode[]): SceneNode[] {
  const placeOf = (layer: SceneNode) =>
    layer.parent === null || !('children' in layer.parent)
      ? 0
      : layer.parent.children.findIndex(({ id }) => id === layer.id);
  return [...layers].sort((a, b) => (a.parent?.id === b.parent?.id ? placeOf(a) - placeOf(b) : 0));
}

function boxAround(layers: readonly SceneNode[]): CanvasRect | null {
  return unionOf(layers.map(readBox).filter((box) => box !== null));
}

function assertShown(layer: SceneNode): void {
  for (let node: BaseNode | null = layer; node !== null && node.type !== 'PAGE'; node = node.parent) {
    if ('visible' in node && !node.visible) throw new AppError('target-hidden', layer.id);
  }
}
