import { describe, expect, it } from 'vitest';
import { createPlanar, type PlanarImage } from '../../../ui/imaging/image.ts';
import { toLab } from '../../../ui/imaging/lab.ts';
import { drifts, injectDrift } from '../../bench/measures/drift.ts';
import { histogramMatch, matchHistogram, overlayAlpha } from '../../bench/peers/automatic1111.ts';
import type { Plane } from '../../bench/peers/filter-plane.ts';
import { rampAlpha } from '../../bench/peers/fooocus.ts';
import { chooseKritaSizes, kritaAlpha, kritaMatch } from '../../bench/peers/krita.ts';

const [width, height] = [160, 120];

/** Selected left of column 60. */
const half: Plane = {
  width,
  height,
  data: Float32Array.from({ length: width * height }, (_, i) => (i % width < 60 ? 1 : 0)),
};

/** Alpha at some pixels right of the selection; 1 is the first one. */
const alphaBeside = ({ data }: Plane, away: number) => data[60 * width + 59 + away]!;

/** Bands of grays and colors. */
function drawBands(): PlanarImage {
  const image = createPlanar(width, height, 3);
  for (let i = 0; i < width * height; i++) {
    for (let c = 0; c < 3; c++)
      image.data[c * width * height + i] = 0.3 + (0.4 * ((Math.floor((i % width) / 8) * (c + 3)) % 7)) / 7;
  }
  return image;
}

/** Mean absolute difference of L* right of a column. */
function meanDifference(a: PlanarImage, b: PlanarImage, from: number): number {
  const pixels = width * height;
  const lightness = ({ data }: PlanarImage, i: number) =>
    toLab(data[i]!, data[pixels + i]!, data[2 * pixels + i]!)[0];
  let [sum, count] = [0, 0];
  for (let i = 0; i < pixels; i++) {
    if (i % width < from) continue;
    sum += Math.abs(lightness(a, i) - lightness(b, i));
    count++;
  }
  return sum / count;
}

describe('krita', () => {
  it.each([
    [64, 64, 32, 20, 25],
    [256, 256, 36, 22, 25],
    [512, 512, 72, 40, 25],
    [800, 400, 89, 48, 25],
  ])(
    'takes for %d x %d a feather of %d, a growth of %d, a blend of %d',
    (w, h, featherPx, growPx, blendPx) => {
      expect(chooseKritaSizes(Math.hypot(w, h))).toEqual({ featherPx, growPx, blendPx });
    },
  );

  it('paints fully on the selection, a little beyond, and nothing after its feather', () => {
    const alpha = kritaAlpha(half, 32);
    expect(alphaBeside(alpha, 0)).toBeCloseTo(1, 6);
    expect(alphaBeside(alpha, 8)).toBeCloseTo(1, 6);
    expect(alphaBeside(alpha, 24)).toBeLessThan(0.9);
    expect(alphaBeside(alpha, 40)).toBe(0);
  });

  it('leaves a part of a drift, whatever the size of the mask', () => {
    const known = drawBands();
    const painted = injectDrift(known, drifts[2]!, 'lab');
    const left = [40, 80, 120].map((masked) => {
      const mask = Uint8Array.from({ length: width * height }, (_, i) => (i % width < masked ? 1 : 0));
      const matched = kritaMatch(painted, known, mask);
      return meanDifference(matched, known, masked) / meanDifference(painted, known, masked);
    });
    expect(Math.min(...left)).toBeGreaterThan(0.1);
    expect(Math.max(...left)).toBeLessThan(0.9);
  });

  it('changes nothing where nothing has drifted', () => {
    const known = drawBands();
    const matched = kritaMatch(known, known, new Uint8Array(width * height));
    for (let i = 0; i < known.data.length; i++) expect(matched.data[i]).toBeCloseTo(known.data[i]!, 5);
  });
});

describe('AUTOMATIC1111', () => {
  it('is half opaque at the edge and clear where its kernel ends', () => {
    const alpha = overlayAlpha(half, 10);
    expect((alphaBeside(alpha, 0) + alphaBeside(alpha, 1)) / 2).toBeCloseTo(0.5, 5);
    expect(alphaBeside(alpha, 11)).toBe(0);
    expect(alphaBeside(alpha, 10)).toBeGreaterThan(0);
  });

  it('gives each value the one of the same rank', () => {
    expect([...matchHistogram(Float32Array.of(3, 1, 2), Float32Array.of(10, 30, 20))]).toEqual([30, 10, 20]);
  });

  it('takes hues from before and keeps the luminosity of what was painted', () => {
    const known = drawBands();
    const painted = injectDrift(known, drifts[0]!, 'lab');
    const matched = histogramMatch(painted, known);
    const luminosity = ({ data }: PlanarImage, i: number) =>
      0.3 * data[i]! + 0.59 * data[width * height + i]! + 0.11 * data[2 * width * height + i]!;
    for (const i of [0, 777, 5000]) expect(luminosity(matched, i)).toBeCloseTo(luminosity(painted, i), 5);
  });
});

describe('Fooocus', () => {
  it('falls in a straight line over 32 pixels', () => {
    const alpha = rampAlpha(half, 32);
    const levels = [1, 8, 16, 24, 32].map((away) => Math.round(255 * alphaBeside(alpha, away)));
    expect(levels).toEqual([248, 192, 128, 64, 0]);
    expect(alphaBeside(alpha, 0)).toBe(1);
  });
});
