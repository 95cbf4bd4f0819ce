import { AppError } from '../protocol/errors.ts';
import type { CanvasRect } from '../protocol/geometry.ts';
import { fromHost } from './host-errors.ts';
import { pause, within } from './in-turn.ts';
import { readRenderBox } from './layers.ts';
import { readImagePaint } from './paints.ts';
import { longestSidePx } from './picture-bytes.ts';
import { readPngSize } from './png-header.ts';

export type PlacedPng = { png: Uint8Array; box: CanvasRect };

const exportPatienceMs = 60_000;
/** An empty layer comes back as a transparent file of about this size at most (field reports, 2026-08). */
const emptyFileBytes = 200;

export type HowToExport = {
  /** Pixels per unit. */
  scale: number;
  /** What the pixels are expected to cover, in units. */
  extent: CanvasRect;
  useAbsoluteBounds: boolean;
  /** The layer whose picture the export must show, where that is not the exported layer itself. */
  picture?: SceneNode | undefined;
};

/**
 * A layer with everything in it as a PNG in sRGB. The host rounds odd sizes; `placeAt` tells what such a picture covers.
 * Throws AppError: target-gone, target-empty, target-too-large, export-failed.
 */
export async function exportPng(
  layer: SceneNode,
  { scale, extent, useAbsoluteBounds, picture = layer }: HowToExport,
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
 * An export with what its pixels cover: as many units from the corner of `extent` on as they are at `scale`. A box that is
 * no whole number of pixels is cut or padded at its far edges; taken for stretched, all of it would lie a quarter of a
 * pixel off in its middle.
 */
export function placeAt(png: Uint8Array, extent: CanvasRect, scale: number): PlacedPng {
  const size = readPngSize(png);
  if (size === null) throw new AppError('export-failed', 'the host gave no PNG');
  return { png, box: { ...extent, width: size.width / scale, height: size.height / scale } };
}

/** Whether the host exports a box at that scale: 4096 px a side are sure. */
export function fitsExport(box: CanvasRect, scale: number): boolean {
  return Math.max(box.width, box.height) * scale <= longestSidePx + 0.5;
}

/** Throws AppError `target-too-large` or `target-empty` for what cannot be exported at that scale. */
export function assertSize(box: CanvasRect, scale: number): void {
  if (!fitsExport(box, scale))
    throw new AppError('target-too-large', `${Math.ceil(Math.max(box.width, box.height) * scale)} px`);
  if (Math.min(box.width, box.height) * scale < 0.5) throw new AppError('target-empty', 'less than a pixel');
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
