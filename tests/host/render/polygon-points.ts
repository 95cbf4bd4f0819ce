import type { NodeRecord } from '../document/node.ts';

/** Corners of a regular polygon with its first one at the top, as x, y pairs filling the layer's box. */
export function polygonPoints(node: NodeRecord): number[] {
  return around(node, node.pointCount, () => 1);
}

/** Corners of a star: outer ones on the ellipse of the box, inner ones at `innerRadius` of it. */
export function starPoints(node: NodeRecord): number[] {
  return around(node, node.pointCount * 2, (index) => (index % 2 === 0 ? 1 : node.innerRadius));
}

function around(node: NodeRecord, count: number, reach: (index: number) => number): number[] {
  const [rx, ry] = [node.width / 2, node.height / 2];
  return Array.from({ length: count }, (_, index) => {
    const angle = (2 * Math.PI * index) / count - Math.PI / 2;
    return [rx + rx * reach(index) * Math.cos(angle), ry + ry * reach(index) * Math.sin(angle)];
  }).flat();
}
