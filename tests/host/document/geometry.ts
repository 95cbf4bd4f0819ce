import type { Effect, Rect, Transform } from '@figma/plugin-typings/plugin-api-standalone';
import { boxAround, IDENTITY, intersectionOf, multiply, unionOf } from './matrix.ts';
import { fitsChildren, isFrameLike, type NodeId, type NodeRecord } from './node.ts';
import { ancestorsOf, coordinateParentOf, type NodeSource } from './node-table.ts';

/** From the layer's own units to the canvas. */
export function absoluteTransform(nodes: NodeSource, id: NodeId): Transform {
  const node = nodes.get(id);
  if (node.type === 'PAGE' || node.type === 'DOCUMENT') return IDENTITY;
  const parent = coordinateParentOf(nodes, id);
  return parent ? multiply(absoluteTransform(nodes, parent.id), node.transform) : node.transform;
}

/** The axis-aligned box on the canvas around the layer's own rectangle, without strokes and shadows. */
export function absoluteBoundingBox(nodes: NodeSource, id: NodeId): Rect {
  const node = nodes.get(id);
  return boxAround(absoluteTransform(nodes, id), { x: 0, y: 0, width: node.width, height: node.height });
}

/** Whether the layer and all its ancestors are shown. */
export function isShown(nodes: NodeSource, id: NodeId): boolean {
  if (!nodes.get(id).visible) return false;
  for (const ancestor of ancestorsOf(nodes, id)) if (!ancestor.visible) return false;
  return true;
}

/**
 * The box of everything that the layer draws, with strokes, shadows and what its children draw, cut by frames that
 * clip; null where nothing is drawn. With `byAncestors` the frames around it cut too, as in `absoluteRenderBounds`;
 * without it the box is what an export of the layer alone covers.
 */
export function renderBounds(nodes: NodeSource, id: NodeId, byAncestors: boolean): Rect | null {
  if (byAncestors && !isShown(nodes, id)) return null;
  let bounds = subtreeBounds(nodes, id);
  if (!byAncestors) return bounds;
  for (const ancestor of ancestorsOf(nodes, id)) {
    if (!bounds) return null;
    if (isFrameLike(ancestor.type) && ancestor.clipsContent) {
      bounds = intersectionOf(bounds, absoluteBoundingBox(nodes, ancestor.id));
    }
  }
  return bounds;
}

function subtreeBounds(nodes: NodeSource, id: NodeId): Rect | null {
  const node = nodes.get(id);
  if (!node.visible) return null;
  const parts: Rect[] = [];
  const transform = absoluteTransform(nodes, id);
  const own = ownInk(node);
  if (own) parts.push(boxAround(transform, own));
  if (node.type !== 'BOOLEAN_OPERATION') {
    const clip = isFrameLike(node.type) && node.clipsContent ? absoluteBoundingBox(nodes, id) : null;
    for (const childId of node.childIds) {
      const drawn = subtreeBounds(nodes, childId);
      const seen = drawn && clip ? intersectionOf(drawn, clip) : drawn;
      if (seen) parts.push(seen);
    }
  }
  const ink = unionOf(parts);
  return ink && withEffects(ink, node.effects);
}

/** The rectangle that the layer itself paints, in its own units, or null for none. */
function ownInk(node: NodeRecord): Rect | null {
  if (node.type === 'PAGE' || node.type === 'DOCUMENT' || node.type === 'GROUP' || node.type === 'SLICE')
    return null;
  const filled = node.fills.some((paint) => paint.visible !== false);
  const stroked = node.strokes.some((paint) => paint.visible !== false) && node.strokeWeight > 0;
  if (!filled && !stroked) return null;
  if (fitsChildren(node.type) && node.childIds.length === 0) return null;
  if (node.type === 'TEXT' && node.characters === '') return null;
  const out = stroked ? strokeReach(node) : 0;
  return { x: -out, y: -out, width: node.width + 2 * out, height: node.height + 2 * out };
}

/** How far the stroke reaches beyond the layer's rectangle. */
function strokeReach(node: NodeRecord): number {
  const weight = node.strokeSides ? Math.max(...node.strokeSides) : node.strokeWeight;
  if (node.strokeAlign === 'INSIDE') return 0;
  return node.strokeAlign === 'OUTSIDE' ? weight : weight / 2;
}

function withEffects(ink: Rect, effects: readonly Effect[]): Rect {
  const parts = [ink];
  for (const effect of effects) {
    if (!effect.visible) continue;
    if (effect.type === 'DROP_SHADOW') {
      const reach = effect.radius + (effect.spread ?? 0);
      parts.push({
        x: ink.x + effect.offset.x - reach,
        y: ink.y + effect.offset.y - reach,
        width: Math.max(0, ink.width + 2 * reach),
        height: Math.max(0, ink.height + 2 * reach),
      });
    }
    if (effect.type === 'LAYER_BLUR') {
      const reach = effect.radius;
      parts.push({
        x: ink.x - reach,
        y: ink.y - reach,
        width: ink.width + 2 * reach,
        height: ink.height + 2 * reach,
      });
    }
  }
  return unionOf(parts) ?? ink;
}
