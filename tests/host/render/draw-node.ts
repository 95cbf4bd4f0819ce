import type { Transform } from '@figma/plugin-typings/plugin-api-standalone';
import type { Canvas } from 'canvaskit-wasm';
import { IDENTITY, multiply } from '../document/matrix.ts';
import { fitsChildren, isFrameLike, type NodeId, type NodeRecord } from '../document/node.ts';
import { blendModeOf, coversPlainly } from './blend-mode.ts';
import { drawBackgroundBlur, drawDropShadows, drawInnerShadows, layerBlur } from './draw-effects.ts';
import { drawFills, drawText } from './draw-fills.ts';
import { drawMasked } from './draw-mask.ts';
import { drawStrokes } from './draw-strokes.ts';
import { toMatrix, withoutDust } from './matrix-values.ts';
import { type NodeShape, nodeShape, pathOf } from './node-shape.ts';
import type { RenderContext } from './render-context.ts';
import { withScope } from './scope.ts';

/**
 * Draws a layer and everything below it. `outer` takes the units of the layer's coordinate parent to those of the
 * canvas; it is handed down and not put on the canvas, whose matrix has single precision and would lose whole pixels.
 */
export function drawNode(
  context: RenderContext,
  canvas: Canvas,
  id: NodeId,
  outer: Transform = IDENTITY,
): void {
  const node = context.nodes.get(id);
  if (!node.visible || node.opacity <= 0 || node.type === 'SLICE') return;
  // A group has no coordinates of its own: its children are told in those of its parent.
  const isGroup = node.type === 'GROUP';
  const own = isGroup ? outer : multiply(outer, node.transform);
  canvas.save();
  if (isGroup && node.effects.length === 0) drawInOwnUnits(context, canvas, node, own);
  else {
    canvas.concat(toMatrix(withoutDust(own)));
    if (!isFarAway(canvas, node)) drawInOwnUnits(context, canvas, node, IDENTITY);
  }
  canvas.restore();
}

/** Draws the children of a container that are not hidden, with masks among them cutting those above. */
export function drawChildren(
  context: RenderContext,
  canvas: Canvas,
  node: NodeRecord,
  outer: Transform = IDENTITY,
): void {
  if (node.type === 'SECTION' && node.sectionContentsHidden) return;
  let index = 0;
  while (index < node.childIds.length) {
    const childId = node.childIds[index]!;
    const child = context.nodes.get(childId);
    index += 1;
    if (!child.isMask || !child.visible) {
      drawNode(context, canvas, childId, outer);
      continue;
    }
    const above: NodeId[] = [];
    while (index < node.childIds.length && !isShownMask(context, node.childIds[index]!)) {
      above.push(node.childIds[index]!);
      index += 1;
    }
    drawMasked(context, canvas, child, outer, () => {
      for (const id of above) drawNode(context, canvas, id, outer);
    });
  }
}

function isShownMask(context: RenderContext, id: NodeId): boolean {
  const node = context.nodes.get(id);
  return node.isMask && node.visible;
}

function drawInOwnUnits(context: RenderContext, canvas: Canvas, node: NodeRecord, outer: Transform): void {
  const { raster } = context;
  withScope((scope) => {
    const shape = nodeShape(raster, context.nodes, node, scope);
    if (shape) drawBackgroundBlur(raster, canvas, node, shape);
    const blur = layerBlur(raster, node, scope);
    const needsLayer = node.opacity < 1 || !coversPlainly(node.blendMode) || blur !== null;
    if (needsLayer) {
      const layer = scope.keep(new raster.kit.Paint());
      layer.setAlphaf(node.opacity);
      layer.setBlendMode(blendModeOf(raster.kit, node.blendMode));
      if (blur) layer.setImageFilter(blur);
      canvas.saveLayer(layer);
    }
    drawDropShadows(raster, canvas, node, shape, () => drawContent(context, canvas, node, shape, outer));
    drawContent(context, canvas, node, shape, outer);
    if (needsLayer) canvas.restore();
  });
}

/** Fills, then children, then strokes over both, as frames do. */
function drawContent(
  context: RenderContext,
  canvas: Canvas,
  node: NodeRecord,
  shape: NodeShape | null,
  outer: Transform,
): void {
  if (node.type === 'TEXT') drawText(context, canvas, node);
  if (shape) {
    drawFills(context, canvas, node, shape);
    drawInnerShadows(context.raster, canvas, node, shape);
  }
  if (node.childIds.length > 0 && node.type !== 'BOOLEAN_OPERATION') {
    canvas.save();
    if (shape && isFrameLike(node.type) && node.clipsContent) clipTo(context, canvas, shape);
    drawChildren(context, canvas, node, outer);
    canvas.restore();
  }
  if (shape) drawStrokes(context, canvas, node, shape);
}

function clipTo({ raster }: RenderContext, canvas: Canvas, shape: NodeShape): void {
  const { Intersect } = raster.kit.ClipOp;
  if (shape.kind === 'box') canvas.clipRect([0, 0, shape.width, shape.height], Intersect, true);
  else withScope((scope) => canvas.clipPath(pathOf(raster, shape, scope), Intersect, true));
}

/** Layers that draw nothing outside their box and lie outside the surface need no work. */
function isFarAway(canvas: Canvas, node: NodeRecord): boolean {
  const staysInBox =
    node.effects.length === 0 &&
    node.type !== 'TEXT' &&
    !fitsChildren(node.type) &&
    (node.childIds.length === 0 || node.clipsContent);
  if (!staysInBox) return false;
  const reach = node.strokes.length > 0 ? Math.max(node.strokeWeight, ...(node.strokeSides ?? [])) * 4 : 0;
  return canvas.quickReject([-reach, -reach, node.width + reach, node.height + reach]);
}
