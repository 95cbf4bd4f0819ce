import type {
  BlurEffect,
  DropShadowEffect,
  Effect,
  InnerShadowEffect,
} from '@figma/plugin-typings/plugin-api-standalone';
import type { Canvas, ImageFilter } from 'canvaskit-wasm';
import type { NodeRecord } from '../document/node.ts';
import { blendModeOf } from './blend-mode.ts';
import type { Rasteriser } from './canvas-kit.ts';
import { type NodeShape, pathOf } from './node-shape.ts';
import { type Scope, withScope } from './scope.ts';

/** A blur of Figma's radius as the deviation of a Gaussian. */
const deviation = (radius: number): number => radius / 2;

const shownOfType = <T extends Effect>(node: NodeRecord, type: T['type']): T[] =>
  node.effects.filter((effect): effect is T => effect.type === type && effect.visible);

/** The blur over everything that a layer draws, or null for none. */
export function layerBlur({ kit }: Rasteriser, node: NodeRecord, scope: Scope): ImageFilter | null {
  const blur = shownOfType<BlurEffect>(node, 'LAYER_BLUR').at(-1);
  if (!blur || blur.radius <= 0) return null;
  const sigma = deviation(blur.radius);
  return scope.keep(kit.ImageFilter.MakeBlur(sigma, sigma, kit.TileMode.Decal, null));
}

/** Draws the shadows that a layer throws; `drawContent` draws what throws them. */
export function drawDropShadows(
  raster: Rasteriser,
  canvas: Canvas,
  node: NodeRecord,
  shape: NodeShape | null,
  drawContent: () => void,
): void {
  const { kit } = raster;
  for (const shadow of shownOfType<DropShadowEffect>(node, 'DROP_SHADOW')) {
    withScope((scope) => {
      const { r, g, b, a } = shadow.color;
      const sigma = deviation(shadow.radius);
      const spread = shadow.spread ?? 0;
      const grown =
        spread > 0
          ? scope.keep(kit.ImageFilter.MakeDilate(spread, spread, null))
          : spread < 0
            ? scope.keep(kit.ImageFilter.MakeErode(-spread, -spread, null))
            : null;
      const { x, y } = shadow.offset;
      const filter = kit.ImageFilter.MakeDropShadowOnly(x, y, sigma, sigma, kit.Color4f(r, g, b, a), grown);
      const paint = scope.keep(new kit.Paint());
      paint.setImageFilter(scope.keep(filter));
      paint.setBlendMode(blendModeOf(kit, shadow.blendMode));
      canvas.save();
      if (shape && !shadow.showShadowBehindNode && !isOpaque(node)) {
        canvas.clipPath(pathOf(raster, shape, scope), kit.ClipOp.Difference, true);
      }
      canvas.saveLayer(paint);
      drawContent();
      canvas.restore();
      canvas.restore();
    });
  }
}

/** Draws the shadows that fall from a shape's edge into it. */
export function drawInnerShadows(
  raster: Rasteriser,
  canvas: Canvas,
  node: NodeRecord,
  shape: NodeShape,
): void {
  const { kit } = raster;
  for (const shadow of shownOfType<InnerShadowEffect>(node, 'INNER_SHADOW')) {
    withScope((scope) => {
      const { r, g, b, a } = shadow.color;
      const { x, y } = shadow.offset;
      const sigma = deviation(shadow.radius);
      const path = pathOf(raster, shape, scope);
      const reach = 3 * shadow.radius + Math.abs(x) + Math.abs(y) + 2;
      const builder = new kit.PathBuilder();
      builder.addRect([-reach, -reach, node.width + reach, node.height + reach]);
      builder.addPath(path);
      builder.setFillType(kit.FillType.EvenOdd);
      const around = scope.keep(builder.detachAndDelete());
      const layer = scope.keep(new kit.Paint());
      const color = kit.Color4f(r, g, b, a);
      layer.setImageFilter(scope.keep(kit.ImageFilter.MakeDropShadowOnly(x, y, sigma, sigma, color, null)));
      layer.setBlendMode(blendModeOf(kit, shadow.blendMode));
      const ink = scope.keep(new kit.Paint());
      ink.setAntiAlias(true);
      canvas.save();
      canvas.clipPath(path, kit.ClipOp.Intersect, true);
      canvas.saveLayer(layer);
      canvas.drawPath(around, ink);
      canvas.restore();
      canvas.restore();
    });
  }
}

/** Blurs what has been drawn so far where the shape lies. */
export function drawBackgroundBlur(
  raster: Rasteriser,
  canvas: Canvas,
  node: NodeRecord,
  shape: NodeShape,
): void {
  const { kit } = raster;
  const blur = shownOfType<BlurEffect>(node, 'BACKGROUND_BLUR').at(-1);
  if (!blur || blur.radius <= 0) return;
  withScope((scope) => {
    const sigma = deviation(blur.radius);
    const filter = scope.keep(kit.ImageFilter.MakeBlur(sigma, sigma, kit.TileMode.Clamp, null));
    canvas.save();
    canvas.clipPath(pathOf(raster, shape, scope), kit.ClipOp.Intersect, true);
    canvas.saveLayer(undefined, null, filter);
    canvas.restore();
    canvas.restore();
  });
}

/** Whether the layer's own fill hides what lies behind it. */
function isOpaque(node: NodeRecord): boolean {
  return node.fills.some(
    (paint) => paint.type === 'SOLID' && paint.visible !== false && (paint.opacity ?? 1) >= 1,
  );
}
