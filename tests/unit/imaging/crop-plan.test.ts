import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ContextChoice, planCrop } from '../../../ui/imaging/crop-plan.ts';
import type { ModelSizes } from '../../../ui/imaging/model-size.ts';
import { growRect, intersectRects, type PictureRect, wholeOf } from '../../../ui/imaging/rect.ts';

const covers = (outer: PictureRect, inner: PictureRect) =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height;

const square = (side: number): ModelSizes => ({
  native: { width: side, height: side },
  multiplePx: 8,
  buckets: [{ width: side, height: side }],
});
const free = (side: number): ModelSizes => ({
  native: { width: side, height: side },
  multiplePx: 64,
  buckets: null,
});

const scene = fc
  .record({
    width: fc.integer({ min: 9, max: 4100 }),
    height: fc.integer({ min: 9, max: 4100 }),
    left: fc.double({ min: 0, max: 0.999, noNaN: true }),
    top: fc.double({ min: 0, max: 0.999, noNaN: true }),
    across: fc.double({ min: 0.001, max: 1, noNaN: true }),
    down: fc.double({ min: 0.001, max: 1, noNaN: true }),
    reachPx: fc.integer({ min: 0, max: 60 }),
  })
  .map(({ width, height, left, top, across, down, reachPx }) => {
    const x = Math.floor(left * width);
    const y = Math.floor(top * height);
    const selection: PictureRect = {
      x,
      y,
      width: Math.max(1, Math.floor((width - x) * across)),
      height: Math.max(1, Math.floor((height - y) * down)),
    };
    return { picture: { width, height }, selection, reachPx };
  });
const contexts: ContextChoice[] = ['auto', 'whole', 'mask'];
/** Sizes between a square and two wide ones. */
const between: ModelSizes = {
  ...square(128),
  multiplePx: 16,
  buckets: [
    { width: 128, height: 128 },
    { width: 176, height: 96 },
    { width: 96, height: 176 },
  ],
};
const models = [square(128), square(256), free(512), free(1024), between];

describe('planCrop', () => {
  it('covers the selection and its reach, as far as the picture goes', () => {
    fc.assert(
      fc.property(
        scene,
        fc.constantFrom(...contexts),
        fc.constantFrom(...models),
        (given, context, sizes) => {
          const { crop } = planCrop({ ...given, context, sizes, latentPx: 8 });
          const needed = intersectRects(growRect(given.selection, given.reachPx), wholeOf(given.picture));
          expect(covers(crop, needed)).toBe(true);
          expect([crop.x, crop.y, crop.width, crop.height].every(Number.isInteger)).toBe(true);
        },
      ),
    );
  });

  it("has the model size's ratio to the nearest pixel", () => {
    fc.assert(
      fc.property(
        scene,
        fc.constantFrom(...contexts),
        fc.constantFrom(...models),
        (given, context, sizes) => {
          const { crop, model } = planCrop({ ...given, context, sizes, latentPx: 8 });
          const aspect = model.width / model.height;
          const miss = Math.min(
            Math.abs(crop.width - crop.height * aspect),
            Math.abs(crop.height - crop.width / aspect),
          );
          expect(miss).toBeLessThanOrEqual(0.5 + 1e-9);
        },
      ),
    );
  });

  it('lies in the picture on every axis where the picture is long enough', () => {
    fc.assert(
      fc.property(
        scene,
        fc.constantFrom(...contexts),
        fc.constantFrom(...models),
        (given, context, sizes) => {
          const { crop } = planCrop({ ...given, context, sizes, latentPx: 8 });
          for (const [start, span, available] of [
            [crop.x, crop.width, given.picture.width],
            [crop.y, crop.height, given.picture.height],
          ] as const) {
            if (span <= available) {
              expect(start).toBeGreaterThanOrEqual(0);
              expect(start + span).toBeLessThanOrEqual(available);
            } else {
              expect(start).toBeLessThanOrEqual(0);
              expect(start + span).toBeGreaterThanOrEqual(available);
            }
          }
        },
      ),
    );
  });

  it('does not grow with the picture: the same mask costs the same anywhere', () => {
    const plans = [
      { width: 640, height: 480 },
      { width: 1000, height: 777 },
      { width: 4000, height: 3000 },
    ].map((picture) =>
      planCrop({
        picture,
        selection: { x: 170, y: 90, width: 300, height: 300 },
        reachPx: 42,
        context: 'auto',
        sizes: square(128),
        latentPx: 8,
      }),
    );
    for (const plan of plans) {
      expect(plan.crop).toMatchObject({ width: 450, height: 450 });
      expect(plan.model).toEqual({ width: 128, height: 128 });
    }
  });

  it('gives a small selection the native size of surroundings, shifted into the picture', () => {
    const plan = planCrop({
      picture: { width: 640, height: 480 },
      selection: { x: 0, y: 416, width: 64, height: 64 },
      reachPx: 16,
      context: 'auto',
      sizes: square(128),
      latentPx: 8,
    });
    expect(plan.crop).toEqual({ x: 0, y: 352, width: 128, height: 128 });
  });

  it.each([
    ['eight latents across where the native size has fewer', square(128), 48, 96],
    ['at most four times', square(128), 4, 36],
    ['not at all where eight latents are there', free(512), 64, 512],
    ['by latents and not by pixels', free(512), 40, 320],
  ])('enlarges a selection that is small even for the model: %s', (_, sizes, side, cropSide) => {
    const plan = planCrop({
      picture: { width: 2000, height: 2000 },
      selection: { x: 900, y: 900, width: side, height: side },
      reachPx: 16,
      context: 'auto',
      sizes,
      latentPx: 8,
    });
    expect(plan.crop).toMatchObject({ width: cropSide, height: cropSide });
  });

  it('prefers a square inside the picture, and goes beyond it only where the selection leaves no choice', () => {
    const inside = planCrop({
      picture: { width: 640, height: 480 },
      selection: { x: 150, y: 60, width: 360, height: 360 },
      reachPx: 50,
      context: 'auto',
      sizes: square(128),
      latentPx: 8,
    });
    expect(inside.crop).toMatchObject({ y: 0, width: 480, height: 480 });
    const whole = planCrop({
      picture: { width: 640, height: 480 },
      selection: { x: 0, y: 0, width: 640, height: 480 },
      reachPx: 48,
      context: 'auto',
      sizes: square(128),
      latentPx: 8,
    });
    expect(whole.crop).toEqual({ x: 0, y: -80, width: 640, height: 640 });
  });

  it('follows a wide selection with a wide size where the model has one', () => {
    const plan = planCrop({
      picture: { width: 2000, height: 600 },
      selection: { x: 0, y: 100, width: 2000, height: 400 },
      reachPx: 48,
      context: 'auto',
      sizes: free(512),
      latentPx: 8,
    });
    expect(plan.model.width / plan.model.height).toBeGreaterThan(2.2);
  });

  it('sees hardly more than a whole picture of a common ratio where the model has sizes between its buckets', () => {
    for (const [across, down] of [
      [5, 4],
      [4, 3],
      [3, 2],
      [16, 9],
      [2, 3],
    ] as const) {
      const picture = { width: 60 * across, height: 60 * down };
      const { crop } = planCrop({
        picture,
        selection: wholeOf(picture),
        reachPx: 0,
        context: 'whole',
        sizes: between,
        latentPx: 8,
      });
      const beyond = (crop.width * crop.height) / (picture.width * picture.height);
      expect(beyond).toBeLessThanOrEqual(1.06);
    }
  });

  it('sees what a person wants it to see, and all of the selection', () => {
    fc.assert(
      fc.property(
        scene,
        fc.constantFrom(...models),
        fc.integer({ min: -500, max: 4000 }),
        (one, sizes, x) => {
          const box: PictureRect = { x: x + 0.4, y: x / 3, width: 700, height: 350.5 };
          const base = { ...one, context: 'auto' as const, sizes, latentPx: 8 };
          const { crop, model } = planCrop({ ...base, box });
          const whole = wholeOf(one.picture);
          const wanted = intersectRects(box, whole);
          if (wanted.width > 0 && wanted.height > 0) expect(covers(crop, wanted)).toBe(true);
          expect(covers(crop, intersectRects(growRect(one.selection, one.reachPx), whole))).toBe(true);
          expect(Math.abs(crop.width / crop.height - model.width / model.height)).toBeLessThan(
            (model.width / model.height) * (2 / Math.min(crop.width, crop.height)),
          );
          expect(planCrop({ ...base, box: null })).toEqual(planCrop(base));
        },
      ),
    );
  });
});
