import type { Transform } from '@figma/plugin-typings/plugin-api-standalone';
import type { Document } from '../../document/document.ts';
import { absoluteTransform } from '../../document/geometry.ts';
import { applyTo, invert, multiply, translation } from '../../document/matrix.ts';
import type { NodeId } from '../../document/node.ts';
import type { HandleName } from '../overlay.ts';
import type { PointerAt } from './tool.ts';

/** A layer as it was when one of its handles was taken. */
export type ResizeStart = {
  id: NodeId;
  handle: HandleName;
  transform: Transform;
  /** From the canvas to the layer's own units. */
  toLocal: Transform;
  width: number;
  height: number;
};

export function startResize(document: Document, id: NodeId, handle: HandleName): ResizeStart {
  const { transform, width, height } = document.get(id);
  return { id, handle, transform, toLocal: invert(absoluteTransform(document, id)), width, height };
}

/** Drags a handle to the pointer in whole units; the opposite side stays. Shift keeps the proportions. */
export function resizeByHandle(document: Document, start: ResizeStart, at: PointerAt): void {
  if (!document.find(start.id)) return;
  const local = applyTo(start.toLocal, at.canvas);
  const { handle, width, height } = start;
  let left = handle.includes('w') ? Math.round(local.x) : 0;
  let top = handle.includes('n') ? Math.round(local.y) : 0;
  const right = handle.includes('e') ? Math.round(local.x) : width;
  const bottom = handle.includes('s') ? Math.round(local.y) : height;
  let [w, h] = [Math.max(1, right - left), Math.max(1, bottom - top)];
  if (at.shift || document.get(start.id).lockedAspectRatio) {
    const factor = handle.length === 1 && /[ns]/.test(handle) ? h / height : w / width;
    [w, h] = [Math.max(1, width * factor), Math.max(1, height * factor)];
  }
  if (handle.includes('w')) left = width - w;
  if (handle.includes('n')) top = height - h;
  document.change(() => {
    document.resize(start.id, w, h);
    document.setTransform(start.id, multiply(start.transform, translation(left, top)));
  });
}
