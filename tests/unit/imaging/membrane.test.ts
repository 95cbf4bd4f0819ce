import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPlanar, type PlanarImage } from '../../../ui/imaging/image.ts';
import { blendMembrane } from '../../../ui/imaging/membrane.ts';
import { solveMembrane } from '../../../ui/imaging/solve-membrane.ts';
import { drawPlanar, randomFrom, waves } from './textures.ts';

/** A fifth of a grey level. */
const tolerance = 0.2 / 255;

type Domain = { width: number; height: number; free: Uint8Array; fixed: Uint8Array };

/** Gauss-Seidel until nothing moves any more: slow, and beyond doubt. Cells that no fixed one is connected to stay 0. */
function relaxFully({ width, height, free, fixed }: Domain, values: Float32Array): Float64Array {
  const plane = Float64Array.from(values, (value, i) => (fixed[i] === 1 ? value : 0));
  const neighbors = Array.from(free, (_, i) => {
    const x = i % width;
    return [x > 0 ? i - 1 : -1, x + 1 < width ? i + 1 : -1, i - width, i + width].filter(
      (at) => at >= 0 && at < width * height && (free[at] === 1 || fixed[at] === 1),
    );
  });
  for (let change = 1; change > 1e-9; ) {
    change = 0;
    for (let i = 0; i < plane.length; i++) {
      const around = neighbors[i]!;
      if (free[i] === 0 || around.length === 0) continue;
      const value = around.reduce((sum, at) => sum + plane[at]!, 0) / around.length;
      change = Math.max(change, Math.abs(value - plane[i]!));
      plane[i] = value;
    }
  }
  return plane;
}

const cells = fc
  .record({ width: fc.integer({ min: 1, max: 24 }), height: fc.integer({ min: 1, max: 24 }) })
  .chain(({ width, height }) =>
    fc.record({
      width: fc.constant(width),
      height: fc.constant(height),
      // Mostly free, some fixed, some walls.
      kinds: fc.array(fc.integer({ min: 0, max: 19 }), {
        minLength: width * height,
        maxLength: width * height,
      }),
      values: fc.array(fc.double({ min: -0.3, max: 0.3, noNaN: true }), {
        minLength: width * height,
        maxLength: width * height,
      }),
      walls: fc.integer({ min: 0, max: 7 }),
    }),
  )
  .map(({ width, height, kinds, values, walls }) => ({
    width,
    height,
    fixed: Uint8Array.from(kinds, (kind) => (kind === 0 ? 1 : 0)),
    free: Uint8Array.from(kinds, (kind) => (kind > walls ? 1 : 0)),
    values: Float32Array.from(values),
  }));

function solve(domain: Domain, values: Float32Array) {
  const { width, height, fixed, free } = domain;
  return solveMembrane({ width, height, channels: 1, data: values }, fixed, free, { width, height });
}

/** A disc whose rim, two pixels wide, is held at `at`; 1 channel. */
function disc(side: number, at: (x: number, y: number) => number): { domain: Domain; values: Float32Array } {
  const domain = {
    width: side,
    height: side,
    free: new Uint8Array(side ** 2),
    fixed: new Uint8Array(side ** 2),
  };
  const values = new Float32Array(side ** 2);
  for (let i = 0; i < values.length; i++) {
    const [x, y] = [i % side, Math.floor(i / side)];
    const distance = Math.hypot(x - side / 2, y - side / 2);
    if (distance < 0.45 * side) domain.free[i] = 1;
    else if (distance < 0.45 * side + 2) domain.fixed[i] = 1;
    values[i] = at((x - side / 2) / side, (y - side / 2) / side);
  }
  return { domain, values };
}

describe('solveMembrane', () => {
  it('is what relaxing for ever comes to, on any domain', () => {
    fc.assert(
      fc.property(cells, (domain) => {
        const expected = relaxFully(domain, domain.values);
        const { image, change } = solve(domain, domain.values);
        expect(change).toBeLessThan(tolerance);
        const most = image.data.reduce(
          (worst, value, i) => Math.max(worst, Math.abs(value - expected[i]!)),
          0,
        );
        expect(most).toBeLessThan(tolerance);
      }),
      { numRuns: 150 },
    );
  });

  it.each<[string, (x: number, y: number) => number]>([
    ['x', (x) => 0.4 * x],
    ['x² - y²', (x, y) => x * x - y * y],
    ['xy', (x, y) => x * y],
    ['x³ - 3xy²', (x, y) => 2 * (x ** 3 - 3 * x * y * y)],
  ])('finds %s again, which five points solve exactly', (_, harmonic) => {
    const { domain, values } = disc(101, harmonic);
    const { image } = solve(domain, values);
    for (let i = 0; i < values.length; i++) {
      if (domain.free[i] === 1) expect(Math.abs(image.data[i]! - values[i]!)).toBeLessThan(tolerance);
    }
  });

  it('takes as many steps for a large region as for a small one', () => {
    const wavy = (x: number, y: number) => 0.2 * Math.sin(40 * x) + 0.1 * Math.cos(70 * y);
    const steps = [64, 256, 1024].map((side) => {
      const { domain, values } = disc(side, wavy);
      return solve(domain, values).steps;
    });
    expect(Math.max(...steps)).toBeLessThanOrEqual(11);
    expect(Math.max(...steps) - Math.min(...steps)).toBeLessThanOrEqual(4);
  });

  it('stays between its boundary values', () => {
    fc.assert(
      fc.property(cells, (domain) => {
        const held = domain.values.filter((_, i) => domain.fixed[i] === 1);
        const [low, high] = [Math.min(0, ...held), Math.max(0, ...held)];
        const { image } = solve(domain, domain.values);
        for (const value of image.data) {
          expect(value).toBeGreaterThan(low - tolerance);
          expect(value).toBeLessThan(high + tolerance);
        }
      }),
    );
  });
});

const side = 96;
const hole = new Uint8Array(side * side);
for (let i = 0; i < hole.length; i++) {
  if (Math.hypot((i % side) - 48, Math.floor(i / side) - 48) < 26) hole[i] = 1;
}

function largest(a: PlanarImage, b: PlanarImage, where: (i: number) => boolean): number {
  let most = 0;
  for (let i = 0; i < a.data.length; i++) {
    if (where(i % hole.length)) most = Math.max(most, Math.abs(a.data[i]! - b.data[i]!));
  }
  return most;
}

describe('blendMembrane', () => {
  const texture = waves(3, 0.02, 0.2);
  const known = drawPlanar(side, side, (x, y, c) => 0.5 + 0.1 * texture(x, y) + 0.02 * c);

  it('takes out a drift that changes over the picture, and leaves what was painted in the hole as it is', () => {
    const lean = (x: number, y: number) => 0.03 + 0.0006 * (x - 48) - 0.0004 * (y - 48);
    const thing = waves(9, 0.05, 0.1);
    const clean = drawPlanar(side, side, (x, y, c) => {
      const own = 0.5 + 0.1 * texture(x, y) + 0.02 * c;
      return own + (hole[y * side + x] === 1 ? 0.1 * thing(x, y) : 0);
    });
    const painted: PlanarImage = {
      ...clean,
      data: clean.data.map((value, i) => value + lean(i % side, Math.floor((i % hole.length) / side))),
    };
    const blended = blendMembrane(painted, known, hole);
    expect(largest(blended, clean, (i) => hole[i] === 1)).toBeLessThan(1 / 255);
    expect(largest(blended, clean, () => true)).toBeLessThan(2 / 255);
    expect(largest(painted, clean, () => true)).toBeGreaterThan(10 / 255);
  });

  it('draws no streaks of noise into the hole', () => {
    const random = randomFrom(4);
    const painted = drawPlanar(side, side, () => 0.5 + 0.06 * (random() - 0.5));
    const flat = drawPlanar(side, side, () => 0.5);
    const blended = blendMembrane(painted, flat, hole);
    // Noise of 15 levels from end to end: what it adds stays near one.
    expect(largest(blended, painted, (i) => hole[i] === 1)).toBeLessThan(1.5 / 255);
  });

  it('does not count what shows another thing now, and reaches over it', () => {
    const painted = drawPlanar(side, side, (x, y, c) => known.data[c * hole.length + y * side + x]! - 0.04);
    for (let i = 0; i < hole.length; i++) {
      if (i % side < 48 || hole[i] === 1) continue;
      painted.data[i] = 0.9;
      painted.data[hole.length + i] = 0.1;
    }
    const blended = blendMembrane(painted, known, hole);
    const lifted = { ...painted, data: painted.data.map((value) => value + 0.04) };
    expect(largest(blended, lifted, (i) => hole[i] === 1)).toBeLessThan(1 / 255);
  });

  it('changes nothing where nothing differs, or where there is nothing to compare', () => {
    expect(largest(blendMembrane(known, known, hole), known, () => true)).toBeLessThan(1e-6);
    const all = new Uint8Array(hole.length).fill(1);
    expect(blendMembrane(createPlanar(side, side, 3), known, all).data.every((value) => value === 0)).toBe(
      true,
    );
    const other = createPlanar(side, side, 3);
    other.data.fill(0.95, 0, hole.length);
    expect(blendMembrane(other, known, hole)).toBe(other);
  });
});
