import type { Rgba } from './pictures.ts';

type Rect = { x: number; y: number; width: number; height: number };

/** The patch's alpha over the whole picture, 0 outside the patch. */
export function spreadAlpha(patch: Rgba, rect: Rect, width: number, height: number): Uint8Array {
  if (patch.width !== rect.width || patch.height !== rect.height)
    throw new Error('The patch is not as large as its place');
  const alpha = new Uint8Array(width * height);
  for (let y = 0; y < rect.height; y += 1) {
    for (let x = 0; x < rect.width; x += 1) {
      alpha[(rect.y + y) * width + rect.x + x] = patch.data[(y * rect.width + x) * 4 + 3] ?? 0;
    }
  }
  return alpha;
}

/** Pixels of at least half a mask whose alpha is not full. */
export function countThinInside(alpha: Uint8Array, mask: Rgba): number {
  let count = 0;
  for (let i = 0; i < alpha.length; i += 1)
    if ((mask.data[i * 4] ?? 0) >= 128 && alpha[i] !== 255) count += 1;
  return count;
}

/** Pixels with any alpha that lie farther than `featherPx` (Euclidean, pixel centers) from the nearest mask pixel. */
export function countSpilled(alpha: Uint8Array, mask: Rgba, featherPx: number): number {
  const { width, height } = mask;
  const across = distancesAcross(mask);
  const reach = Math.ceil(featherPx);
  let count = 0;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if (alpha[y * width + x] === 0) continue;
      let isNear = false;
      for (let v = Math.max(0, y - reach); v <= Math.min(height - 1, y + reach) && !isNear; v += 1) {
        isNear = (across[v * width + x] ?? far) ** 2 + (y - v) ** 2 <= featherPx ** 2;
      }
      if (!isNear) count += 1;
    }
  }
  return count;
}

/**
 * Output pixels at `scale` that changed although no patch pixel with alpha lies under them or beside them (one picture
 * pixel of margin: a scaled export samples its neighbors).
 */
export function countTouchedOutside(
  before: Rgba,
  after: Rgba,
  alpha: Uint8Array,
  width: number,
  height: number,
  scale: number,
): number {
  if (before.width !== after.width || before.height !== after.height)
    throw new Error('The export changed its size');
  const margin = scale === 1 ? 0 : 1;
  const reaches = spread(alpha, width, height, margin);
  let count = 0;
  for (let y = 0; y < before.height; y += 1) {
    for (let x = 0; x < before.width; x += 1) {
      const at = (y * before.width + x) * 4;
      let differs = false;
      for (let c = 0; c < 4; c += 1) differs ||= before.data[at + c] !== after.data[at + c];
      if (differs && !mayChange(reaches, width, height, x / scale, y / scale, 1 / scale)) count += 1;
    }
  }
  return count;
}

function mayChange(
  reaches: Uint8Array,
  width: number,
  height: number,
  left: number,
  top: number,
  side: number,
): boolean {
  for (let y = Math.floor(top); y < Math.min(height, Math.ceil(top + side)); y += 1) {
    for (let x = Math.floor(left); x < Math.min(width, Math.ceil(left + side)); x += 1)
      if (reaches[y * width + x]) return true;
  }
  return false;
}

/** 1 where any pixel within `margin` has alpha. */
function spread(alpha: Uint8Array, width: number, height: number, margin: number): Uint8Array {
  const result = new Uint8Array(alpha.length);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if (alpha[y * width + x] === 0) continue;
      for (let dy = -margin; dy <= margin; dy += 1) {
        for (let dx = -margin; dx <= margin; dx += 1) {
          const [u, v] = [x + dx, y + dy];
          if (u >= 0 && v >= 0 && u < width && v < height) result[v * width + u] = 1;
        }
      }
    }
  }
  return result;
}

const far = 1e6;

/** Distance along the row to the nearest pixel of at least half a mask. */
function distancesAcross(mask: Rgba): Float32Array {
  const { width, height } = mask;
  const across = new Float32Array(width * height);
  for (let y = 0; y < height; y += 1) {
    let last = -far;
    for (let x = 0; x < width; x += 1) {
      if ((mask.data[(y * width + x) * 4] ?? 0) >= 128) last = x;
      across[y * width + x] = x - last;
    }
    last = far * 2;
    for (let x = width - 1; x >= 0; x -= 1) {
      if ((mask.data[(y * width + x) * 4] ?? 0) >= 128) last = x;
      across[y * width + x] = Math.min(across[y * width + x] ?? far, last - x);
    }
  }
  return across;
}
