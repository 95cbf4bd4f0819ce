import { corpus, type Point } from '../corpus.ts';
import { countPixels, type PixelMask } from '../pixels.ts';
import { findCentroid } from './figure.ts';
import { fillPolygon } from './fill-polygon.ts';

type Template = { shape: string; outline: readonly Point[]; area: number; middle: { x: number; y: number } };

const drawingPx = 512;
const radiusPx = 180;

/** Area and centroid of each unit outline, measured on a large drawing. */
const templates: Template[] = Object.entries(corpus.outlines).map(([shape, outline]) => {
  const inside = new Uint8Array(drawingPx * drawingPx);
  const at = (unit: number) => drawingPx / 2 + radiusPx * unit;
  fillPolygon(
    inside,
    drawingPx,
    outline.map(([x, y]): Point => [at(x), at(y)]),
  );
  const mask = { width: drawingPx, height: drawingPx, inside };
  const { x, y } = findCentroid(mask);
  const unit = (px: number) => (px - drawingPx / 2) / radiusPx;
  return { shape, outline, area: countPixels(mask) / radiusPx ** 2, middle: { x: unit(x), y: unit(y) } };
});

const growths = [0.92, 1, 1.08];
const shiftsPx: readonly Point[] = [
  [0, 0],
  [2, 0],
  [-2, 0],
  [0, 2],
  [0, -2],
];
const fewestPixels = 30;

/** The named shape whose outline covers the mask best (intersection over union) over some sizes and shifts; or null. */
export function nameShape(mask: PixelMask): string | null {
  const count = countPixels(mask);
  if (count < fewestPixels) return null;
  const center = findCentroid(mask);
  let [winner, best]: [string | null, number] = [null, -1];
  for (const { shape, outline, area, middle } of templates) {
    for (const growth of growths) {
      const scale = Math.sqrt(count / area) * growth;
      for (const [dx, dy] of shiftsPx) {
        const x0 = center.x - middle.x * scale + dx - 0.5;
        const y0 = center.y - middle.y * scale + dy - 0.5;
        const overlap = measureOverlap(
          mask,
          outline.map(([x, y]): Point => [x0 + x * scale, y0 + y * scale]),
        );
        if (overlap > best) [winner, best] = [shape, overlap];
      }
    }
  }
  return winner;
}

/** Intersection over union of a mask and a filled polygon. */
function measureOverlap({ width, inside }: PixelMask, points: readonly Point[]): number {
  const filled = new Uint8Array(inside.length);
  fillPolygon(filled, width, points);
  let [both, either] = [0, 0];
  for (let i = 0; i < inside.length; i++) {
    both += inside[i]! & filled[i]!;
    either += inside[i]! | filled[i]!;
  }
  return both / either;
}
