import type { MaskReading } from '../../../../protocol/engine-contract.ts';
import type { RgbaImage } from '../../../imaging/image.ts';
import type { MaskLayer } from '../../../imaging/mask.ts';
import type { CanvasRect, PictureRect } from '../../../imaging/rect.ts';

/**
 * A decoded picture as a mask layer: how much each pixel selects, 0 to 255, within the bounds of what does, and nothing
 * else of it. Read as Figma reads its own masks. `alpha`: the picture's alpha. `luminance`: that times the luma of its
 * color. `vector`: the outline alone, so that the strongest alpha counts as full and the layer's opacity as 1. The
 * layer's own `opacity` (0..1), by which the alpha was multiplied, is divided out and told beside it.
 */
export function toMaskLayer(
  picture: RgbaImage,
  box: CanvasRect,
  reading: MaskReading = 'alpha',
  opacity = 1,
): MaskLayer {
  const { width, height } = picture;
  const whole = coverageOf(picture, reading, opacity);
  const bounds = boundsOf(whole, width, height);
  const alpha = new Uint8Array(bounds.width * bounds.height);
  for (let y = 0; y < bounds.height; y++) {
    const from = (bounds.y + y) * width + bounds.x;
    alpha.set(whole.subarray(from, from + bounds.width), y * bounds.width);
  }
  return { size: { width, height }, bounds, alpha, box, opacity: reading === 'vector' ? 1 : opacity };
}

/** How much every pixel selects, without the layer's opacity. */
function coverageOf({ data }: RgbaImage, reading: MaskReading, opacity: number): Uint8Array {
  const coverage = new Uint8Array(data.length / 4);
  if (reading === 'luminance') {
    // ITU-R BT.709's weights on encoded values, as Skia's luma filter has them (SkLumaColorFilter).
    for (let i = 0; i < coverage.length; i++) {
      const luma = 0.2126 * data[i * 4]! + 0.7152 * data[i * 4 + 1]! + 0.0722 * data[i * 4 + 2]!;
      coverage[i] = Math.round((luma * data[i * 4 + 3]!) / 255);
    }
  } else {
    for (let i = 0; i < coverage.length; i++) coverage[i] = data[i * 4 + 3]!;
  }
  // Rounded down, so that what was opaque is opaque again however the exporter rounded.
  const full = reading === 'vector' ? strongestOf(coverage) : Math.max(1, Math.floor(255 * opacity));
  if (full === 255 || full === 0) return coverage;
  const scaled = Uint8Array.from({ length: 256 }, (_, level) =>
    Math.min(255, Math.round((level * 255) / full)),
  );
  for (let i = 0; i < coverage.length; i++) coverage[i] = scaled[coverage[i]!]!;
  return coverage;
}

function strongestOf(coverage: Uint8Array): number {
  let strongest = 0;
  for (let i = 0; i < coverage.length; i++) if (coverage[i]! > strongest) strongest = coverage[i]!;
  return strongest;
}

function boundsOf(coverage: Uint8Array, width: number, height: number): PictureRect {
  let left = width;
  let right = -1;
  let top = height;
  let bottom = -1;
  for (let y = 0; y < height; y++) {
    const row = coverage.subarray(y * width, (y + 1) * width);
    let first = 0;
    while (first < width && row[first] === 0) first++;
    if (first === width) continue;
    let last = width - 1;
    while (row[last] === 0) last--;
    left = Math.min(left, first);
    right = Math.max(right, last);
    top = Math.min(top, y);
    bottom = y;
  }
  return right < 0
    ? { x: 0, y: 0, width: 0, height: 0 }
    : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}
