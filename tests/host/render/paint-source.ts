import type { Paint as FigmaPaint, GradientPaint } from '@figma/plugin-typings/plugin-api-standalone';
import type { Canvas, Paint, Shader } from 'canvaskit-wasm';
import { invert, multiply } from '../document/matrix.ts';
import { blendModeOf } from './blend-mode.ts';
import type { Rasteriser } from './canvas-kit.ts';
import { imageShader } from './image-shader.ts';
import { hasInverse, scaling, toMatrix } from './matrix-values.ts';
import type { RenderContext } from './render-context.ts';
import type { Scope } from './scope.ts';

type Size = { width: number; height: number };

const NO_HASHES: ReadonlySet<string> = new Set();

/** The rasteriser's paint for one of a layer's paints over a box; null for what is hidden or cannot be drawn. */
export function paintSource(
  context: RenderContext,
  canvas: Canvas,
  paint: FigmaPaint,
  box: Size,
  scope: Scope,
): Paint | null {
  const opacity = paint.opacity ?? 1;
  if (paint.visible === false || opacity <= 0) return null;
  const { raster, undecoded = NO_HASHES } = context;
  const { kit } = raster;
  const source = scope.keep(new kit.Paint());
  source.setAntiAlias(true);
  source.setBlendMode(blendModeOf(kit, paint.blendMode));
  if (paint.type === 'SOLID') {
    const { r, g, b } = paint.color;
    source.setColor(kit.Color4f(r, g, b, opacity));
    return source;
  }
  if (paint.type === 'IMAGE' && paint.imageHash !== null && undecoded.has(paint.imageHash)) {
    source.setColor(kit.Color4f(1, 1, 1, opacity));
    return source;
  }
  const shader =
    paint.type === 'IMAGE'
      ? imageShader(context, canvas, paint, box)
      : isGradient(paint)
        ? gradientShader(raster, paint, box)
        : null;
  if (!shader) return null;
  source.setShader(scope.keep(shader));
  source.setAlphaf(opacity);
  return source;
}

const isGradient = (paint: FigmaPaint): paint is GradientPaint => paint.type.startsWith('GRADIENT_');

/** Figma's gradient transform takes the layer's unit square to the gradient's own; a diamond is drawn as a circle. */
function gradientShader({ kit }: Rasteriser, paint: GradientPaint, box: Size): Shader | null {
  if (!hasInverse(paint.gradientTransform)) return null;
  const colors = paint.gradientStops.map(({ color: { r, g, b, a } }) => kit.Color4f(r, g, b, a));
  const positions = paint.gradientStops.map((stop) => stop.position);
  const local = toMatrix(multiply(scaling(box.width, box.height), invert(paint.gradientTransform)));
  const mode = kit.TileMode.Clamp;
  switch (paint.type) {
    case 'GRADIENT_LINEAR':
      return kit.Shader.MakeLinearGradient([0, 0.5], [1, 0.5], colors, positions, mode, local);
    case 'GRADIENT_ANGULAR':
      return kit.Shader.MakeSweepGradient(0.5, 0.5, colors, positions, mode, local);
    default:
      return kit.Shader.MakeRadialGradient([0.5, 0.5], 0.5, colors, positions, mode, local);
  }
}
