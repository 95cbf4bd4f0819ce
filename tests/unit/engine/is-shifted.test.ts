import { describe, expect, it } from 'vitest';
import { isShifted } from '../../../ui/engine/worker/judge-pixels.ts';
import { createPlanar, type PlanarImage } from '../../../ui/imaging/image.ts';

const side = 128;
const pixels = side * side;

/** Waves in many directions: a picture that can be drawn at any fraction of a pixel, and zoomed. */
function draw(shiftX: number, shiftY: number, gain = 1): PlanarImage {
  const image = createPlanar(side, side, 3);
  for (let i = 0; i < pixels; i++) {
    const x = (i % side) - shiftX;
    const y = Math.floor(i / side) - shiftY;
    let value = 0;
    for (let k = 1; k < 30; k++)
      value += Math.sin(x * 0.5 * Math.sin(k * 2.4) + y * 0.5 * Math.cos(k * 1.7) + k);
    for (let c = 0; c < 3; c++) image.data[c * pixels + i] = 0.5 + gain * 0.03 * value;
  }
  return image;
}

function flat(value: number, grain: number): PlanarImage {
  const image = createPlanar(side, side, 3);
  let state = Math.round(value * 1000) + 7;
  for (let i = 0; i < image.data.length; i++) {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    image.data[i] = value + (grain * state) / 2 ** 31;
  }
  return image;
}

const inMiddle = Uint8Array.from({ length: pixels }, (_, i) => {
  const far = Math.hypot((i % side) - 64, Math.floor(i / side) - 64);
  return far < 30 ? 1 : 0;
});
/** Only a small disc is known, as where a background is replaced. */
const allButDisc = inMiddle.map((value) => 1 - value);

/** Another picture in the hole, which must not count. */
function repaint(image: PlanarImage, hole: Uint8Array): PlanarImage {
  return { ...image, data: image.data.map((value, i) => (hole[i % pixels] === 1 ? 1 - value : value)) };
}

describe('isShifted', () => {
  it.each([
    [2, 0],
    [-3.5, 2.5],
    [9, -6],
  ])('rejects surroundings that were moved by %d, %d', (x, y) => {
    expect(isShifted(repaint(draw(x, y), inMiddle), draw(0, 0), inMiddle)).toBe(true);
  });

  it.each([
    ['painted as they were', draw(0, 0)],
    ['moved by less than one sees', draw(0.5, -0.5)],
    ['in other colors', draw(0, 0, 0.7)],
    ['painted anew', draw(400, 300)],
    ['made flat', flat(0.4, 0.02)],
  ])('takes surroundings that are %s', (_, painted) => {
    for (const hole of [inMiddle, allButDisc])
      expect(isShifted(repaint(painted, hole), draw(0, 0), hole)).toBe(false);
  });

  it('takes flat surroundings, whatever the model makes of them', () => {
    for (const hole of [inMiddle, allButDisc]) {
      expect(isShifted(flat(0.5, 0.02), flat(0.45, 0.01), hole)).toBe(false);
      expect(isShifted(draw(3, 3), flat(0.45, 0.01), hole)).toBe(false);
    }
  });

  it('looks at a large picture small, and still finds what one sees', () => {
    const large = (image: PlanarImage) => {
      const wide = createPlanar(512, 512, 3);
      for (let i = 0; i < 512 * 512; i++) {
        const from = Math.floor(Math.floor(i / 512) / 4) * side + Math.floor((i % 512) / 4);
        for (let c = 0; c < 3; c++) wide.data[c * 512 * 512 + i] = image.data[c * pixels + from]!;
      }
      return wide;
    };
    const none = new Uint8Array(512 * 512);
    expect(isShifted(large(draw(3, 2)), large(draw(0, 0)), none)).toBe(true);
    expect(isShifted(large(draw(0, 0)), large(draw(0, 0)), none)).toBe(false);
  });
});
