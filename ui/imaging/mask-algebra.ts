import type { Mask, RgbaImage } from './image.ts';
import { findStrongest } from './mask.ts';
import { type Size, wholeOf } from './rect.ts';

/**
 * A mask whose strongest alpha is below one half, as people draw them to see through, brought up to full alpha; any
 * other as it is.
 */
export function strengthenFaint(mask: Mask): Mask {
  const strongest = findStrongest(mask);
  // 256, so that half of the strongest is exactly half of the full alpha, which is selected.
  return strongest === 0 || strongest >= 128 ? mask : scaleMask(mask, 256 / strongest);
}

/** Every alpha times `factor`, cut at 255. */
export function scaleMask({ rect, alpha }: Mask, factor: number): Mask {
  if (factor === 1) return { rect, alpha };
  return { rect, alpha: Uint8Array.from(alpha, (value) => Math.min(255, Math.round(value * factor))) };
}

/** What is left of a mask where another one takes away: as strong as the mask, and at most what the other leaves. */
export function subtractMask(mask: Mask, taken: Mask): Mask {
  const alpha = new Uint8Array(mask.alpha);
  const { rect } = mask;
  const left = Math.max(rect.x, taken.rect.x);
  const right = Math.min(rect.x + rect.width, taken.rect.x + taken.rect.width);
  const top = Math.max(rect.y, taken.rect.y);
  const bottom = Math.min(rect.y + rect.height, taken.rect.y + taken.rect.height);
  for (let y = top; y < bottom; y++) {
    const own = (y - rect.y) * rect.width - rect.x;
    const other = (y - taken.rect.y) * taken.rect.width - taken.rect.x;
    for (let x = left; x < right; x++) {
      alpha[own + x] = Math.min(alpha[own + x]!, 255 - taken.alpha[other + x]!);
    }
  }
  return { rect, alpha };
}

/** All of a picture but what the mask selects. */
export function invertMask(mask: Mask, picture: Size): Mask {
  const whole: Mask = {
    rect: wholeOf(picture),
    alpha: new Uint8Array(picture.width * picture.height).fill(255),
  };
  return subtractMask(whole, mask);
}

/** Alpha from which on a pixel counts as painted: a picture's anti-aliased rim must not stay as a fringe. */
const solidAlpha = 250;

/** What of a picture is empty: opaque where the picture is not. */
export function selectEmpty({ width, height, data }: RgbaImage): Mask {
  const alpha = new Uint8Array(width * height);
  for (let i = 0; i < alpha.length; i++) alpha[i] = data[i * 4 + 3]! < solidAlpha ? 255 : 0;
  return { rect: wholeOf({ width, height }), alpha };
}
