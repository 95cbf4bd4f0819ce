import type { Paint as FigmaPaint } from '@figma/plugin-typings/plugin-api-standalone';
import type { Canvas, Paint } from 'canvaskit-wasm';
import type { NodeRecord } from '../document/node.ts';
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
  draw: (source: Paint) => void,
): void {
  for (const paint of paints) {
    withScope((scope) => {
      const source = paintSource(context, canvas, paint, box, scope);
      if (source) draw(source);
    });
  }
}

export function drawFills(context: RenderContext, canvas: Canvas, node: NodeRecord, shape: NodeShape): void {
  drawPaints(context, canvas, node.fills, node, (source) => {
    if (shape.kind === 'box') canvas.drawRect([0, 0, shape.width, shape.height], source);
    else canvas.drawPath(shape.path, source);
  });
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
