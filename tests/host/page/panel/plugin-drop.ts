import type { Vector } from '@figma/plugin-typings/plugin-api-standalone';
import type { Document } from '../../document/document.ts';
import { absoluteTransform } from '../../document/geometry.ts';
import { applyTo, invert } from '../../document/matrix.ts';
import { containerAt } from '../../editor/placement.ts';
import type { Viewport } from '../../editor/viewport.ts';
import type { CanvasDrop, DroppedFile } from '../../plugin-runtime/plugin-runtime.ts';

/** Where things are let go: the canvas area, and the panel's own corner in the window. */
export type DropGround = { document: Document; viewport: Viewport; area: HTMLElement; panel: DOMRect };

/**
 * Reads a panel's `pluginDrop` message as a drop onto the layer that lies there; null for what is none. The panel
 * counts from its own corner.
 */
export async function readPluginDrop(value: unknown, ground: DropGround): Promise<CanvasDrop | null> {
  if (!isRecord(value)) return null;
  const { clientX, clientY, items, files, dropMetadata } = value;
  if (typeof clientX !== 'number' || typeof clientY !== 'number') return null;
  const { document, viewport, area, panel } = ground;
  const box = area.getBoundingClientRect();
  const point = viewport.toCanvas(clientX + panel.left - box.left, clientY + panel.top - box.top);
  const dropped = {
    items: Array.isArray(items) ? items.filter(isItem) : [],
    files: Array.isArray(files) ? files.filter(isFile) : [],
  };
  return { ...(await dropAt(document, point, dropped.files)), items: dropped.items, dropMetadata };
}

/** Files let go at a point of the canvas, as the plugin hears of them. */
export async function dropAt(document: Document, point: Vector, files: readonly File[]): Promise<CanvasDrop> {
  const nodeId = containerAt(document, point);
  const local = applyTo(invert(absoluteTransform(document, nodeId)), point);
  return {
    nodeId,
    x: local.x,
    y: local.y,
    absoluteX: point.x,
    absoluteY: point.y,
    items: [],
    files: await Promise.all(files.map(readFile)),
  };
}

async function readFile(file: File): Promise<DroppedFile> {
  return { name: file.name, type: file.type, bytes: new Uint8Array(await file.arrayBuffer()) };
}

/** Told by name: a file from a frame is of that frame's own kind. */
function isFile(value: unknown): value is File {
  return Object.prototype.toString.call(value) === '[object File]';
}

function isItem(value: unknown): value is { type: string; data: string } {
  return isRecord(value) && typeof value.type === 'string' && typeof value.data === 'string';
}

function isRecord(value: unknown): value is { [key: string]: unknown } {
  return typeof value === 'object' && value !== null;
}
