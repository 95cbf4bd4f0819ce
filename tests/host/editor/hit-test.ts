import type { Vector } from '@figma/plugin-typings/plugin-api-standalone';
import type { Document } from '../document/document.ts';
import { absoluteTransform } from '../document/geometry.ts';
import { applyTo, invert } from '../document/matrix.ts';
import { fitsChildren, isFrameLike, type NodeId, type NodeRecord } from '../document/node.ts';
import type { Rasteriser } from '../render/canvas-kit.ts';
import { nodeShape, pathOf } from '../render/node-shape.ts';
import { withScope } from '../render/scope.ts';

/** The layers under a point of the canvas from the page's child down to the topmost one, empty for none. */
export function pathUnder(document: Document, raster: Rasteriser, point: Vector): NodeId[] {
  return descend(document, raster, document.get(document.currentPageId), point) ?? [];
}

/**
 * Which layer a click selects: what lies directly in the page or in a frame of the page, or a neighbor of what is
 * selected already. `isDeep` takes the innermost layer, `into` one level further down than a click would.
 */
export function pick(
  document: Document,
  path: readonly NodeId[],
  options: { isDeep?: boolean; into?: boolean } = {},
): NodeId | null {
  if (path.length === 0) return null;
  if (options.isDeep) return path.at(-1) ?? null;
  const isArtboard = isFrameLike(document.get(path[0]!).type) || document.get(path[0]!).type === 'SECTION';
  const level = Math.max(isArtboard ? 1 : 0, levelOfSelection(document, path));
  return path[Math.min(level + (options.into ? 1 : 0), path.length - 1)] ?? null;
}

/** The level in the path at which the selection's neighbors lie, -1 where it lies elsewhere. */
function levelOfSelection(document: Document, path: readonly NodeId[]): number {
  const levels = document.selection().map((id) => {
    const parentId = document.find(id)?.parentId;
    return parentId ? path.indexOf(parentId) + 1 : -1;
  });
  return Math.max(-1, ...levels);
}

function descend(
  document: Document,
  raster: Rasteriser,
  container: NodeRecord,
  point: Vector,
): NodeId[] | null {
  for (const id of [...container.childIds].reverse()) {
    const node = document.get(id);
    if (!node.visible || node.locked) continue;
    const isOver = isOverNode(document, raster, node, point);
    const cuts = isFrameLike(node.type) && node.clipsContent;
    const looksInside = node.childIds.length > 0 && node.type !== 'BOOLEAN_OPERATION' && (isOver || !cuts);
    const below = looksInside ? descend(document, raster, node, point) : null;
    if (below) return [id, ...below];
    if (isOver && !(fitsChildren(node.type) && node.type === 'GROUP')) return [id];
  }
  return null;
}

function isOverNode(document: Document, raster: Rasteriser, node: NodeRecord, point: Vector): boolean {
  const local = applyTo(invert(absoluteTransform(document, node.id)), point);
  const slack = node.type === 'LINE' || node.type === 'VECTOR' ? node.strokeWeight / 2 + 4 : 0;
  const isInBox =
    local.x >= -slack && local.y >= -slack && local.x <= node.width + slack && local.y <= node.height + slack;
  if (!isInBox || slack > 0) return isInBox;
  return withScope((scope) => {
    const shape = nodeShape(raster, document, node, scope);
    if (!shape || shape.kind === 'box') return true;
    return pathOf(raster, shape, scope).contains(local.x, local.y);
  });
}
