import type { ErrorCode } from '../../../protocol/errors.ts';
import { type GenerationRequest, limits } from '../../../protocol/generation.ts';
import type { Size } from '../../../protocol/geometry.ts';
import type { Target } from '../../../protocol/host-contract.ts';

/** Picture pixels added on each side. */
export type PaddingPx = NonNullable<GenerationRequest['paddingPx']>;

export const growthSides = ['all', 'left', 'right', 'top', 'bottom'] as const;
export type GrowthSides = (typeof growthSides)[number];

/** Width to height that a picture can be brought to. */
export const growthRatios = {
  '1:1': 1,
  '4:3': 4 / 3,
  '3:2': 3 / 2,
  '16:9': 16 / 9,
  '9:16': 9 / 16,
  '3:4': 3 / 4,
} as const;
export const ratioNames = Object.keys(growthRatios) as GrowthRatio[];
export type GrowthRatio = keyof typeof growthRatios;

/** In which way a picture grows. `percent` is of the picture's own width or height, for each side that grows. */
export type Growth =
  | { by: 'sides'; sides: GrowthSides; percent: number }
  | { by: 'ratio'; ratio: GrowthRatio }
  | { by: 'zoom'; factor: number };

/** What a picture of `size` pixels gets on each side, in whole pixels. */
export function paddingFor(growth: Growth, size: Size): PaddingPx {
  switch (growth.by) {
    case 'sides': {
      const share = (side: GrowthSides, lengthPx: number) =>
        growth.sides === 'all' || growth.sides === side ? Math.round((lengthPx * growth.percent) / 100) : 0;
      return {
        left: share('left', size.width),
        top: share('top', size.height),
        right: share('right', size.width),
        bottom: share('bottom', size.height),
      };
    }
    case 'ratio': {
      const ratio = growthRatios[growth.ratio];
      return evenly(size.height * ratio - size.width, size.width / ratio - size.height);
    }
    case 'zoom':
      return evenly(size.width * (growth.factor - 1), size.height * (growth.factor - 1));
  }
}

/** The smallest whole padding, the same on both sides, that adds at least so much to width and height. */
function evenly(width: number, height: number): PaddingPx {
  // What arithmetic leaves of a ratio that is met already is no pixel.
  const half = (extra: number) => Math.max(0, Math.ceil(extra / 2 - 1e-6));
  return { left: half(width), top: half(height), right: half(width), bottom: half(height) };
}

/** The pixels of a target as it is read: of its box on the canvas, at its density. */
export function pictureSize({ box, density }: Pick<Target, 'box' | 'density'>): Size {
  return {
    width: Math.max(1, Math.round(box.width * density)),
    height: Math.max(1, Math.round(box.height * density)),
  };
}

/** The size of an expanded picture. */
export function grownSize({ width, height }: Size, padding: PaddingPx): Size {
  return {
    width: width + padding.left + padding.right,
    height: height + padding.top + padding.bottom,
  };
}

/** True where only what is empty in a frame is painted, so that nothing but its pictures is looked at. */
export function fillsEmptyArea(
  { task, paddingPx }: Pick<GenerationRequest, 'task' | 'paddingPx'>,
  target: Pick<Target, 'isExpandable'>,
): boolean {
  return task === 'expand' && target.isExpandable && paddingPx === null;
}

/** What speaks against an expansion before it is run; null where nothing does. */
export function faultOfExpansion(target: Target, padding: PaddingPx | null): ErrorCode | null {
  const size = pictureSize(target);
  const grown = padding === null ? size : grownSize(size, padding);
  if (grown.width > limits.sidePx.max || grown.height > limits.sidePx.max) {
    return padding === null ? null : 'expansion-too-large';
  }
  const isLarger = grown.width > size.width || grown.height > size.height;
  return isLarger || target.isExpandable ? null : 'nothing-to-expand';
}
