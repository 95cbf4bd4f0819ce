import { describe, expect, it } from 'vitest';
import { defaultRequest } from '../../../protocol/generation.ts';
import type { DecodedInputs } from '../../../ui/engine/worker/fill-inputs.ts';
import { planPlainVary, planVary } from '../../../ui/engine/worker/plan-vary.ts';
import { type ResolvedRequest, resolveRequest } from '../../../ui/engine/worker/resolve-request.ts';
import { createPlanar } from '../../../ui/imaging/image.ts';
import { createPaintingPack } from '../diffusion/painting-pack.ts';

const { pack } = createPaintingPack({ nativePx: { height: 64, width: 64 }, latentMultiple: 2 });

/** Red grows to the right, green downwards; clear in the left column where it is cut out. */
function inputsOf(width: number, height: number, isCutOut = false): DecodedInputs {
  const data = new Uint8Array(width * height * 4);
  for (let i = 0; i < width * height; i++) {
    const x = i % width;
    data[i * 4] = Math.round((x / width) * 255);
    data[i * 4 + 1] = Math.round((Math.floor(i / width) / height) * 255);
    data[i * 4 + 3] = isCutOut && x === 0 ? 0 : 255;
  }
  const size = { width, height };
  const box = { x: 10, y: -4, width: width / 2, height: height / 2 };
  return { picture: { width, height, data }, placement: { size, box }, layers: [], isCutOut };
}

const request = (changes: Partial<ResolvedRequest> = {}): ResolvedRequest => ({
  ...resolveRequest(defaultRequest, pack.info),
  task: 'vary',
  strength: 0.35,
  ...changes,
});

describe('a variation', () => {
  it.each([
    [64, 64],
    [200, 100],
    [61, 190],
  ])('of %i x %i is painted at the model’s size and comes back as the whole picture', (width, height) => {
    const inputs = inputsOf(width, height);
    const plan = planVary(request(), inputs, pack);
    const { widthPx, heightPx, pixels, latentMask, strength } = plan.source;
    expect([widthPx % 16, heightPx % 16]).toEqual([0, 0]);
    expect(widthPx * heightPx).toBeLessThan(1.4 * 64 * 64);
    expect(pixels!.dims).toEqual([1, 3, heightPx, widthPx]);
    expect([latentMask, strength, plan.pipeline]).toEqual([null, 0.35, 'image-to-image']);
    const painted = createPlanar(widthPx, heightPx, 3);
    painted.data.set(pixels!.data.map((value) => value / 2 + 0.5));
    const { image, patch, box } = plan.finish(plan.correct(painted), null);
    expect(patch).toEqual({ x: 0, y: 0, width, height });
    expect(box).toEqual(inputs.placement.box);
    // What the model sees lies where it lay.
    for (const [x, y] of [
      [width >> 1, height >> 1],
      [width >> 2, height - (height >> 2)],
    ] as const) {
      for (const channel of [0, 1, 3]) {
        const at = (y * width + x) * 4 + channel;
        expect(Math.abs(image.data[at]! - inputs.picture.data[at]!)).toBeLessThan(6);
      }
    }
  });

  it('keeps to the outline of a picture that is cut out', () => {
    const inputs = inputsOf(64, 64, true);
    const { image } = planVary(request(), inputs, pack).finish(createPlanar(64, 64, 3), null);
    expect([image.data[3], image.data[7]]).toEqual([0, 255]);
  });

  it('is the plain pipeline on multiples of 8 where it is whole and raw', () => {
    const plan = planPlainVary(request({ context: 'whole', edge: 'raw' }), inputsOf(70, 50), pack);
    expect(plan.source).toMatchObject({ widthPx: 64, heightPx: 48, pixelMask: null, latentMask: null });
    expect(plan).toMatchObject({ posterior: 'sample', pipeline: 'image-to-image' });
    const { image, patch } = plan.finish(createPlanar(64, 48, 3), null);
    expect([image.width, image.height, patch.width, patch.height]).toEqual([64, 48, 70, 50]);
  });
});
