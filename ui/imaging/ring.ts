import { measureDistance } from './distance.ts';
import type { Size } from './rect.ts';

/**
 * The pixels between `fromPx` and `toPx` away from the selected cells, leaving out those marked in `without` (pixels
 * beyond the picture, pixels that the model repainted).
 */
export function markRing(
  cells: Uint8Array,
  grid: Size,
  fromPx: number,
  toPx: number,
  without: Uint8Array,
): Uint8Array {
  const distance = measureDistance(cells, grid.width, grid.height, toPx);
  const ring = new Uint8Array(cells.length);
  for (let i = 0; i < ring.length; i++) {
    ring[i] = without[i] === 0 && distance[i]! > fromPx && distance[i]! <= toPx ? 1 : 0;
  }
  return ring;
}
