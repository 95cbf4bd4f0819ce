import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseModelSize, floorSize, type ModelSizes, planFrame } from '../../../ui/imaging/model-size.ts';
import type { Size } from '../../../ui/imaging/rect.ts';

const free: ModelSizes = { native: { width: 512, height: 512 }, multiplePx: 64, buckets: null };
const square: ModelSizes = {
  native: { width: 128, height: 128 },
  multiplePx: 8,
  buckets: [{ width: 128, height: 128 }],
};
/** The default pack's. */
const between: ModelSizes = {
  native: { width: 128, height: 128 },
  multiplePx: 16,
  buckets: [
    { width: 128, height: 128 },
    { width: 144, height: 112 },
    { width: 112, height: 144 },
    { width: 176, height: 96 },
    { width: 96, height: 176 },
  ],
};

function twice({ native, multiplePx, buckets }: ModelSizes): ModelSizes {
  const double = ({ width, height }: Size) => ({ width: 2 * width, height: 2 * height });
  return { native: double(native), multiplePx, buckets: buckets?.map(double) ?? null };
}

describe('model-size', () => {
  it('finds a size also for a model whose own one is less than a step of its sides', () => {
    const tiny: ModelSizes = { native: { width: 40, height: 24 }, multiplePx: 64, buckets: null };
    expect(chooseModelSize(1, tiny)).toEqual({ width: 64, height: 64 });
  });

  it('takes the native size for a square', () => {
    expect(chooseModelSize(1, free)).toEqual({ width: 512, height: 512 });
    expect(chooseModelSize(3, square)).toEqual({ width: 128, height: 128 });
  });

  it.each([
    ['any size of about its area', free, 0.5, 2],
    ['the sizes between its buckets', between, 9 / 16, 16 / 9],
    ['the sizes between larger buckets', twice(between), 9 / 16, 16 / 9],
  ])(
    'cuts at most six hundredths away, whatever the ratio, where a model paints %s',
    (_, sizes, min, max) => {
      fc.assert(
        fc.property(fc.double({ min, max, noNaN: true }), (aspect) => {
          const { model, crop } = planFrame({ width: 1000 * aspect, height: 1000 }, sizes);
          expect([model.width % sizes.multiplePx, model.height % sizes.multiplePx]).toEqual([0, 0]);
          const kept = (crop.width * crop.height) / (model.width * model.height);
          expect(kept).toBeGreaterThanOrEqual(0.94);
          const area = (model.width * model.height) / (sizes.native.width * sizes.native.height);
          expect(area).toBeGreaterThanOrEqual(0.75);
          expect(area).toBeLessThanOrEqual(1.3);
        }),
        { numRuns: 1000 },
      );
    },
  );

  it('takes a bucket for its own ratio, and of equally good sizes the one nearest to the native area', () => {
    for (const { width, height } of between.buckets!)
      expect(chooseModelSize(width / height, between)).toEqual({ width, height });
    expect(chooseModelSize(3 / 2, between)).toEqual({ width: 144, height: 96 });
    // 384 x 256 has the very ratio too, with more pixels than the model is used to.
    expect(chooseModelSize(3 / 2, twice(between))).toEqual({ width: 336, height: 224 });
  });

  it('goes no further than the widest and the tallest bucket', () => {
    for (const aspect of [2, 5, 40]) {
      expect(chooseModelSize(aspect, between)).toEqual({ width: 176, height: 96 });
      expect(chooseModelSize(1 / aspect, between)).toEqual({ width: 96, height: 176 });
    }
  });

  it('keeps to a single size, whatever its sides', () => {
    const only = { width: 200, height: 72 };
    const sizes: ModelSizes = { native: only, multiplePx: 64, buckets: [only] };
    for (const aspect of [0.1, 1, 200 / 72, 9]) expect(chooseModelSize(aspect, sizes)).toEqual(only);
  });

  it("keeps the frame's own ratio to the nearest pixel and never exceeds frame or model", () => {
    const side = fc.integer({ min: 8, max: 4096 });
    fc.assert(
      fc.property(
        side,
        side,
        fc.constantFrom(1, 4),
        fc.constantFrom(free, square, between),
        (width, height, upscale, sizes) => {
          fc.pre(width / height < 6 && height / width < 6);
          const { size, crop } = planFrame({ width, height }, sizes, upscale);
          expect(size.width).toBeLessThanOrEqual(width);
          expect(size.height).toBeLessThanOrEqual(height);
          expect(size.width).toBeLessThanOrEqual(crop.width * upscale);
          const aspect = width / height;
          const miss = Math.min(
            Math.abs(size.width - size.height * aspect),
            Math.abs(size.height - size.width / aspect),
          );
          expect(miss).toBeLessThanOrEqual(upscale);
        },
      ),
    );
  });

  it('fills a small frame exactly and stops at 4096 pixels', () => {
    expect(planFrame({ width: 100, height: 60 }, square).size).toEqual({ width: 100, height: 60 });
    expect(planFrame({ width: 1024, height: 1024 }, square).size).toEqual({ width: 128, height: 128 });
    expect(planFrame({ width: 1024, height: 1024 }, square, 4).size).toEqual({ width: 512, height: 512 });
    expect(planFrame({ width: 9000, height: 9000 }, free, 16).size).toEqual({ width: 4096, height: 4096 });
  });

  it('rounds down to multiples for the plain pipeline', () => {
    expect(floorSize({ width: 1000, height: 777 }, 8)).toEqual({ width: 1000, height: 776 });
    expect(floorSize({ width: 5, height: 8 }, 8)).toEqual({ width: 8, height: 8 });
  });
});
