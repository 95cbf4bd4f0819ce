import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPlanar } from '../../../ui/imaging/image.ts';
import { readCrop, readPlanes, resizePlanar } from '../../../ui/imaging/resize.ts';

const side = fc.integer({ min: 1, max: 60 });

/** What Pillow 12.3 makes of `drawPattern` with `Image.resize(size, Image.LANCZOS)`. */
const pillow = {
  from: { width: 21, height: 10 },
  to: { width: 16, height: 8 },
  // biome-ignore format: one row of the picture per line
  levels: [
    157, 68, 74, 137, 26, 168, 170, 102, 75, 147, 151, 112, 67, 192, 131, 109,
    10, 144, 121, 29, 165, 136, 41, 128, 103, 164, 169, 134, 92, 116, 104, 52,
    153, 147, 191, 169, 109, 123, 40, 134, 134, 3, 97, 85, 113, 150, 99, 193,
    62, 137, 145, 136, 71, 100, 164, 123, 128, 195, 145, 140, 255, 195, 153, 218,
    170, 173, 75, 63, 151, 171, 155, 110, 147, 245, 187, 137, 204, 157, 140, 186,
    118, 88, 194, 247, 100, 148, 132, 141, 78, 226, 173, 78, 0, 102, 159, 64,
    94, 81, 186, 106, 140, 213, 155, 97, 55, 119, 83, 128, 182, 211, 122, 61,
    123, 143, 74, 75, 137, 56, 44, 133, 218, 139, 64, 110, 126, 115, 77, 161,
  ],
};

/** Busy up to its edges. */
function drawPattern(x: number, y: number): number {
  return (x * x * 31 + y * y * 17 + x * y * 7 + ((x + y) % 5 === 0 ? 255 : 0)) % 256;
}

function ramp(width: number, height: number) {
  const image = createPlanar(width, height, 1);
  for (let i = 0; i < image.data.length; i++) image.data[i] = (i % width) / width;
  return image;
}

describe('resize', () => {
  it('keeps a flat color flat, whatever the scale', () => {
    fc.assert(
      fc.property(side, side, side, side, (width, height, toWidth, toHeight) => {
        const image = createPlanar(width, height, 2);
        image.data.fill(0.37);
        const result = resizePlanar(image, { width: toWidth, height: toHeight });
        expect(result.data.length).toBe(toWidth * toHeight * 2);
        expect(result.data.every((value) => Math.abs(value - 0.37) < 1e-5)).toBe(true);
      }),
    );
  });

  it('averages exactly what a pixel covers', () => {
    const image = createPlanar(6, 1, 1);
    image.data.set([0, 1, 0.5, 0.25, 1, 1]);
    expect(Array.from(resizePlanar(image, { width: 3, height: 1 }).data)).toEqual([0.5, 0.375, 1]);
    const uneven = resizePlanar(image, { width: 4, height: 1 });
    expect(uneven.data[0]).toBeCloseTo((0 + 0.5 * 1) / 1.5, 6);
  });

  it('keeps the mean when shrinking', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 50 }), fc.integer({ min: 1, max: 50 }), (from, to) => {
        fc.pre(to <= from);
        const mean = (data: Float32Array) => data.reduce((sum, value) => sum + value, 0) / data.length;
        const image = ramp(from, 3);
        expect(mean(resizePlanar(image, { width: to, height: 3 }).data)).toBeCloseTo(mean(image.data), 5);
      }),
    );
  });

  it('places no pixel off: a ramp keeps its centers going up', () => {
    const up = resizePlanar(ramp(40, 1), { width: 130, height: 1 });
    for (let x = 20; x < 110; x++) expect(up.data[x]).toBeCloseTo(((x + 0.5) * 40) / 130 / 40 - 0.5 / 40, 3);
  });

  it('computes a window exactly as the whole', () => {
    const image = createPlanar(16, 12, 3);
    for (let i = 0; i < image.data.length; i++) image.data[i] = ((i * 7919) % 101) / 101;
    const whole = resizePlanar(image, { width: 45, height: 50 });
    const window = { x: 7, y: 9, width: 20, height: 31 };
    const part = resizePlanar(image, { width: 45, height: 50 }, { window });
    for (let c = 0; c < 3; c++) {
      for (let y = 0; y < 31; y++) {
        for (let x = 0; x < 20; x++) {
          expect(part.data[(c * 31 + y) * 20 + x]).toBe(whole.data[(c * 50 + y + 9) * 45 + x + 7]);
        }
      }
    }
  });

  it('reads a crop as resizing its pixels would, also beyond the edge', () => {
    const width = 50;
    const height = 40;
    const data = new Uint8Array(width * height * 4).map((_, i) => (i % 4 === 3 ? 255 : (i * 7919) % 256));
    for (const [crop, size] of [
      [
        { x: 3, y: 5, width: 30, height: 20 },
        { width: 10, height: 8 },
      ],
      [
        { x: 0, y: 0, width: 50, height: 40 },
        { width: 80, height: 70 },
      ],
      [
        { x: -5, y: 10, width: 60, height: 25 },
        { width: 24, height: 10 },
      ],
    ] as const) {
      const cut = createPlanar(crop.width, crop.height, 3);
      for (let c = 0; c < 3; c++) {
        for (let y = 0; y < crop.height; y++) {
          for (let x = 0; x < crop.width; x++) {
            const fromX = Math.min(width - 1, Math.max(0, crop.x + x));
            const fromY = Math.min(height - 1, Math.max(0, crop.y + y));
            cut.data[(c * crop.height + y) * crop.width + x] = data[(fromY * width + fromX) * 4 + c]! / 255;
          }
        }
      }
      const expected = resizePlanar(cut, size);
      const read = readCrop({ width, height, data }, crop, size);
      // Lanczos looks beyond a crop that lies inside the picture: compare away from its rim.
      const rim = size.width > crop.width ? 6 : 0;
      for (let c = 0; c < 3; c++) {
        for (let y = rim; y < size.height - rim; y++) {
          for (let x = rim; x < size.width - rim; x++) {
            const at = (c * size.height + y) * size.width + x;
            expect(read.data[at]).toBeCloseTo(expected.data[at]!, 4);
          }
        }
      }
    }
  });

  it('gives what Pillow gives, up to the edges, on request', () => {
    const { from, to, levels } = pillow;
    const plane = createPlanar(from.width, from.height, 1);
    const data = new Uint8Array(plane.data.length * 4).fill(255);
    for (let i = 0; i < plane.data.length; i++) {
      const level = drawPattern(i % from.width, Math.floor(i / from.width));
      plane.data[i] = level / 255;
      data.fill(level, i * 4, i * 4 + 3);
    }
    const options = { filter: 'lanczos', likePillow: true } as const;
    const read = resizePlanar(readPlanes({ ...from, data }), to, options);
    for (const result of [resizePlanar(plane, to, options), read]) {
      const off = levels.map((level, i) => Math.abs(result.data[i]! * 255 - level));
      expect(Math.max(...off)).toBeLessThan(1.001);
      expect(off.filter((one) => one > 0.5).length).toBeLessThanOrEqual(2);
    }
  });

  it('flattens transparency over white', () => {
    const read = readCrop(
      { width: 1, height: 1, data: Uint8Array.of(0, 0, 0, 51) },
      { x: 0, y: 0, width: 1, height: 1 },
      { width: 1, height: 1 },
    );
    expect(read.data[0]).toBeCloseTo(0.8, 6);
  });
});
