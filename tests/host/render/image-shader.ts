import type { ImagePaint, Transform } from '@figma/plugin-typings/plugin-api-standalone';
import type { Canvas, Image, Shader } from 'canvaskit-wasm';
import { invert, multiply, translation } from '../document/matrix.ts';
import { fromMatrix, hasInverse, scaling, toMatrix } from './matrix-values.ts';
import type { PictureCache } from './picture-cache.ts';
import type { RenderContext } from './render-context.ts';

type Size = { width: number; height: number };

/**
 * The shader of an image fill over a box of the layer's units, or null where there is no picture to show. A picture
 * that meets the pixels one to one is copied, not sampled; at less than half its size it is averaged first.
 */
export function imageShader(
  { raster: { kit }, pictures, isDraft = false }: RenderContext,
  canvas: Canvas,
  paint: ImagePaint,
  box: Size,
): Shader | null {
  const found = findImage(pictures, canvas, paint, box);
  if (!found || paint.imageHash === null) return null;
  const { image, placed, toDevice } = found;
  const mode = paint.scaleMode === 'TILE' ? kit.TileMode.Repeat : edgeMode(paint.scaleMode);
  if (meetsPixels(toDevice)) {
    return image.makeShaderOptions(mode, mode, kit.FilterMode.Nearest, kit.MipmapMode.None, toMatrix(placed));
  }
  const isSmall = leastScale(toDevice) < 0.5 - 1e-9;
  const source = isSmall ? (pictures.imageWithMips(paint.imageHash) ?? image) : image;
  const averaging = isDraft ? kit.MipmapMode.Nearest : kit.MipmapMode.Linear;
  const mips = isSmall ? averaging : kit.MipmapMode.None;
  return source.makeShaderOptions(mode, mode, kit.FilterMode.Linear, mips, toMatrix(placed));

  function edgeMode(scaleMode: ImagePaint['scaleMode']) {
    return scaleMode === 'FILL' ? kit.TileMode.Clamp : kit.TileMode.Decal;
  }
}

/**
 * The picture of a fill that can be copied into place pixel by pixel, and where its pixels go in the layer's units;
 * null for one that has to be sampled. Copying a large picture takes a hundredth of the time.
 */
export function copyableImage(
  { pictures }: RenderContext,
  canvas: Canvas,
  paint: ImagePaint,
  box: Size,
): { image: Image; placed: Transform } | null {
  if (paint.scaleMode === 'TILE') return null;
  const found = findImage(pictures, canvas, paint, box);
  if (!found) return null;
  const [[a], [, d]] = found.toDevice;
  return a > 0 && d > 0 && meetsPixels(found.toDevice) ? found : null;
}

function findImage(pictures: PictureCache, canvas: Canvas, paint: ImagePaint, box: Size) {
  const image = paint.imageHash === null ? null : pictures.imageOf(paint.imageHash);
  if (!image || box.width <= 0 || box.height <= 0) return null;
  if (paint.scaleMode === 'CROP' && paint.imageTransform && !hasInverse(paint.imageTransform)) return null;
  const placed = placeImage(paint, { width: image.width(), height: image.height() }, box);
  return { image, placed, toDevice: multiply(fromMatrix(canvas.getTotalMatrix()), placed) };
}

/** From the picture's pixels to the layer's units. */
export function placeImage(paint: ImagePaint, image: Size, box: Size): Transform {
  if (paint.scaleMode === 'CROP') {
    const toUnit = paint.imageTransform ?? scaling(1, 1);
    return multiply(
      scaling(box.width, box.height),
      multiply(invert(toUnit), scaling(1 / image.width, 1 / image.height)),
    );
  }
  const turned = turn(image, paint.rotation ?? 0);
  const [width, height] = turned.isUpright ? [image.width, image.height] : [image.height, image.width];
  if (paint.scaleMode === 'TILE') {
    const factor = paint.scalingFactor ?? 1;
    return multiply(scaling(factor, factor), turned.transform);
  }
  const [sx, sy] = [box.width / width, box.height / height];
  const factor = paint.scaleMode === 'FIT' ? Math.min(sx, sy) : Math.max(sx, sy);
  const centered = translation((box.width - width * factor) / 2, (box.height - height * factor) / 2);
  return multiply(centered, multiply(scaling(factor, factor), turned.transform));
}

/** A picture turned clockwise by quarter turns about its middle and moved back to the origin. */
function turn(image: Size, degrees: number): { transform: Transform; isUpright: boolean } {
  const quarters = (((Math.round(degrees / 90) % 4) + 4) % 4) as 0 | 1 | 2 | 3;
  const { width: w, height: h } = image;
  const transforms: Record<0 | 1 | 2 | 3, Transform> = {
    0: scaling(1, 1),
    1: [
      [0, -1, h],
      [1, 0, 0],
    ],
    2: [
      [-1, 0, w],
      [0, -1, h],
    ],
    3: [
      [0, 1, 0],
      [-1, 0, w],
    ],
  };
  return { transform: transforms[quarters], isUpright: quarters % 2 === 0 };
}

/** Whether each pixel of the picture falls on exactly one pixel of the surface, quarter turns and flips included. */
function meetsPixels(toDevice: Transform): boolean {
  const [[a, c, e], [b, d, f]] = toDevice;
  const near = (value: number, wanted: number) => Math.abs(value - wanted) < 1e-4;
  const isStraight = near(Math.abs(a), 1) && near(Math.abs(d), 1) && near(b, 0) && near(c, 0);
  const isTurned = near(Math.abs(b), 1) && near(Math.abs(c), 1) && near(a, 0) && near(d, 0);
  return (isStraight || isTurned) && near(e, Math.round(e)) && near(f, Math.round(f));
}

function leastScale(transform: Transform): number {
  const [[a, c], [b, d]] = transform;
  return Math.min(Math.hypot(a, b), Math.hypot(c, d));
}
