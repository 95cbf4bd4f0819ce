import type { Mask, RgbaImage, Selection } from './image.ts';
import {
  boundRects,
  type CanvasRect,
  intersectRects,
  isEmptyRect,
  measureScale,
  type PictureRect,
  type Placement,
  type Size,
  toPictureRect,
  wholeOf,
} from './rect.ts';
import { type AxisWeights, planAxis } from './resample-weights.ts';

/** A decoded mask layer: its alpha inside `bounds`, zero elsewhere, in the layer's own pixels. */
export type MaskLayer = {
  size: Size;
  bounds: PictureRect;
  alpha: Uint8Array;
  box: CanvasRect;
  /** The layer's own opacity, 0..1, which is not in `alpha`. */
  opacity?: number;
};

/** Selects nothing. */
export const emptyMask: Mask = { rect: { x: 0, y: 0, width: 0, height: 0 }, alpha: new Uint8Array(0) };

/**
 * Brings a mask layer to the picture's pixels by the places of both on the canvas, clipped to the picture. Layers on
 * the picture's own pixel grid are copied; others are averaged by area.
 */
export function placeMask(layer: MaskLayer, picture: Placement): Mask {
  if (isEmptyRect(layer.bounds)) return emptyMask;
  const own = measureScale({ size: layer.size, box: layer.box });
  const scale = measureScale(picture);
  const bounds: CanvasRect = {
    x: layer.box.x + layer.bounds.x / own.x,
    y: layer.box.y + layer.bounds.y / own.y,
    width: layer.bounds.width / own.x,
    height: layer.bounds.height / own.y,
  };
  const grid = findOnGrid(bounds, layer.bounds, picture);
  if (grid !== null) return cropMask({ rect: grid, alpha: layer.alpha }, wholeOf(picture.size));
  const rect = intersectRects<PictureRect>(toPictureRect(bounds, picture), wholeOf(picture.size));
  if (isEmptyRect(rect)) return emptyMask;
  const across = planOver(
    rect.x,
    rect.width,
    (bounds.x - picture.box.x) * scale.x,
    layer.bounds.width / (bounds.width * scale.x),
  );
  const down = planOver(
    rect.y,
    rect.height,
    (bounds.y - picture.box.y) * scale.y,
    layer.bounds.height / (bounds.height * scale.y),
  );
  return { rect, alpha: averageAlpha(layer, across, down) };
}

/** Where a layer's pixels lie if they are the picture's own pixels; null where they lie between them. */
function findOnGrid(bounds: CanvasRect, size: Size, picture: Placement): PictureRect | null {
  const scale = measureScale(picture);
  const left = (bounds.x - picture.box.x) * scale.x;
  const top = (bounds.y - picture.box.y) * scale.y;
  // Float noise must not smear a mask that lies exactly on the grid.
  const isNear = (a: number, b: number) => Math.abs(a - b) < 1e-2;
  const isOnGrid =
    isNear(left, Math.round(left)) &&
    isNear(top, Math.round(top)) &&
    isNear(bounds.width * scale.x, size.width) &&
    isNear(bounds.height * scale.y, size.height);
  return isOnGrid
    ? { x: Math.round(left), y: Math.round(top), width: size.width, height: size.height }
    : null;
}

/** The part of a mask that lies in `area`. */
function cropMask(mask: Mask, area: PictureRect): Mask {
  const rect = intersectRects<PictureRect>(mask.rect, area);
  if (isEmptyRect(rect)) return emptyMask;
  const alpha = new Uint8Array(rect.width * rect.height);
  for (let y = 0; y < rect.height; y++) {
    const from = (rect.y - mask.rect.y + y) * mask.rect.width + rect.x - mask.rect.x;
    alpha.set(mask.alpha.subarray(from, from + rect.width), y * rect.width);
  }
  return { rect, alpha };
}

/** Weights for picture pixels from `start` on, where layer pixel 0 begins at `origin` and a picture pixel spans `step`. */
function planOver(start: number, count: number, origin: number, step: number): AxisWeights {
  return planAxis({ from: (start - origin) * step, span: count * step, outputs: count }, 'area');
}

function averageAlpha(layer: MaskLayer, across: AxisWeights, down: AxisWeights): Uint8Array {
  const { width, height } = layer.bounds;
  const columns = across.first.length;
  const rows = down.first.length;
  const narrowed = new Float32Array(columns * height);
  for (let y = 0; y < height; y++) {
    for (let i = 0; i < columns; i++) {
      let sum = 0;
      for (let k = 0; k < across.taps; k++) {
        const x = across.first[i]! + k;
        if (x >= 0 && x < width) sum += across.weights[i * across.taps + k]! * layer.alpha[y * width + x]!;
      }
      narrowed[y * columns + i] = sum;
    }
  }
  const alpha = new Uint8Array(columns * rows);
  for (let i = 0; i < rows; i++) {
    for (let x = 0; x < columns; x++) {
      let sum = 0;
      for (let k = 0; k < down.taps; k++) {
        const y = down.first[i]! + k;
        if (y >= 0 && y < height) sum += down.weights[i * down.taps + k]! * narrowed[y * columns + x]!;
      }
      alpha[i * columns + x] = Math.round(sum);
    }
  }
  return alpha;
}

/** All masks as one: at every pixel the strongest. */
export function uniteMasks(masks: readonly Mask[]): Mask {
  const present = masks.filter((mask) => !isEmptyRect(mask.rect));
  const [first, ...others] = present;
  if (first === undefined) return emptyMask;
  if (others.length === 0) return first;
  let rect: PictureRect = first.rect;
  for (const mask of others) rect = boundRects<PictureRect>(rect, mask.rect);
  const alpha = new Uint8Array(rect.width * rect.height);
  for (const mask of present) {
    for (let y = 0; y < mask.rect.height; y++) {
      const target = (mask.rect.y - rect.y + y) * rect.width + (mask.rect.x - rect.x);
      const source = y * mask.rect.width;
      for (let x = 0; x < mask.rect.width; x++) {
        alpha[target + x] = Math.max(alpha[target + x]!, mask.alpha[source + x]!);
      }
    }
  }
  return { rect, alpha };
}

/** The mask without what lies where the picture is fully transparent. */
export function keepWithin({ rect, alpha }: Mask, picture: RgbaImage): Mask {
  const kept = new Uint8Array(alpha);
  for (let y = 0; y < rect.height; y++) {
    const source = (rect.y + y) * picture.width + rect.x;
    for (let x = 0; x < rect.width; x++) {
      if (picture.data[(source + x) * 4 + 3] === 0) kept[y * rect.width + x] = 0;
    }
  }
  return { rect, alpha: kept };
}

/**
 * The selected pixels: alpha of at least 50 %, cropped to their bounds. A mask that nowhere reaches 50 % was drawn
 * with a translucent fill to see through it, so there half of its strongest alpha is the line.
 */
export function selectPixels(mask: Mask): Selection {
  const strongest = findStrongest(mask);
  return selectAtLeast(mask, strongest >= 128 ? 128 : Math.max(1, strongest / 2));
}

/** The strongest alpha of a mask; 0 of an empty one. */
export function findStrongest({ alpha }: Mask): number {
  let strongest = 0;
  for (let i = 0; i < alpha.length; i++) if (alpha[i]! > strongest) strongest = alpha[i]!;
  return strongest;
}

/** The pixels whose alpha reaches `line` (above 0), cropped to their bounds; a zero-sized selection where none does. */
export function selectAtLeast(mask: Mask, line: number): Selection {
  const { width, height } = mask.rect;
  let left = width;
  let right = -1;
  let top = height;
  let bottom = -1;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (mask.alpha[y * width + x]! < line) continue;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      bottom = y;
    }
  }
  if (right < 0) return { rect: { ...mask.rect, width: 0, height: 0 }, inside: new Uint8Array(0) };
  const rect: PictureRect = {
    x: mask.rect.x + left,
    y: mask.rect.y + top,
    width: right - left + 1,
    height: bottom - top + 1,
  };
  const inside = new Uint8Array(rect.width * rect.height);
  for (let y = 0; y < rect.height; y++) {
    for (let x = 0; x < rect.width; x++) {
      if (mask.alpha[(top + y) * width + left + x]! >= line) inside[y * rect.width + x] = 1;
    }
  }
  return { rect, inside };
}

/** A selection as a mask: opaque where it is selected. */
export function toMask({ rect, inside }: Selection): Mask {
  return { rect, alpha: inside.map((value) => value * 255) };
}
