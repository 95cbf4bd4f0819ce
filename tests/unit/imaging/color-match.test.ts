import { describe, expect, it } from 'vitest';
import { matchColor } from '../../../ui/imaging/color-match.ts';
import { createPlanar } from '../../../ui/imaging/image.ts';
import { fromLab, toLab } from '../../../ui/imaging/lab.ts';
import { prefillMasked } from '../../../ui/imaging/prefill.ts';
import { markRing } from '../../../ui/imaging/ring.ts';

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
