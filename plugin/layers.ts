import { AppError } from '../protocol/errors.ts';
import type { CanvasRect } from '../protocol/geometry.ts';
import type { NodeId } from '../protocol/host-contract.ts';
import { type Affine, identity } from './node-geometry.ts';

/** The layer with this id, or null when it is gone. Ask again after every await: a person works on meanwhile. */
export async function findLayer(id: NodeId): Promise<SceneNode | null> {
  const node = await figma.getNodeByIdAsync(id);
  if (node === null || node.removed || node.type === 'PAGE' || node.type === 'DOCUMENT') return null;
  return node;
}

/** The layer with this id. Throws AppError('target-gone') when there is none. */
export async function resolveLayer(id: NodeId): Promise<SceneNode> {
  const layer = await findLayer(id);
  if (layer === null) throw new AppError('target-gone', id);
  return layer;
}

/** Those of the layers that are still there. */
export async function findLayers(ids: readonly NodeId[]): Promise<SceneNode[]> {
  const found = await Promise.all(ids.map(findLayer));
  return found.filter((layer): layer is SceneNode => layer !== null && !layer.removed);
}

/** The layer's axis-aligned box on the canvas. Throws AppError('target-empty') where there is none. */
export function canvasBoxOf(layer: SceneNode): CanvasRect {
  const box = readBox(layer);
  if (box === null) throw new AppError('target-empty', `${layer.id} has no box`);
  return box;
}

/** The layer's axis-aligned box on the canvas without strokes and effects; null where it has none. */
export function readBox(layer: SceneNode): CanvasRect | null {
  return 'absoluteBoundingBox' in layer ? plainBox(layer.absoluteBoundingBox) : null;
}

/** What the layer really covers, with strokes and effects and without what its parents clip; null when nothing shows. */
export function readRenderBox(layer: SceneNode): CanvasRect | null {
  return 'absoluteRenderBounds' in layer ? plainBox(layer.absoluteRenderBounds) : null;
}

function plainBox(rect: Rect | null): CanvasRect | null {
  return rect === null ? null : { x: rect.x, y: rect.y, width: rect.width, height: rect.height };
}

/** The transform that x and y of the parent's children count from: groups and booleans have none of their own. */
export function coordinatesOf(parent: BaseNode & ChildrenMixin): Affine {
  let space: BaseNode | null = parent;
  while (space !== null && (space.type === 'GROUP' || space.type === 'BOOLEAN_OPERATION'))
    space = space.parent;
  return space !== null && 'absoluteTransform' in space ? space.absoluteTransform : identity;
}

/** The outermost instance that the layer is in; the layer itself when it is one; null outside of instances. */
export function instanceAround(layer: SceneNode): InstanceNode | null {
  let outermost: InstanceNode | null = null;
  for (let node: BaseNode | null = layer; node !== null; node = node.parent) {
    if (node.type === 'INSTANCE') outermost = node;
  }
  return outermost;
}

export function isInside(layer: SceneNode, ancestor: SceneNode): boolean {
  for (let node: BaseNode | null = layer.parent; node !== null; node = node.parent) {
    if (node.id === ancestor.id) return true;
  }
  return false;
}

/** The page that a layer lies on; null for one that is gone. */
export function pageOf(layer: SceneNode): PageNode | null {
  for (let node: BaseNode | null = layer; node !== null; node = node.parent) {
    if (node.type === 'PAGE') return node;
  }
  return null;
}
