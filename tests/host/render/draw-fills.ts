import type { Paint as FigmaPaint } from '@figma/plugin-typings/plugin-api-standalone';
import type { Canvas, Paint } from 'canvaskit-wasm';
import type { NodeRecord } from '../document/node.ts';
import { copyableImage } from './image-shader.ts';
import { toMatrix } from './matrix-values.ts';
import type { NodeShape } from './node-shape.ts';
import { paintSource } from './paint-source.ts';
import type { RenderContext } from './render-context.ts';
import { type Scope, withScope } from './scope.ts';
import { layOutText, textTop } from './text-layout.ts';

/** Draws paints from the lowest to the highest over a shape. */
export function drawPaints(
  context: RenderContext,
  canvas: Canvas,
  paints: readonly FigmaPaint[],
  box: { width: number; height: number },
  draw: (source: Paint, paint: FigmaPaint) => void,
): void {
  for (const paint of paints) {
    withScope((scope) => {
      const source = paintSource(context, canvas, paint, box, scope);
      if (source) draw(source, paint);
    });
  }
}

export function drawFills(context: RenderContext, canvas: Canvas, node: NodeRecord, shape: NodeShape): void {
  drawPaints(context, canvas, node.fills, node, (source, paint) => {
    if (shape.kind === 'path') canvas.drawPath(shape.path, source);
    else if (!copyImage(context, canvas, paint, shape, source))
      canvas.drawRect([0, 0, shape.width, shape.height], source);
  });
}

/** Copies a picture that meets the pixels; answers false where it has to be sampled. */
function copyImage(
  context: RenderContext,
  canvas: Canvas,
  paint: FigmaPaint,
  box: { width: number; height: number },
  source: Paint,
): boolean {
  // The rasteriser's copying mixes the opacity in twice.
  if ((paint.opacity ?? 1) < 1) return false;
  if (paint.type !== 'IMAGE' || (paint.imageHash !== null && context.undecoded?.has(paint.imageHash)))
    return false;
  const found = copyableImage(context, canvas, paint, box);
  if (!found) return false;
  const { kit } = context.raster;
  canvas.save();
  canvas.clipRect([0, 0, box.width, box.height], kit.ClipOp.Intersect, true);
  canvas.concat(toMatrix(found.placed));
  source.setShader(null);
  canvas.drawImageOptions(found.image, 0, 0, kit.FilterMode.Nearest, kit.MipmapMode.None, source);
  canvas.restore();
  return true;
}

/** Text takes one paint per stretch: of several fills the topmost visible one. */
export function drawText(context: RenderContext, canvas: Canvas, node: NodeRecord): void {
  if (node.characters === '') return;
  withScope((scope) => {
    const grows = node.textAutoResize === 'WIDTH_AND_HEIGHT';
    // One unit of slack keeps a line that was measured to fit from breaking on a rounded width.
    const width = grows ? node.width + 1 : node.width;
    const paintOf = (fills: readonly FigmaPaint[]) => topPaint(context, canvas, node, fills, scope);
    const paragraph = layOutText(context.raster, node, width, paintOf, scope);
    canvas.drawParagraph(paragraph, 0, textTop(node, paragraph));
  });
}

function topPaint(
  context: RenderContext,
  canvas: Canvas,
  node: NodeRecord,
  fills: readonly FigmaPaint[],
  scope: Scope,
): Paint {
  for (const fill of [...fills].reverse()) {
    const source = paintSource(context, canvas, fill, node, scope);
    if (source) return source;
  }
  const nothing = scope.keep(new context.raster.kit.Paint());
  nothing.setColor(context.raster.kit.TRANSPARENT);
  return nothing;
}
