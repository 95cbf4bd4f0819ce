import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  faultOfExpansion,
  type Growth,
  grownSize,
  growthRatios,
  paddingFor,
  pictureSize,
  ratioNames,
} from '../../../ui/shell/state/expansion.ts';
import { makeTarget } from '../../fakes/fake-host.ts';

const size = { width: 400, height: 300 };
const side = (left: number, top: number, right: number, bottom: number) => ({ left, top, right, bottom });

describe('the padding of an expansion', () => {
  const rows: [string, Growth, ReturnType<typeof side>][] = [
    ['all sides by a quarter', { by: 'sides', sides: 'all', percent: 25 }, side(100, 75, 100, 75)],
    ['the left by all of it', { by: 'sides', sides: 'left', percent: 100 }, side(400, 0, 0, 0)],
    ['the bottom by half', { by: 'sides', sides: 'bottom', percent: 50 }, side(0, 0, 0, 150)],
    ['to a square', { by: 'ratio', ratio: '1:1' }, side(0, 50, 0, 50)],
    ['to the ratio that it has', { by: 'ratio', ratio: '4:3' }, side(0, 0, 0, 0)],
    ['to a wide one, rounded up', { by: 'ratio', ratio: '16:9' }, side(67, 0, 67, 0)],
    ['zoomed out to half', { by: 'zoom', factor: 2 }, side(200, 150, 200, 150)],
    ['zoomed out by 1.5', { by: 'zoom', factor: 1.5 }, side(100, 75, 100, 75)],
  ];
  it.each(rows)('%s', (_, growth, padding) => {
    expect(paddingFor(growth, size)).toEqual(padding);
  });

  it('is whole and even, reaches the ratio, and is the smallest that does', () => {
    const pixels = fc.integer({ min: 1, max: 4096 });
    fc.assert(
      fc.property(pixels, pixels, fc.constantFrom(...ratioNames), (width, height, ratio) => {
        const padding = paddingFor({ by: 'ratio', ratio }, { width, height });
        expect(padding.left).toBe(padding.right);
        expect(padding.top).toBe(padding.bottom);
        expect(Math.min(padding.left, padding.top)).toBe(0);
        expect(Object.values(padding).every(Number.isInteger)).toBe(true);
        const grown = grownSize({ width, height }, padding);
        const wanted = growthRatios[ratio];
        // The side that grew has at least its length, and one pixel less on each side would be too little.
        const missing =
          width / height < wanted ? grown.height * wanted - grown.width : grown.width / wanted - grown.height;
        expect(missing).toBeLessThanOrEqual(1e-3);
        expect(missing).toBeGreaterThan(-2);
      }),
    );
  });

  it('counts in pixels of the target as it is read', () => {
    expect(pictureSize(makeTarget({ density: 2 }))).toEqual({ width: 800, height: 600 });
    const rotated = makeTarget({ box: { x: 0, y: 0, width: 300.4, height: 400 }, density: 1 });
    expect(pictureSize(rotated)).toEqual({ width: 300, height: 400 });
  });
});

describe('an expansion', () => {
  it('has at most 4096 pixels a side', () => {
    const dense = makeTarget({ density: 4 });
    expect(faultOfExpansion(dense, side(1248, 0, 1248, 0))).toBeNull();
    expect(faultOfExpansion(dense, side(1248, 0, 1249, 0))).toBe('expansion-too-large');
    expect(faultOfExpansion(dense, side(0, 2000, 0, 1000))).toBe('expansion-too-large');
  });

  it('needs something to paint: padding, or empty area in the frame', () => {
    expect(faultOfExpansion(makeTarget(), null)).toBe('nothing-to-expand');
    expect(faultOfExpansion(makeTarget(), side(0, 0, 0, 0))).toBe('nothing-to-expand');
    expect(faultOfExpansion(makeTarget({ isExpandable: true }), null)).toBeNull();
    expect(faultOfExpansion(makeTarget({ isExpandable: true }), side(0, 0, 0, 0))).toBeNull();
  });
});
