import type { Document } from '../../document/document.ts';
import { absoluteTransform } from '../../document/geometry.ts';
import { applyTo, invert } from '../../document/matrix.ts';
import { containerAt } from '../../editor/placement.ts';
import type { Viewport } from '../../editor/viewport.ts';
import type { CanvasDrop, DroppedFile } from '../../plugin-runtime/plugin-runtime.ts';

/** Reads a panel's `pluginDrop` message as a drop onto the layer that lies there; null for what is none. */
export async function readPluginDrop(
  value: unknown,
  document: Document,
  viewport: Viewport,
  area: HTMLElement,
): Promise<CanvasDrop | null> {
  if (!isRecord(value)) return null;
  const { clientX, clientY, items, files, dropMetadata } = value;
  if (typeof clientX !== 'number' || typeof clientY !== 'number') return null;
  const box = area.getBoundingClientRect();
  const point = viewport.toCanvas(clientX - box.left, clientY - box.top);
  const nodeId = containerAt(document, point);
  const local = applyTo(invert(absoluteTransform(document, nodeId)), point);
  const blobs = Array.isArray(files) ? files.filter((file): file is File => file instanceof Blob) : [];
  return {
    nodeId,
    x: local.x,
    y: local.y,
    absoluteX: point.x,
    absoluteY: point.y,
    items: Array.isArray(items) ? items.filter(isItem) : [],
    files: await Promise.all(blobs.map(readFile)),
    dropMetadata,
  };
}

async function readFile(file: File): Promise<DroppedFile> {
  return { name: file.name ?? '', type: file.type, bytes: new Uint8Array(await file.arrayBuffer()) };
}

function isItem(value: unknown): value is { type: string; data: string } {
  return isRecord(value) && typeof value.type === 'string' && typeof value.data === 'string';
}

function isRecord(value: unknown): value is { [key: string]: unknown } {
  return typeof value === 'object' && value !== null;
}
