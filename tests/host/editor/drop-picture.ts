import type { Vector } from '@figma/plugin-typings/plugin-api-standalone';
import type { Document } from '../document/document.ts';
import type { NodeId } from '../document/node.ts';
import { containerAt, transformAt } from './placement.ts';

/** Adds a picture file as a layer at a point of the canvas, in its own size; answers the refusal where it is none. */
export async function placePictureFile(
  document: Document,
  file: File,
  point: Vector,
): Promise<NodeId | string> {
  const stored = document.images.add(new Uint8Array(await file.arrayBuffer()));
  if (typeof stored === 'string') return stored;
  return document.act(() => {
    const parentId = containerAt(document, point);
    const id = document.create('RECTANGLE', parentId, {
      name: file.name.replace(/\.[^.]*$/, ''),
      width: stored.width,
      height: stored.height,
      fills: [{ type: 'IMAGE', imageHash: stored.hash, scaleMode: 'FILL' }],
    });
    const corner = { x: Math.round(point.x - stored.width / 2), y: Math.round(point.y - stored.height / 2) };
    document.setTransform(id, transformAt(document, parentId, corner));
    document.setSelection([id]);
    return id;
  });
}
