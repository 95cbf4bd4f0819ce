import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseModelSize, floorSize, type ModelSizes, planFrame } from '../../../ui/imaging/model-size.ts';

const free: ModelSizes = { native: { width: 512, height: 512 }, multiplePx: 64, buckets: null };
const square: ModelSizes = {
  native: { width: 128, height: 128 },
  multiplePx: 8,
  buckets: [{ width: 128, height: 128 }],
};

describe('model-size', () => {
  it('takes the native size for a square', () => {
    expect(chooseModelSize(1, free)).toEqual({ width: 512, height: 512 });
    expect(chooseModelSize(3, square)).toEqual({ width: 128, height: 128 });
  });

  it('loses at most 6 % to the cut for ratios from 1:2 to 2:1', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.5, max: 2, noNaN: true }), (aspect) => {
        const { model, crop } = planFrame({ width: 1000 * aspect, height: 1000 }, free);
        expect(model.width % 64).toBe(0);
        expect(model.height % 64).toBe(0);
        const kept = (crop.width * crop.height) / (model.width * model.height);
        expect(kept).toBeGreaterThanOrEqual(0.93);
      }),
    );
  });

  it("keeps the frame's own ratio to the nearest pixel and never exceeds frame or model", () => {
    const side = fc.integer({ min: 8, max: 4096 });
    fc.assert(
      fc.property(
        side,
        side,
        fc.constantFrom(1, 4),
        fc.constantFrom(free, square),
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
