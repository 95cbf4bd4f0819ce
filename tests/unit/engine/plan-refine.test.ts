import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planRefine } from '../../../ui/engine/worker/plan-refine.ts';

const info = { nativePx: { width: 512, height: 512 }, spatialFactor: 8, latentMultiple: 1 };
const square = { width: 512, height: 512 };

describe('planRefine', () => {
  it('leaves alone what the model has painted with about as many pixels as the picture has', () => {
    for (const side of [200, 512, 700]) {
      const crop = { x: 0, y: 0, width: side, height: side };
      expect(planRefine(info, { crop, model: square, selection: crop })).toBeNull();
    }
  });

  it('paints at the picture’s own density in tiles of the model’s size', () => {
    const crop = { x: 100, y: 50, width: 1500, height: 1500 };
    const selection = { x: 300, y: 250, width: 1100, height: 1100 };
    const plan = planRefine(info, { crop, model: square, selection })!;
    expect(plan.size).toEqual({ width: 1504, height: 1504 });
    expect(plan.isCoarse).toBe(false);
    expect(plan.tiles.rows.length).toBe(64);
  });

  it('says so where the region is too large for that, and is then as fine as its tiles allow', () => {
    const crop = { x: 0, y: 0, width: 4096, height: 4096 };
    const plan = planRefine(info, { crop, model: square, selection: crop })!;
    expect(plan.isCoarse).toBe(true);
    expect(plan.size.width).toBeGreaterThan(1700);
    expect(plan.tiles.rows.starts.length * plan.tiles.columns.starts.length).toBeLessThanOrEqual(36);
  });

  it('counts only the tiles that a small selection in a large crop touches', () => {
    const crop = { x: 0, y: 0, width: 4096, height: 4096 };
    const selection = { x: 2000, y: 2000, width: 200, height: 200 };
    expect(planRefine(info, { crop, model: square, selection })).toMatchObject({
      isCoarse: true,
    });
    const smaller = { x: 1000, y: 1000, width: 2000, height: 2000 };
    expect(planRefine(info, { crop: smaller, model: square, selection })).toMatchObject({
      size: { width: 2000, height: 2000 },
      isCoarse: false,
    });
  });

  it('keeps to steps of the model’s sides and to its tiles, whatever the region', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 64, max: 4096 }),
        fc.integer({ min: 64, max: 4096 }),
        fc.constantFrom(1, 2, 4, 8),
        (width, height, latentMultiple) => {
          const step = 8 * latentMultiple;
          const scale = Math.max(width, height) / 512;
          const sideOf = (side: number) => Math.max(step, Math.round(side / scale / step) * step);
          const model = { width: sideOf(width), height: sideOf(height) };
          const crop = { x: 0, y: 0, width, height };
          const plan = planRefine({ ...info, latentMultiple }, { crop, model, selection: crop });
          if (plan === null) return;
          expect(plan.size.width % step).toBe(0);
          expect(plan.size.height % step).toBe(0);
          const { rows, columns } = plan.tiles;
          expect(rows.side * 8).toBe(plan.size.height);
          expect(columns.length).toBeLessThanOrEqual(64);
          expect(rows.starts.length * columns.starts.length).toBeLessThanOrEqual(36);
        },
      ),
    );
  });
});
