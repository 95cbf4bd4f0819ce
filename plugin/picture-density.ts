import type { Size } from '../protocol/geometry.ts';
import { within } from './in-turn.ts';
import { readImagePaint } from './paints.ts';
import { longestSidePx } from './picture-bytes.ts';

const sizes = new Map<string, Promise<Size>>();

/**
 * Pixels per unit at which a layer's picture keeps all of its detail: that of its own image fill, at least 1 and never more
 * than the host can export. `longestUnits` is the longer side of its canvas box.
 */
export async function readDensity(layer: SceneNode, longestUnits: number): Promise<number> {
  const paint = readImagePaint(layer);
  if (paint === null || paint.imageHash === null || !('width' in layer)) return 1;
  const units: Size = { width: layer.width, height: layer.height };
  const pixels = await readImageSize(paint.imageHash);
  return pixels === null ? 1 : fitDensity(paintDensity(paint, pixels, units), longestUnits);
}

/** Keeps a density between 1 and what the host exports; within a hundredth of 1 it is 1, so that nothing is resampled. */
export function fitDensity(density: number, longestUnits: number): number {
  const most = Math.max(1, longestSidePx / Math.max(longestUnits, 1));
  return density < 1.01 ? 1 : Math.min(density, most);
}

/** Picture pixels per layer unit under each scale mode (typings, ImagePaint). */
export function paintDensity(
  paint: Pick<ImagePaint, 'scaleMode' | 'imageTransform' | 'scalingFactor'>,
  pixels: Size,
  units: Size,
): number {
  const across = pixels.width / units.width;
  const down = pixels.height / units.height;
  switch (paint.scaleMode) {
    case 'FIT':
      return Math.max(across, down);
    case 'TILE':
      return 1 / (paint.scalingFactor ?? 1);
    case 'CROP': {
      const [[a, b], [c, d]] = paint.imageTransform ?? [
        [1, 0, 0],
        [0, 1, 0],
      ];
      // The transform maps the layer's unit square into the picture's.
      const alongX = Math.hypot(a * pixels.width, c * pixels.height) / units.width;
      const alongY = Math.hypot(b * pixels.width, d * pixels.height) / units.height;
      return Math.max(alongX, alongY);
    }
    default:
      return Math.min(across, down);
  }
}

/** The size in pixels of a picture of the document; null where the host does not say it in time. */
export async function readImageSize(hash: string): Promise<Size | null> {
  const image = figma.getImageByHash(hash);
  if (image === null) return null;
  const known = sizes.get(hash) ?? image.getSizeAsync();
  sizes.set(hash, known);
  try {
    return await within(5000, known);
  } catch {
    // A size that did not come is asked for again next time.
    sizes.delete(hash);
    return null;
  }
}
