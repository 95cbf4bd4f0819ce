import { applyTo, boxAround, invert, multiply, unionOf, withPosition } from './matrix.ts';
import type { NodeId } from './node.ts';
import type { NodeTable } from './node-table.ts';

/** Sets a group's box to the smallest one around its children, in the group's own axes. */
export function fitGroup(table: NodeTable, id: NodeId): void {
  const group = table.get(id);
  const axes = withPosition(group.transform, 0, 0);
  const fromContainer = invert(axes);
  const boxes = group.childIds.map((childId) => {
    const child = table.get(childId);
    return boxAround(multiply(fromContainer, child.transform), {
      x: 0,
      y: 0,
      width: child.width,
      height: child.height,
    });
  });
  const box = unionOf(boxes);
  if (!box) return;
  const corner = applyTo(axes, box);
  const isSame =
    near(box.width, group.width) &&
    near(box.height, group.height) &&
    near(corner.x, group.transform[0][2]) &&
    near(corner.y, group.transform[1][2]);
  if (isSame) return;
  table.patch(id, {
    width: box.width,
    height: box.height,
    transform: withPosition(group.transform, corner.x, corner.y),
  });
}

function near(first: number, second: number): boolean {
  return Math.abs(first - second) < 1e-9;
}
