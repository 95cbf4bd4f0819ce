import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countNumbers, type MaskEdit } from '../../../ui/imaging/mask-edits.ts';
import { limitEdits, simplifyStroke } from '../../../ui/imaging/simplify-stroke.ts';

const number = fc.double({ min: 0, max: 100, noNaN: true });
const line = fc
  .array(fc.tuple(number, number, fc.double({ min: 0, max: 1, noNaN: true })), {
    minLength: 1,
    maxLength: 40,
  })
  .map((points) => points.flat());

/** The least of all deviations of a point from the straight ways of a line, as place and radius. */
function measureOff(path: number[], x: number, y: number, radius: number, radiusPx: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i === 0 || i + 3 < path.length; i += 3) {
    const next = i + 3 < path.length ? i + 3 : i;
    for (let k = 0; k <= 400; k++) {
      const value = (c: number) => path[i + c]! + (k / 400) * (path[next + c]! - path[i + c]!);
      const off = Math.hypot(x - value(0), y - value(1));
      least = Math.min(least, Math.max(off, Math.abs(radius - radiusPx * value(2))));
    }
  }
  return least;
}

describe('simplifyStroke', () => {
  it('stays within the tolerance of every point, keeps both ends, and has nothing left to leave out', () => {
    fc.assert(
      fc.property(line, fc.double({ min: 0.5, max: 20, noNaN: true }), (points, tolerancePx) => {
        const path = simplifyStroke(points, tolerancePx, 30);
        expect(path.slice(0, 3)).toEqual(points.slice(0, 3));
        expect(path.slice(-3)).toEqual(points.slice(-3));
        expect(simplifyStroke(path, tolerancePx, 30)).toEqual(path);
        for (let i = 0; i < points.length; i += 3) {
          const off = measureOff(path, points[i]!, points[i + 1]!, points[i + 2]! * 30, 30);
          expect(off).toBeLessThan(tolerancePx + 0.5);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('keeps a point whose pressure alone tells something', () => {
    const points = [0, 0, 1, 10, 0, 0.5, 20, 0, 1];
    expect(simplifyStroke(points, 1, 30)).toEqual(points);
    expect(simplifyStroke(points, 1, 1)).toEqual([0, 0, 1, 20, 0, 1]);
    expect(simplifyStroke([0, 0, 10, 0, 20, 0], 1)).toEqual([0, 0, 20, 0]);
  });

  it('takes a hundred thousand points without a deep stack', () => {
    const spiral = Array.from({ length: 100_000 }, (_, i) => [
      (i / 50) * Math.cos(i / 3000),
      (i / 50) * Math.sin(i / 3000),
    ]).flat();
    expect(simplifyStroke(spiral, 0.5).length).toBeLessThan(2000);
  });
});

describe('limitEdits', () => {
  const stroke = (count: number, from: number): MaskEdit => ({
    kind: 'brush',
    effect: 'add',
    sizePx: 20,
    hardness: 1,
    points: Array.from({ length: count }, (_, i) => [i, from + 3 * Math.sin(i / 9), 1]).flat(),
  });

  it('leaves alone what fits', () => {
    const edits: MaskEdit[] = [stroke(20, 0), { kind: 'clear' }, stroke(10, 9)];
    expect(limitEdits(edits, 91)).toEqual(edits);
  });

  it('makes everything fit, the longest stroke first', () => {
    const edits = [stroke(10, 0), stroke(1500, 50), stroke(600, 90)];
    const limited = limitEdits(edits, 3000);
    expect(countNumbers(limited)).toBeLessThanOrEqual(3000);
    expect(limited[0]).toEqual(edits[0]);
    expect(limited[2]).toEqual(edits[2]);
    fc.assert(
      fc.property(fc.integer({ min: 18, max: 2000 }), (most) => {
        const fitting = limitEdits(edits, most);
        expect(countNumbers(fitting)).toBeLessThanOrEqual(most);
        expect(fitting.map(({ kind }) => kind)).toEqual(edits.map(({ kind }) => kind));
      }),
      { numRuns: 20 },
    );
  });

  it('lets go first of what was cleared away', () => {
    const edits: MaskEdit[] = [stroke(1000, 0), { kind: 'clear' }, stroke(400, 9)];
    expect(limitEdits(edits, 1300)).toEqual(edits.slice(1));
  });

  it('never leaves an outline fewer than three corners', () => {
    const flat: MaskEdit = {
      kind: 'lasso',
      effect: 'add',
      points: Array.from({ length: 50 }, (_, i) => [i, 0]).flat(),
    };
    const limited = limitEdits([flat], 10)[0];
    expect(limited?.kind === 'lasso' && limited.points.length).toBeGreaterThanOrEqual(6);
  });
});
