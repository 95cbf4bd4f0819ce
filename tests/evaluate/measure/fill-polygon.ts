import type { Point } from '../corpus.ts';

/**
 * Fills a closed polygon in `cells`, rows of `width`, with 1. Corners are cut to whole pixels and everything that
 * the outline touches belongs to it, as where the corpus is drawn (Pillow's ImageDraw); crossings are even-odd.
 */
export function fillPolygon(cells: Uint8Array, width: number, points: readonly Point[]): void {
  const height = cells.length / width;
  // Two lists of crossings per row, because a row of corners bounds the area above and the one below: both belong.
  const lower: number[][] = Array.from({ length: height }, () => []);
  const upper: number[][] = Array.from({ length: height }, () => []);
  for (let i = 0; i < points.length; i++) {
    const from = points[i]!;
    const to = points[(i + 1) % points.length]!;
    const [x0, y0, x1, y1] = [from[0], from[1], to[0], to[1]].map(Math.trunc) as [
      number,
      number,
      number,
      number,
    ];
    const [low, high] = [Math.min(y0, y1), Math.max(y0, y1)];
    for (let y = Math.max(0, low); y <= Math.min(height - 1, high) && low < high; y++) {
      const x = x0 + ((y - y0) * (x1 - x0)) / (y1 - y0);
      if (y < high) lower[y]!.push(x);
      if (y > low) upper[y]!.push(x);
    }
  }
  for (let y = 0; y < height; y++) {
    fillSpans(cells, width, y, lower[y]!);
    fillSpans(cells, width, y, upper[y]!);
  }
}

function fillSpans(cells: Uint8Array, width: number, y: number, crossings: number[]): void {
  crossings.sort((a, b) => a - b);
  for (let i = 0; i + 1 < crossings.length; i += 2) {
    const from = Math.max(0, Math.floor(crossings[i]! + 0.5));
    const to = Math.min(width - 1, Math.ceil(crossings[i + 1]! - 0.5));
    if (to >= from) cells.fill(1, y * width + from, y * width + to + 1);
  }
}
