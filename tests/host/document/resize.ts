import type { ConstraintType, Transform } from '@figma/plugin-typings/plugin-api-standalone';
import { invert, multiply, withPosition } from './matrix.ts';
import { fitsChildren, hasAutoLayout, isFrameLike, type NodeId, type NodeRecord } from './node.ts';
import type { NodeTable } from './node-table.ts';
import { placeNode } from './tree.ts';
import { scalePath } from './vector-path.ts';

/** Sets a layer's size about its top left corner. Children follow constraints; a group's children are scaled. */
export function resizeNode(table: NodeTable, id: NodeId, width: number, height: number): void {
  const node = table.get(id);
  if (node.width === width && node.height === height) return;
  if (fitsChildren(node.type)) {
    scaleChildren(table, node, width, height);
    return;
  }
  table.patch(id, { width, height, ...scaledPaths(node, width, height) });
  if (isFrameLike(node.type) && !hasAutoLayout(node)) followConstraints(table, node, width, height);
}

function followConstraints(table: NodeTable, before: NodeRecord, width: number, height: number): void {
  for (const childId of before.childIds) {
    const child = table.get(childId);
    const horizontal = follow(
      child.constraints.horizontal,
      child.transform[0][2],
      child.width,
      before.width,
      width,
    );
    const vertical = follow(
      child.constraints.vertical,
      child.transform[1][2],
      child.height,
      before.height,
      height,
    );
    placeNode(table, childId, withPosition(child.transform, horizontal.start, vertical.start));
    resizeNode(table, childId, horizontal.length, vertical.length);
  }
}

function follow(rule: ConstraintType, start: number, length: number, before: number, after: number) {
  const growth = after - before;
  if (rule === 'MAX') return { start: start + growth, length };
  if (rule === 'CENTER') return { start: start + growth / 2, length };
  if (rule === 'STRETCH') return { start, length: Math.max(0.01, length + growth) };
  if (rule === 'SCALE' && before > 0)
    return { start: (start * after) / before, length: (length * after) / before };
  return { start, length };
}

function scaleChildren(table: NodeTable, group: NodeRecord, width: number, height: number): void {
  const scaleX = group.width > 0 ? width / group.width : 1;
  const scaleY = group.height > 0 ? height / group.height : 1;
  const toGroup = invert(group.transform);
  for (const childId of group.childIds) {
    const child = table.get(childId);
    const inGroup = multiply(toGroup, child.transform);
    const moved: Transform = withPosition(inGroup, inGroup[0][2] * scaleX, inGroup[1][2] * scaleY);
    placeNode(table, childId, multiply(group.transform, moved));
    resizeNode(table, childId, child.width * scaleX, child.height * scaleY);
  }
}

/** The paths of a vector layer stretched to its new size. */
export function scaledPaths(node: NodeRecord, width: number, height: number): Partial<NodeRecord> {
  if (node.vectorPaths.length === 0) return {};
  const scaleX = node.width > 0 ? width / node.width : 1;
  const scaleY = node.height > 0 ? height / node.height : 1;
  const vectorPaths = node.vectorPaths.map((path) => ({
    ...path,
    data: scalePath(path.data, scaleX, scaleY),
  }));
  return { vectorPaths };
}
