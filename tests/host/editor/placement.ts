import type { Rect, Transform, Vector } from '@figma/plugin-typings/plugin-api-standalone';
import type { Document } from '../document/document.ts';
import { absoluteTransform } from '../document/geometry.ts';
import { applyTo, IDENTITY, invert, multiply } from '../document/matrix.ts';
import type { NodeId } from '../document/node.ts';
import { coordinateParentOf, isInside, isInstanceSublayer } from '../document/node-table.ts';

/** The innermost frame or section that takes a new layer at a point, the page where there is none. */
export function containerAt(document: Document, point: Vector, moved: readonly NodeId[] = []): NodeId {
  const takes = (id: NodeId): NodeId => {
    for (const childId of [...document.get(id).childIds].reverse()) {
      const child = document.get(childId);
      if (!child.visible || child.locked || moved.includes(childId)) continue;
      const isGroup = child.type === 'GROUP';
      const holds = child.type === 'FRAME' || child.type === 'COMPONENT' || child.type === 'SECTION';
      if (!isGroup && !holds) continue;
      if (isGroup) {
        const inside = takes(childId);
        if (inside !== childId) return inside;
        continue;
      }
      const local = applyTo(invert(absoluteTransform(document, childId)), point);
      const isOver = local.x >= 0 && local.y >= 0 && local.x < child.width && local.y < child.height;
      if (isOver && !isInstanceSublayer(childId)) return takes(childId);
    }
    return id;
  };
  return takes(document.currentPageId);
}

/** The transform that shows a layer of `parentId` at a place of the canvas, upright on the screen. */
export function transformAt(document: Document, parentId: NodeId, point: Vector): Transform {
  const upright: Transform = [
    [1, 0, point.x],
    [0, 1, point.y],
  ];
  return multiply(invert(containerTransform(document, parentId)), upright);
}

/** Puts a layer into another container and leaves it where it is on the canvas. */
export function moveToContainer(document: Document, id: NodeId, parentId: NodeId): void {
  if (document.get(id).parentId === parentId || isInside(document, parentId, id)) return;
  const placed = absoluteTransform(document, id);
  document.change(() => {
    document.move(id, parentId);
    document.setTransform(id, multiply(invert(containerTransform(document, parentId)), placed));
  });
}

/** The nearest container that is no group, for telling whether a layer has left it. */
export function frameOf(document: Document, id: NodeId): NodeId {
  return coordinateParentOf(document, id)?.id ?? document.currentPageId;
}

/** From the coordinates that children of `parentId` are told in to the canvas. */
export function containerTransform(document: Document, parentId: NodeId): Transform {
  const parent = document.get(parentId);
  if (parent.type === 'PAGE') return IDENTITY;
  if (parent.type === 'GROUP' || parent.type === 'BOOLEAN_OPERATION') {
    const outer = coordinateParentOf(document, parentId);
    return outer ? absoluteTransform(document, outer.id) : IDENTITY;
  }
  return absoluteTransform(document, parentId);
}

/** The box between two points; `isEven` makes it a square, `isCentered` grows it around the first point. */
export function boxBetween(from: Vector, to: Vector, isEven: boolean, isCentered: boolean): Rect {
  let [dx, dy] = [to.x - from.x, to.y - from.y];
  if (isEven) {
    const side = Math.max(Math.abs(dx), Math.abs(dy));
    dx = side * (dx < 0 ? -1 : 1);
    dy = side * (dy < 0 ? -1 : 1);
  }
  const [x, y] = isCentered ? [from.x - dx, from.y - dy] : [from.x, from.y];
  const [width, height] = isCentered ? [2 * dx, 2 * dy] : [dx, dy];
  return {
    x: Math.min(x, x + width),
    y: Math.min(y, y + height),
    width: Math.abs(width),
    height: Math.abs(height),
  };
}
