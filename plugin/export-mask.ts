import type { MaskReading } from '../protocol/engine-contract.ts';
import { AppError } from '../protocol/errors.ts';
import type { CanvasRect } from '../protocol/geometry.ts';
import type { NodeId } from '../protocol/host-contract.ts';
import { assertSize, exportPng, type PlacedPng, placeAt } from './export-png.ts';
import { isFigmaMask, readingOf } from './figma-mask.ts';
import { fromHost } from './host-errors.ts';
import { canvasBoxOf, readRenderBox, resolveLayer } from './layers.ts';
import { setVisibleForNow } from './mask-visibility.ts';
import { covers } from './node-geometry.ts';
import { longestSidePx } from './picture-bytes.ts';
import { clearPreview } from './preview-layer.ts';
import { standAlone } from './stage-together.ts';

export type MaskPng = PlacedPng & { reading: MaskReading; opacity: number };

/**
 * One mask alone: its alpha says where to repaint, by `reading` together with its color, and has been multiplied by the
 * layer's own `opacity`. With strokes and soft edges where they reach beyond its box, and whole where parents clip or hide
 * it. Throws AppError: target-gone, target-too-large, export-failed, and `mask-empty` for a mask that shows nothing.
 */
export async function exportMask(request: { mask: NodeId; scale: number }): Promise<MaskPng> {
  clearPreview();
  const mask = await resolveLayer(request.mask);
  const reading = readingOf(mask);
  const opacity = 'opacity' in mask && reading !== 'vector' ? mask.opacity : 1;
  let hideAgain = () => {};
  try {
    // A mask that was hidden with its patch serves again without the person looking for it.
    hideAgain = setVisibleForNow([mask], true);
    return { ...(await exportShape(mask, request.scale)), reading, opacity };
  } catch (thrown) {
    const error = fromHost(thrown, 'export-failed');
    throw error.code === 'target-empty' ? new AppError('mask-empty', error.message) : error;
  } finally {
    hideAgain();
  }
}

async function exportShape(mask: SceneNode, wantedScale: number): Promise<PlacedPng> {
  const box = canvasBoxOf(mask);
  const rendered = readRenderBox(mask);
  if (rendered !== null && covers(box, rendered) && !isFigmaMask(mask)) {
    return exportFitted(mask, wantedScale, { extent: box, useAbsoluteBounds: true });
  }
  // What its strokes really cover is sure only where no parent clips them, and what a mask of Figma's own looks like
  // only where it is none.
  const { copy, leave } = standAlone(mask);
  try {
    if (isFigmaMask(mask)) showItself(copy, readingOf(mask));
    const drawn = readRenderBox(copy) ?? rendered;
    if (drawn === null) throw new AppError('target-empty', `${mask.id} shows nothing`);
    const isInBox = covers(box, drawn);
    const extent = isInBox ? box : drawn;
    return await exportFitted(copy, wantedScale, { extent, useAbsoluteBounds: isInBox });
  } finally {
    leave();
  }
}

/** A mask may reach far beyond its picture; read coarser, it still says where. */
async function exportFitted(
  layer: SceneNode,
  wantedScale: number,
  { extent, useAbsoluteBounds }: { extent: CanvasRect; useAbsoluteBounds: boolean },
): Promise<PlacedPng> {
  const scale = Math.min(wantedScale, longestSidePx / Math.max(extent.width, extent.height));
  assertSize(extent, scale);
  return placeAt(await exportPng(layer, { scale, extent, useAbsoluteBounds }), extent, scale);
}

/** Makes the copy of a mask of Figma's own an ordinary layer; of one that counts by its outline, a filled outline. */
function showItself(copy: SceneNode, reading: MaskReading): void {
  if ('isMask' in copy) copy.isMask = false;
  if (reading !== 'vector') return;
  if ('opacity' in copy) copy.opacity = 1;
  if (copy.type === 'LINE' || !('fills' in copy)) return;
  copy.fills = [{ type: 'SOLID', color: { r: 0, g: 0, b: 0 } }];
  if ('strokes' in copy) copy.strokes = [];
}
