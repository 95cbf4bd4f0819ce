import { AppError } from '../protocol/errors.ts';
import type { CanvasRect } from '../protocol/geometry.ts';
import type { NodeId } from '../protocol/host-contract.ts';
import { fromHost } from './host-errors.ts';
import { pause, within } from './in-turn.ts';
import { canvasBoxOf, findLayers, isInside, readRenderBox, resolveLayer } from './layers.ts';
import { setVisibleForNow } from './mask-visibility.ts';
import { covers } from './node-geometry.ts';
import { readImagePaint } from './paints.ts';
import { longestSidePx } from './picture-bytes.ts';
import { patchesAbove } from './picture-spot.ts';
import { readPngSize } from './png-header.ts';
import { clearPreview } from './preview-layer.ts';
import { stageTogether, standAlone } from './stage-together.ts';

export type PlacedPng = { png: Uint8Array; box: CanvasRect };
export type TargetPng = PlacedPng & { isCutOut: boolean };

/** What has another outline than its box, beside frames and rectangles, whose corners the placed layer takes over. */
const cutOut = new Set(['ELLIPSE', 'POLYGON', 'STAR', 'VECTOR', 'BOOLEAN_OPERATION']);

const exportPatienceMs = 60_000;
/** An empty layer comes back as a transparent file of about this size at most (field reports, 2026-08). */
const emptyFileBytes = 200;

/**
 * The target as it looks without its masks: a PNG at `scale` pixels per unit and the canvas box that its pixels cover. The
 * host rounds odd sizes, so the true scale is in the PNG's header. Throws AppError: target-gone, target-hidden,
 * target-empty, target-too-large, export-failed.
 */
export async function exportTarget(request: {
  target: NodeId;
  masks: NodeId[];
  scale: number;
}): Promise<TargetPng> {
  clearPreview();
  const target = await resolveLayer(request.target);
  const masks = await findLayers(request.masks);
  assertShown(target);
  const box = canvasBoxOf(target);
  assertSize(box, request.scale);
  const isCutOut = cutOut.has(target.type);
  const showMasks = setVisibleForNow(
    masks.filter((mask) => isInside(mask, target)),
    false,
  );
  let leaveStage = () => {};
  try {
    const patches = patchesAbove(target);
    const how = { scale: request.scale, extent: box, useAbsoluteBounds: true };
    if (patches.length === 0) return { png: await exportWhole(target, how), box, isCutOut };
    const { stage, leave } = stageTogether([target, ...patches], box);
    leaveStage = leave;
    return { png: await exportWhole(stage, { ...how, picture: target }), box, isCutOut };
  } finally {
    leaveStage();
    showMasks();
  }
}

/**
 * One mask alone: its alpha says where to repaint. With strokes and soft edges where they reach beyond its box. Throws
 * AppError like `exportTarget`, and `mask-empty` for a mask that shows nothing.
 */
export async function exportMask(request: { mask: NodeId; scale: number }): Promise<PlacedPng> {
  clearPreview();
  const mask = await resolveLayer(request.mask);
  // A mask that was hidden with its patch serves again without the person looking for it.
  const hideAgain = setVisibleForNow([mask], true);
  try {
    return await exportShape(mask, request.scale);
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'target-empty') {
      throw new AppError('mask-empty', thrown.message);
    }
    throw thrown;
  } finally {
    hideAgain();
  }
}

async function exportShape(mask: SceneNode, wantedScale: number): Promise<PlacedPng> {
  const box = canvasBoxOf(mask);
  const rendered = readRenderBox(mask);
  if (rendered === null) throw new AppError('target-empty', `${mask.id} shows nothing`);
  if (covers(box, rendered)) {
    const scale = fitScale(wantedScale, box);
    return { png: await exportWhole(mask, { scale, extent: box, useAbsoluteBounds: true }), box };
  }
  // What its strokes really cover is sure only where no parent clips them.
  const { copy, leave } = standAlone(mask);
  try {
    const extent = readRenderBox(copy) ?? rendered;
    const scale = fitScale(wantedScale, extent);
    return { png: await exportWhole(copy, { scale, extent, useAbsoluteBounds: false }), box: extent };
  } finally {
    leave();
  }
}

/** A mask may reach far beyond its picture; read coarser, it still says where. */
function fitScale(wanted: number, extent: CanvasRect): number {
  const scale = Math.min(wanted, longestSidePx / Math.max(extent.width, extent.height));
  assertSize(extent, scale);
  return scale;
}

type How = {
  scale: number;
  extent: CanvasRect;
  useAbsoluteBounds: boolean;
  /** The layer whose picture the export must show, where that is not the exported layer itself. */
  picture?: SceneNode;
};

async function exportWhole(
  layer: SceneNode,
  { scale, extent, useAbsoluteBounds, picture = layer }: How,
): Promise<Uint8Array> {
  const settings: ExportSettingsImage = {
    format: 'PNG',
    constraint: { type: 'SCALE', value: scale },
    contentsOnly: true,
    useAbsoluteBounds,
    // Pixels and model speak sRGB, whatever the document does.
    colorProfile: 'SRGB',
  };
  // Read now: after the export the layer may be gone.
  const isBlank = readRenderBox(layer) === null;
  const imageHash = readImagePaint(picture)?.imageHash ?? null;
  try {
    const takeOne = () => within(exportPatienceMs, layer.exportAsync(settings));
    const png = await withPictureLoaded(await takeOne(), imageHash, takeOne);
    const size = readPngSize(png);
    if (size === null) throw new AppError('export-failed', 'the host gave no PNG');
    if (isBlank && png.byteLength <= emptyFileBytes)
      throw new AppError('target-empty', `${layer.id} shows nothing`);
    // One pixel of rounding at each edge is the host's; more is not what was asked for.
    const isAsAsked =
      Math.abs(size.width - extent.width * scale) <= 2 && Math.abs(size.height - extent.height * scale) <= 2;
    if (!isAsAsked) throw new AppError('export-failed', `${size.width} x ${size.height} px came`);
    return png;
  } catch (thrown) {
    const error = fromHost(thrown, 'export-failed');
    if (error.code === 'export-failed' && isBlank) throw new AppError('target-empty', error.message);
    throw error;
  }
}

/**
 * Under memory pressure the host exports a picture that is not decoded yet as plain white (field report, 2026-08). A file
 * far smaller than its picture's own is taken for one, and read again after real time; the largest try is kept.
 */
async function withPictureLoaded(
  png: Uint8Array,
  imageHash: string | null,
  again: () => Promise<Uint8Array>,
): Promise<Uint8Array> {
  const size = readPngSize(png);
  if (imageHash === null || size === null || !isPlain(png, size.width * size.height)) return png;
  const original = await within(exportPatienceMs, readOriginal(imageHash)).catch(() => null);
  if (original === null || isPlain(original.bytes, original.pixels)) return png;
  let best = png;
  for (const waitMs of [100, 400]) {
    await pause(waitMs);
    const next = await again();
    if (next.byteLength > best.byteLength) best = next;
    if (!isPlain(best, size.width * size.height)) break;
  }
  return best;
}

async function readOriginal(imageHash: string): Promise<{ bytes: Uint8Array; pixels: number } | null> {
  const image = figma.getImageByHash(imageHash);
  if (image === null) return null;
  const [bytes, { width, height }] = await Promise.all([image.getBytesAsync(), image.getSizeAsync()]);
  return { bytes, pixels: width * height };
}

/** One color everywhere takes a PNG about a thousandth of a byte per pixel; photographs take hundreds of times that. */
function isPlain(file: Uint8Array, pixels: number): boolean {
  return file.byteLength < 300 + pixels / 100;
}

function assertShown(layer: SceneNode): void {
  for (let node: BaseNode | null = layer; node !== null && node.type !== 'PAGE'; node = node.parent) {
    if ('visible' in node && !node.visible) throw new AppError('target-hidden', layer.id);
  }
}

function assertSize(box: CanvasRect, scale: number): void {
  const longest = Math.max(box.width, box.height) * scale;
  if (longest > longestSidePx + 0.5) throw new AppError('target-too-large', `${Math.ceil(longest)} px`);
  if (Math.min(box.width, box.height) * scale < 0.5) throw new AppError('target-empty', 'less than a pixel');
}
