import type { Path } from 'canvaskit-wasm';
import { invert } from '../document/matrix.ts';
import type { NodeRecord } from '../document/node.ts';
import type { NodeSource } from '../document/node-table.ts';
import type { Rasteriser } from './canvas-kit.ts';
import { toMatrix } from './matrix-values.ts';
import { polygonPoints, starPoints } from './polygon-points.ts';
import type { Scope } from './scope.ts';

/** What a layer's fills cover, in the layer's own units. */
export type NodeShape = { kind: 'box'; width: number; height: number } | { kind: 'path'; path: Path };

/** The area of a layer's fills; null for layers that have none of their own. Paths belong to the scope. */
export function nodeShape(
  raster: Rasteriser,
  nodes: NodeSource,
  node: NodeRecord,
  scope: Scope,
): NodeShape | null {
  switch (node.type) {
    case 'PAGE':
    case 'DOCUMENT':
    case 'GROUP':
    case 'SLICE':
    case 'TEXT':
      return null;
    case 'ELLIPSE':
      return asPath(ellipsePath(raster, node, scope));
    case 'POLYGON':
      return asPath(pointsPath(raster, polygonPoints(node), scope));
    case 'STAR':
      return asPath(pointsPath(raster, starPoints(node), scope));
    case 'LINE':
    case 'VECTOR':
      return asPath(vectorPath(raster, node, scope));
    case 'BOOLEAN_OPERATION': {
      const path = booleanPath(raster, nodes, node, scope);
      return path && asPath(path);
    }
    default:
      return hasCorners(node)
        ? asPath(boxPath(raster, node, scope))
        : { kind: 'box', width: node.width, height: node.height };
  }
}

/** The same area as a path, whatever its kind. */
export function pathOf(raster: Rasteriser, shape: NodeShape, scope: Scope): Path {
  if (shape.kind === 'path') return shape.path;
  const builder = new raster.kit.PathBuilder();
  return scope.keep(builder.addRect([0, 0, shape.width, shape.height]).detachAndDelete());
}

export const hasCorners = (node: NodeRecord): boolean => node.cornerRadii.some((radius) => radius > 0);

/** A rounded rectangle as the rasteriser wants it: the box, then x and y radius of each corner. */
export function roundedBox(
  box: { left: number; top: number; right: number; bottom: number },
  radii: readonly number[],
): Float32Array {
  const limit = Math.min(box.right - box.left, box.bottom - box.top) / 2;
  const corners = radii.flatMap((radius) => {
    const fitting = Math.max(0, Math.min(radius, limit));
    return [fitting, fitting];
  });
  return Float32Array.of(box.left, box.top, box.right, box.bottom, ...corners);
}

const asPath = (path: Path): NodeShape => ({ kind: 'path', path });

function boxPath({ kit }: Rasteriser, node: NodeRecord, scope: Scope): Path {
  const box = { left: 0, top: 0, right: node.width, bottom: node.height };
  const builder = new kit.PathBuilder();
  return scope.keep(builder.addRRect(roundedBox(box, node.cornerRadii)).detachAndDelete());
}

function ellipsePath({ kit }: Rasteriser, node: NodeRecord, scope: Scope): Path {
  const { startingAngle, endingAngle, innerRadius } = node.arcData;
  const [width, height] = [node.width, node.height];
  const oval = [0, 0, width, height];
  const hole = [
    (width * (1 - innerRadius)) / 2,
    (height * (1 - innerRadius)) / 2,
    (width * (1 + innerRadius)) / 2,
    (height * (1 + innerRadius)) / 2,
  ];
  const builder = new kit.PathBuilder();
  const sweep = ((endingAngle - startingAngle) * 180) / Math.PI;
  const start = (startingAngle * 180) / Math.PI;
  if (Math.abs(sweep) >= 360 - 1e-6) {
    builder.addOval(oval);
    if (innerRadius > 0) builder.addOval(hole, true);
  } else {
    builder.arcToOval(oval, start, sweep, true);
    if (innerRadius > 0) builder.arcToOval(hole, start + sweep, -sweep, false);
    else builder.lineTo(width / 2, height / 2);
    builder.close();
  }
  return scope.keep(builder.detachAndDelete());
}

function pointsPath({ kit }: Rasteriser, points: readonly number[], scope: Scope): Path {
  return scope.keep(new kit.PathBuilder().addPolygon([...points], true).detachAndDelete());
}

function vectorPath({ kit }: Rasteriser, node: NodeRecord, scope: Scope): Path {
  const builder = new kit.PathBuilder();
  if (node.type === 'LINE') {
    builder.moveTo(0, 0).lineTo(node.width, 0);
    return scope.keep(builder.detachAndDelete());
  }
  for (const { data } of node.vectorPaths) {
    const part = kit.Path.MakeFromSVGString(data);
    if (!part) continue;
    builder.addPath(part);
    part.delete();
  }
  const rule = node.vectorPaths[0]?.windingRule;
  builder.setFillType(rule === 'EVENODD' ? kit.FillType.EvenOdd : kit.FillType.Winding);
  return scope.keep(builder.detachAndDelete());
}

/** The children's areas combined, in the boolean group's own units; null where nothing is left. */
function booleanPath(raster: Rasteriser, nodes: NodeSource, node: NodeRecord, scope: Scope): Path | null {
  const { PathOp } = raster.kit;
  const operation = {
    UNION: PathOp.Union,
    INTERSECT: PathOp.Intersect,
    SUBTRACT: PathOp.Difference,
    EXCLUDE: PathOp.XOR,
  }[node.booleanOperation];
  let combined: Path | null = null;
  for (const childId of node.childIds) {
    const child = nodes.get(childId);
    const shape = child.visible ? nodeShape(raster, nodes, child, scope) : null;
    if (!shape) continue;
    const placed = moved(raster, pathOf(raster, shape, scope), child, scope);
    combined = combined ? scope.keepIfMade(raster.kit.Path.MakeFromOp(combined, placed, operation)) : placed;
    if (!combined) return null;
  }
  if (!combined) return null;
  const builder = new raster.kit.PathBuilder();
  builder.addPath(combined);
  builder.transform(toMatrix(invert(node.transform)));
  builder.setFillType(combined.getFillType());
  return scope.keep(builder.detachAndDelete());
}

/** A child's path in the units of the container that the boolean group lies in. */
function moved({ kit }: Rasteriser, path: Path, child: NodeRecord, scope: Scope): Path {
  const builder = new kit.PathBuilder();
  builder.addPath(path);
  builder.setFillType(path.getFillType());
  builder.transform(toMatrix(child.transform));
  return scope.keep(builder.detachAndDelete());
}
