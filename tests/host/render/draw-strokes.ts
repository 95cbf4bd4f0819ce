import type { Canvas, Paint } from 'canvaskit-wasm';
import type { NodeRecord, SideWeights } from '../document/node.ts';
import type { Rasteriser } from './canvas-kit.ts';
import { drawPaints } from './draw-fills.ts';
import { type NodeShape, pathOf, roundedBox } from './node-shape.ts';
import type { RenderContext } from './render-context.ts';
import { type Scope, withScope } from './scope.ts';

const BOXES: ReadonlySet<NodeRecord['type']> = new Set([
  'FRAME',
  'COMPONENT',
  'INSTANCE',
  'RECTANGLE',
  'SECTION',
]);

/** Draws a layer's strokes inside, outside or on its outline. */
export function drawStrokes(
  context: RenderContext,
  canvas: Canvas,
  node: NodeRecord,
  shape: NodeShape,
): void {
  if (node.strokeWeight <= 0 || !node.strokes.some((paint) => paint.visible !== false)) return;
  withScope((scope) => {
    const draw =
      BOXES.has(node.type) && node.dashPattern.length === 0
        ? (source: Paint) => drawBand(canvas, node, source)
        : outlineDrawer(context.raster, canvas, node, shape, scope);
    drawPaints(context, canvas, node.strokes, node, draw);
  });
}

/** A box's stroke as the band between two boxes: crisp on whole pixels, and each side may have its own weight. */
function drawBand(canvas: Canvas, node: NodeRecord, source: Paint): void {
  const weight = node.strokeWeight;
  const sides: SideWeights = node.strokeSides ?? [weight, weight, weight, weight];
  const outward = { INSIDE: 0, CENTER: 0.5, OUTSIDE: 1 }[node.strokeAlign];
  const outer = grown(node, sides, outward);
  const inner = grown(node, sides, outward - 1);
  if (inner.right <= inner.left || inner.bottom <= inner.top) {
    canvas.drawRRect(roundedBox(outer, radiiBy(node, sides, outward)), source);
    return;
  }
  canvas.drawDRRect(
    roundedBox(outer, radiiBy(node, sides, outward)),
    roundedBox(inner, radiiBy(node, sides, outward - 1)),
    source,
  );
}

function grown(node: NodeRecord, [top, right, bottom, left]: SideWeights, factor: number) {
  return {
    left: 0 - left * factor,
    top: 0 - top * factor,
    right: node.width + right * factor,
    bottom: node.height + bottom * factor,
  };
}

/** A sharp corner stays sharp outside; a round one keeps its center. */
function radiiBy(node: NodeRecord, sides: SideWeights, factor: number): number[] {
  const weight = Math.max(...sides) * factor;
  return node.cornerRadii.map((radius) => (radius === 0 ? 0 : Math.max(0, radius + weight)));
}

function outlineDrawer(
  raster: Rasteriser,
  canvas: Canvas,
  node: NodeRecord,
  shape: NodeShape,
  scope: Scope,
): (source: Paint) => void {
  const { kit } = raster;
  const path = pathOf(raster, shape, scope);
  const isOpen = node.type === 'LINE' || (node.type === 'VECTOR' && !node.vectorPaths.every(isClosed));
  const align = isOpen ? 'CENTER' : node.strokeAlign;
  return (source) => {
    source.setStyle(kit.PaintStyle.Stroke);
    source.setStrokeWidth(node.strokeWeight * (align === 'CENTER' ? 1 : 2));
    source.setStrokeCap(
      node.strokeCap === 'ROUND'
        ? kit.StrokeCap.Round
        : node.strokeCap === 'SQUARE'
          ? kit.StrokeCap.Square
          : kit.StrokeCap.Butt,
    );
    source.setStrokeJoin(
      { MITER: kit.StrokeJoin.Miter, ROUND: kit.StrokeJoin.Round, BEVEL: kit.StrokeJoin.Bevel }[
        node.strokeJoin
      ],
    );
    source.setStrokeMiter(node.strokeMiterLimit);
    if (node.dashPattern.length > 0) {
      const [on = 0, off = on] = node.dashPattern;
      const pattern = node.dashPattern.length % 2 === 0 ? [...node.dashPattern] : [on, off];
      source.setPathEffect(scope.keep(kit.PathEffect.MakeDash(pattern)));
    }
    canvas.save();
    if (align === 'INSIDE') canvas.clipPath(path, kit.ClipOp.Intersect, true);
    if (align === 'OUTSIDE') canvas.clipPath(path, kit.ClipOp.Difference, true);
    canvas.drawPath(path, source);
    canvas.restore();
  };
}

const isClosed = (path: { data: string }): boolean => /z\s*$/i.test(path.data);
