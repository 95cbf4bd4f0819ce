// Fooocus' paste mask, written from its description alone.
import type { Plane } from './filter-plane.ts';

/**
 * Alpha that falls in a straight line from the selection outwards, measured in steps to eight neighbors, to 0 after
 * `featherPx`. Fooocus' own 32 rounds of `max(dilate(x) - 8, x)` from 256.
 */
export function rampAlpha({ width, height, data }: Plane, featherPx: number): Plane {
  const fall = 256 / featherPx;
  let levels = data.map((value) => (value > 0.5 ? 256 : 0));
  for (let round = 0; round < featherPx; round++) {
    const next = levels.slice();
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const at = y * width + x;
        let most = 0;
        for (let v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v++) {
          for (let u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u++)
            most = Math.max(most, levels[v * width + u]!);
        }
        next[at] = Math.max(most - fall, levels[at]!);
      }
    }
    levels = next;
  }
  return { width, height, data: levels.map((value) => Math.min(255, value) / 255) };
}
