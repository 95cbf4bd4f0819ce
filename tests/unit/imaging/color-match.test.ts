import { describe, expect, it } from 'vitest';
import { matchColor } from '../../../ui/imaging/color-match.ts';
import { createPlanar, type PlanarImage } from '../../../ui/imaging/image.ts';
import { fromLab, toLab } from '../../../ui/imaging/lab.ts';
import { fromLabPlanes, toLabPlanes } from '../../../ui/imaging/lab-planes.ts';
import { prefillMasked } from '../../../ui/imaging/prefill.ts';
import { markRing } from '../../../ui/imaging/ring.ts';
import { deltaE2000 } from '../../bench/delta-e.ts';
import { drawPlanar, randomFrom, waves } from './textures.ts';

const size = { width: 64, height: 64 };

function scene() {
  const image = createPlanar(64, 64, 3);
  for (let i = 0; i < 4096; i++) {
    image.data[i] = 0.3 + 0.4 * ((i % 64) / 64);
    image.data[4096 + i] = 0.5 - 0.2 * (Math.floor(i / 64) / 64);
    image.data[8192 + i] = 0.4 + 0.1 * Math.sin(i / 9);
  }
  return image;
}

const cells = Uint8Array.from({ length: 4096 }, (_, i) =>
  i % 64 >= 20 && i % 64 < 44 && i >= 20 * 64 && i < 44 * 64 ? 1 : 0,
);

/** A drift as decoders have it: a gain on the values, one in CIELAB, and a shift there. */
function inject(
  image: PlanarImage,
  onValues: number,
  onLab: number,
  shift: readonly [number, number, number],
) {
  const pixels = image.width * image.height;
  for (let i = 0; i < pixels; i++) {
    const [l, a, b] = toLab(
      onValues * image.data[i]!,
      onValues * image.data[pixels + i]!,
      onValues * image.data[2 * pixels + i]!,
    );
    const rgb = fromLab(l * onLab + shift[0], a * onLab + shift[1], b * onLab + shift[2]);
    for (let c = 0; c < 3; c++) image.data[c * pixels + i] = rgb[c]!;
  }
}

/** Mean CIEDE2000 where `where` is 1. */
function meanDifference(a: PlanarImage, b: PlanarImage, where: Uint8Array): number {
  const pixels = where.length;
  const labAt = ({ data }: PlanarImage, i: number) =>
    toLab(data[i]!, data[pixels + i]!, data[2 * pixels + i]!);
  let [sum, count] = [0, 0];
  for (let i = 0; i < pixels; i++) {
    if (where[i] === 0) continue;
    sum += deltaE2000(labAt(a, i), labAt(b, i));
    count++;
  }
  return sum / count;
}

/** A box in the middle that covers this share of the picture, and the ring of 2 to 12 pixels around it. */
function cover(share: number, { width, height }: { width: number; height: number }) {
  const side = Math.sqrt(share) / 2;
  const selected = Uint8Array.from({ length: width * height }, (_, i) => {
    const x = Math.abs((i % width) / width - 0.5);
    const y = Math.abs(Math.floor(i / width) / height - 0.5);
    return x < side && y < side ? 1 : 0;
  });
  return { cells: selected, ring: markRing(selected, { width, height }, 2, 12, selected) };
}

describe('lab', () => {
  it('goes there and back, with white at 100', () => {
    expect(toLab(1, 1, 1)[0]).toBeCloseTo(100, 3);
    expect(toLab(1, 0, 0)[0]).toBeCloseTo(53.24, 1);
    for (const rgb of [
      [0.2, 0.5, 0.9],
      [0, 0, 0],
      [1, 0.02, 0.5],
    ] as const) {
      const back = fromLab(...toLab(rgb[0], rgb[1], rgb[2]));
      for (let c = 0; c < 3; c++) expect(back[c]).toBeCloseTo(rgb[c]!, 5);
    }
  });
});

describe('lab planes', () => {
  it('are the colors one by one, to a thousandth, and come back', () => {
    const random = randomFrom(5);
    const image = drawPlanar(40, 30, (x) => (x < 4 ? x / 400 : random()));
    const lab = toLabPlanes(image);
    const back = fromLabPlanes(lab);
    for (let i = 0; i < 1200; i++) {
      const expected = toLab(image.data[i]!, image.data[1200 + i]!, image.data[2400 + i]!);
      for (let c = 0; c < 3; c++) {
        expect(Math.abs(lab.data[c * 1200 + i]! - expected[c]!)).toBeLessThan(2e-3);
        expect(Math.abs(back.data[c * 1200 + i]! - image.data[c * 1200 + i]!)).toBeLessThan(2e-5);
      }
    }
  });
});

describe('matchColor', () => {
  it('takes out a drift of gain and bias that it sees only on the ring', () => {
    const reference = scene();
    const painted = scene();
    for (let i = 0; i < 4096; i++) {
      // Inside the selection something quite different was painted: it must not count.
      if (cells[i] === 1) for (let c = 0; c < 3; c++) painted.data[c * 4096 + i] = c === 0 ? 0.9 : 0.1;
      const lab = toLab(painted.data[i]!, painted.data[4096 + i]!, painted.data[8192 + i]!);
      const rgb = fromLab(lab[0] * 0.97 + 2, lab[1] * 0.97, lab[2] * 0.97);
      for (let c = 0; c < 3; c++) painted.data[c * 4096 + i] = rgb[c]!;
    }
    const ring = markRing(cells, size, 1, 12, cells);
    const matched = matchColor(painted, reference, ring);
    let residual = 0;
    let count = 0;
    for (let i = 0; i < 4096; i++) {
      if (ring[i] === 0) continue;
      const own = toLab(matched.data[i]!, matched.data[4096 + i]!, matched.data[8192 + i]!);
      const goal = toLab(reference.data[i]!, reference.data[4096 + i]!, reference.data[8192 + i]!);
      residual += Math.hypot(own[0] - goal[0], own[1] - goal[1], own[2] - goal[2]);
      count++;
    }
    expect(residual / count).toBeLessThan(0.05);
  });

  const picture = { width: 160, height: 120 };
  const soft = waves(1, 0.004, 0.02);
  const grain = waves(2, 0.1, 0.3);
  const scenes: Record<string, (x: number, y: number, c: number) => number> = {
    'a flat wall': (x, y, c) => 0.4 - 0.04 * c + 0.006 * grain(x, y),
    'a gradient': (x, y, c) => 0.25 + 0.004 * (c === 1 ? y : x) - 0.05 * c,
    wood: (x, y, c) => 0.5 - 0.12 * c + 0.08 * Math.sin(y / 2 + 3 * soft(x, y)) + 0.02 * grain(x, y),
    noise: (x, y, c) => 0.5 + 0.12 * grain(x + 40 * c, y),
    'a scene': (x, y, c) =>
      y < 50 ? 0.75 - 0.2 * (2 - c) + 0.05 * soft(x, y) : 0.3 + (c === 1 ? 0.12 : 0) + 0.08 * grain(x, y),
  };
  const drifts = [
    { gain: 0.9, shift: [4, 0, 0] },
    { gain: 1.08, shift: [-3, 3, 0] },
    { gain: 0.97, shift: [2, 0, 0] },
  ] as const;

  it.each(Object.entries(scenes))('leaves at most a twentieth of any drift on %s', (_, at) => {
    const reference = drawPlanar(picture.width, picture.height, at);
    for (const share of [0.25, 0.5, 0.75]) {
      const { cells: selected, ring } = cover(share, picture);
      for (const { gain, shift } of drifts) {
        for (const isOnValues of [false, true]) {
          const painted = { ...reference, data: reference.data.slice() };
          for (let i = 0; i < selected.length; i++) {
            if (selected[i] === 1)
              for (let c = 0; c < 3; c++) painted.data[c * selected.length + i] = 0.9 - 0.3 * c;
          }
          inject(painted, isOnValues ? gain : 1, isOnValues ? 1 : gain, shift);
          const before = meanDifference(painted, reference, ring);
          const after = meanDifference(matchColor(painted, reference, ring), reference, ring);
          expect(before).toBeGreaterThan(0.4);
          expect(after).toBeLessThanOrEqual(0.05 * before);
        }
      }
    }
  });

  it('takes out the drift of what stayed where part of the ring shows another thing and all of it noise', () => {
    const reference = drawPlanar(picture.width, picture.height, scenes['a scene']!);
    const { cells: selected, ring } = cover(0.25, picture);
    const other = ring.map((value, i) => (value === 1 && i % picture.width < 50 ? 1 : 0));
    const stayed = ring.map((value, i) => value - other[i]!);
    for (const { gain, shift } of [{ gain: 1, shift: [0, 0, 0] as const }, ...drifts]) {
      const random = randomFrom(3);
      const clean = { ...reference, data: reference.data.slice() };
      inject(clean, 1, gain, shift);
      const painted = { ...clean, data: clean.data.map((value) => value + 0.05 * (random() - 0.5)) };
      for (let i = 0; i < selected.length; i++)
        if (other[i] === 1) painted.data[selected.length + i]! += 0.06;
      const noise = meanDifference(painted, clean, stayed);
      const after = meanDifference(matchColor(painted, reference, ring), reference, stayed);
      expect(after).toBeLessThan(1.2 * noise);
    }
  });

  it('finds nothing more to do the second time', () => {
    const reference = scene();
    const painted = scene();
    inject(painted, 1, 0.9, [4, 1, -1]);
    const ring = markRing(cells, size, 1, 12, cells);
    const once = matchColor(painted, reference, ring);
    const twice = matchColor(once, reference, ring);
    expect(once).not.toBe(painted);
    for (let i = 0; i < once.data.length; i++)
      expect(Math.abs(twice.data[i]! - once.data[i]!)).toBeLessThan(5e-4);
  });

  it('only shifts where the ring is small or flat', () => {
    const flat = drawPlanar(64, 64, (_, __, c) => 0.5 + 0.1 * c);
    const painted = drawPlanar(64, 64, (_, __, c) => 0.55 + 0.1 * c);
    // What is in the selection keeps its contrast.
    for (let i = 0; i < 4096; i++) if (cells[i] === 1 && i % 2 === 0) painted.data[i] = 0.65;
    const matched = matchColor(painted, flat, markRing(cells, size, 1, 12, cells));
    const contrast = (image: typeof flat) => {
      const at = 30 * 64 + 30;
      return (
        toLab(image.data[at]!, image.data[4096 + at]!, image.data[8192 + at]!)[1] -
        toLab(image.data[at + 1]!, image.data[4096 + at + 1]!, image.data[8192 + at + 1]!)[1]
      );
    };
    expect(contrast(matched)).toBeCloseTo(contrast(painted), 1);
    expect(matched.data[0]).toBeCloseTo(0.5, 3);
  });

  it('shifts by at most 8 and never lets contrast run away', () => {
    const reference = scene();
    const painted = scene();
    const labOf = (image: typeof reference, i: number) =>
      toLab(image.data[i]!, image.data[4096 + i]!, image.data[8192 + i]!);
    for (let i = 0; i < 4096; i++) {
      const lab = labOf(painted, i);
      const rgb = fromLab(lab[0] - 15, lab[1], lab[2]);
      for (let c = 0; c < 3; c++) painted.data[c * 4096 + i] = rgb[c]!;
    }
    const matched = matchColor(painted, reference, new Uint8Array(4096).fill(1));
    for (let i = 0; i < 4096; i += 97) {
      const lift = labOf(matched, i)[0] - labOf(painted, i)[0];
      expect(lift).toBeGreaterThan(5);
      expect(lift).toBeLessThan(11);
    }
  });

  it('lets a ring that shows something else alone', () => {
    const painted = createPlanar(64, 64, 3);
    painted.data.fill(0.9, 0, 4096);
    expect(matchColor(painted, scene(), new Uint8Array(4096).fill(1))).toBe(painted);
  });

  it('changes nothing without a ring', () => {
    const painted = scene();
    expect(matchColor(painted, scene(), new Uint8Array(4096))).toBe(painted);
  });
});

describe('prefillMasked', () => {
  it('leaves known pixels alone and fills the hole with colors of its surroundings, without grey', () => {
    const image = scene();
    const holed = scene();
    for (let i = 0; i < 4096; i++)
      if (cells[i] === 1) for (let c = 0; c < 3; c++) holed.data[c * 4096 + i] = 0;
    const filled = prefillMasked(holed, cells);
    for (let i = 0; i < 4096; i++) {
      for (let c = 0; c < 3; c++) {
        const at = c * 4096 + i;
        if (cells[i] === 0) expect(filled.data[at]).toBe(image.data[at]);
      }
      if (cells[i] === 1) {
        expect(filled.data[i]).toBeGreaterThan(0.4);
        expect(filled.data[i]).toBeLessThan(0.6);
      }
    }
  });

  it('fills everything with mid-grey where nothing is known', () => {
    expect(prefillMasked(scene(), new Uint8Array(4096).fill(1)).data.every((value) => value === 0.5)).toBe(
      true,
    );
  });
});
