import type { Transform } from '@figma/plugin-typings/plugin-api-standalone';
import type { Canvas } from 'canvaskit-wasm';
import { multiply } from '../document/matrix.ts';
import type { NodeRecord } from '../document/node.ts';
import { drawNode } from './draw-node.ts';
import { toMatrix, withoutDust } from './matrix-values.ts';
import { nodeShape, pathOf } from './node-shape.ts';
import type { RenderContext } from './render-context.ts';
import { withScope } from './scope.ts';

/** Draws `content` only where the mask lets it through: by its alpha, its outline, or its brightness times alpha. */
export function drawMasked(
  context: RenderContext,
  canvas: Canvas,
  mask: NodeRecord,
  outer: Transform,
  content: () => void,
): void {
  const { kit } = context.raster;
  withScope((scope) => {
    canvas.saveLayer();
    content();
    const keep = scope.keep(new kit.Paint());
    keep.setBlendMode(kit.BlendMode.DstIn);
    if (mask.maskType === 'LUMINANCE') keep.setColorFilter(scope.keep(kit.ColorFilter.MakeLuma()));
    canvas.saveLayer(keep);
    const isDrawn = mask.maskType === 'VECTOR' && drawOutline(context, canvas, mask, outer);
    if (!isDrawn) drawNode(context, canvas, mask.id, outer);
    canvas.restore();
    canvas.restore();
  });
}

/** Fills the mask's outline whatever its paints are; false where the layer has no outline of its own. */
function drawOutline(
  { raster, nodes }: RenderContext,
  canvas: Canvas,
  mask: NodeRecord,
  outer: Transform,
): boolean {
  return withScope((scope) => {
    const shape = nodeShape(raster, nodes, mask, scope);
    if (!shape) return false;
    const ink = scope.keep(new raster.kit.Paint());
    ink.setAntiAlias(true);
    canvas.save();
    canvas.concat(toMatrix(withoutDust(multiply(outer, mask.transform))));
    canvas.drawPath(pathOf(raster, shape, scope), ink);
    canvas.restore();
    return true;
  });
}
