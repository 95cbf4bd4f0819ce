import { describe, expect, it } from 'vitest';
import { createGrid, transformGrid } from '../../../ui/imaging/fft.ts';
import { createPlanar, type PlanarImage } from '../../../ui/imaging/image.ts';
import { measureShift } from '../../../ui/imaging/registration.ts';

const [width, height] = [120, 96];

/** Waves in many directions, so that the picture can be drawn at any fraction of a pixel. */
const waves = Array.from({ length: 40 }, (_, i) => ({
  u: 0.15 * Math.sin(i * 2.4) * (0.2 + ((i * 7) % 10) / 10),
  v: 0.15 * Math.cos(i * 1.7) * (0.2 + ((i * 3) % 10) / 10),
  phase: i * 1.3,
}));

function draw(shiftX: number, shiftY: number, gain = 1, bias = 0): PlanarImage {
  const image = createPlanar(width, height, 3);
  const pixels = width * height;
  for (let i = 0; i < pixels; i++) {
    const [x, y] = [(i % width) - shiftX, Math.floor(i / width) - shiftY];
    let value = 0;
    for (const { u, v, phase } of waves) value += Math.sin(2 * Math.PI * (u * x + v * y) + phase);
    for (let c = 0; c < 3; c++) image.data[c * pixels + i] = 0.5 + gain * 0.03 * value + bias;
  }
  return image;
}

const everywhere = new Uint8Array(width * height).fill(1);
/** A hole in the middle does not count. */
const around = everywhere.map((_, i) => {
  const [x, y] = [i % width, Math.floor(i / width)];
  return x > 40 && x < 80 && y > 30 && y < 66 ? 0 : 1;
});

describe('measureShift', () => {
  it.each([
    [0, 0],
    [3, -2],
    [0.5, 0.25],
    [-7.3, 4.8],
    [11.4, -9.6],
  ])(
    'finds a shift of %d, %d to a tenth of a pixel, also where a hole does not count and colors differ',
    (x, y) => {
      for (const weight of [everywhere, around]) {
        const shift = measureShift(draw(0, 0), draw(x, y, 0.8, 0.05), weight);
        expect(Math.abs(shift.x - x)).toBeLessThan(0.1);
        expect(Math.abs(shift.y - y)).toBeLessThan(0.1);
        expect(shift.confidence).toBeGreaterThan(0.35);
      }
    },
  );

  it('does not look into the hole', () => {
    const other = draw(0, 0);
    const pixels = width * height;
    for (let i = 0; i < other.data.length; i++)
      if (around[i % pixels] === 0) other.data[i] = Math.sin(i * 3.7);
    const shift = measureShift(draw(0, 0), other, around);
    expect(Math.hypot(shift.x, shift.y)).toBeLessThan(0.05);
    expect(shift.confidence).toBeGreaterThan(0.9);
  });

  it('is not sure of flat pictures, of noise, and of pictures that have nothing in common', () => {
    const flat = createPlanar(width, height, 3);
    flat.data.fill(0.4);
    let state = 7;
    const noise = () => {
      const image = createPlanar(width, height, 3);
      for (let i = 0; i < image.data.length; i++) {
        state = (state * 1103515245 + 12345) % 2 ** 31;
        image.data[i] = 0.5 + (0.02 * state) / 2 ** 31;
      }
      return image;
    };
    expect(measureShift(flat, flat, everywhere).confidence).toBe(0);
    expect(measureShift(noise(), noise(), everywhere).confidence).toBeLessThan(0.2);
    expect(measureShift(flat, noise(), everywhere).confidence).toBeLessThan(0.2);
    expect(measureShift(draw(0, 0), noise(), everywhere).confidence).toBeLessThan(0.2);
    expect(measureShift(draw(0, 0), draw(0, 0), new Uint8Array(width * height)).confidence).toBe(0);
  });
});

describe('transformGrid', () => {
  it('gives the sums that it stands for, and its inverse gives back what it was made of', () => {
    const grid = createGrid(8, 4);
    const values = Float64Array.from({ length: 32 }, (_, i) => Math.sin(i * i));
    grid.re.set(values);
    transformGrid(grid);
    for (const [u, v] of [
      [0, 0],
      [3, 1],
      [7, 2],
    ] as const) {
      let [re, im] = [0, 0];
      for (let i = 0; i < 32; i++) {
        const angle = -2 * Math.PI * ((u * (i % 8)) / 8 + (v * Math.floor(i / 8)) / 4);
        re += values[i]! * Math.cos(angle);
        im += values[i]! * Math.sin(angle);
      }
      expect(grid.re[v * 8 + u]).toBeCloseTo(re, 9);
      expect(grid.im[v * 8 + u]).toBeCloseTo(im, 9);
    }
    transformGrid(grid, true);
    for (let i = 0; i < 32; i++) expect(grid.re[i]).toBeCloseTo(values[i]!, 9);
  });
});
