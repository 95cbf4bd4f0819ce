import type { PixelMask, RgbPixels } from '../pixels.ts';
import { medianColor, type Rgb } from './colors.ts';

/** Distance in sRGB levels from which a pixel is not background. */
const differentLevels = 45;
const rimPx = 3;

/** The color of a picture's rim. */
export function rimColor(pixels: RgbPixels): Rgb {
  const { width, height } = pixels;
  return medianColor(pixels, (x, y) => x < rimPx || y < rimPx || x >= width - rimPx || y >= height - rimPx);
}

/** What is not background, without single pixels. */
export function findFigure({ width, height, data }: RgbPixels, [r, g, b]: Rgb): PixelMask {
  const far = new Uint8Array(width * height);
  for (let i = 0; i < far.length; i++) {
    const distance = Math.hypot(data[i * 3]! - r, data[i * 3 + 1]! - g, data[i * 3 + 2]! - b);
    far[i] = distance > differentLevels ? 1 : 0;
  }
  const inside = new Uint8Array(far.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (far[y * width + x] === 1 && countAround(far, width, height, x, y) >= 5) inside[y * width + x] = 1;
    }
  }
  return { width, height, inside };
}

/** How many of the nine pixels around and at a place are set. */
function countAround(cells: Uint8Array, width: number, height: number, x: number, y: number): number {
  let sum = 0;
  for (let v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v++) {
    for (let u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u++) sum += cells[v * width + u]!;
  }
  return sum;
}

/** The mean place of a mask's pixels; NaN where it has none. */
export function findCentroid({ width, inside }: PixelMask): { x: number; y: number } {
  let [x, y, count] = [0, 0, 0];
  inside.forEach((one, i) => {
    if (one === 0) return;
    x += (i % width) + 0.5;
    y += Math.floor(i / width) + 0.5;
    count++;
  });
  return { x: x / count, y: y / count };
}

/** Row and column, 0 to 2, of the third in which a mask's middle lies. */
export function findThird(mask: PixelMask): [number, number] {
  const { x, y } = findCentroid(mask);
  const third = (at: number, side: number) => Math.min(2, Math.floor((3 * at) / side));
  return [third(y, mask.height), third(x, mask.width)];
}

/** The number of areas, connected by their sides, that are larger than that share of the picture. */
export function countIslands({ width, height, inside }: PixelMask, smallestShare = 0.004): number {
  const left = inside.slice();
  let islands = 0;
  for (let start = 0; start < left.length; start++) {
    if (left[start] === 0) continue;
    const open = [start];
    left[start] = 0;
    let size = 0;
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      size++;
      const x = at % width;
      const neighbors = [at - width, at + width, x > 0 ? at - 1 : -1, x < width - 1 ? at + 1 : -1];
      for (const next of neighbors) {
        if (next < 0 || next >= left.length || left[next] === 0) continue;
        left[next] = 0;
        open.push(next);
      }
    }
    if (size > smallestShare * width * height) islands++;
  }
  return islands;
}
