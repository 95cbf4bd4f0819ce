import { describe, expect, it } from 'vitest';
import { defaultRequest, type GenerationRequest } from '../../../protocol/generation.ts';
import type { DiffusionPack } from '../../../ui/diffusion/ports.ts';
import { planGenerate } from '../../../ui/engine/worker/plan-generate.ts';
import { createPlanar, type PlanarImage } from '../../../ui/imaging/image.ts';
import { createPaintingPack } from '../diffusion/painting-pack.ts';

const unused = () => Promise.reject(new Error('planning runs no model'));
const nativePx = { height: 128, width: 128 };

function packOf(scale: number | null): DiffusionPack {
  const { pack } = createPaintingPack({ nativePx, latentMultiple: 2, bucketsPx: [nativePx] });
  return { ...pack, upscaler: scale === null ? null : { scale, enlarge: unused } };
}

const request = (width: number, height: number, changes: Partial<GenerationRequest> = {}) => ({
  ...defaultRequest,
  ...changes,
  size: { width, height },
});

/** A picture whose red says where a pixel lies across, and whose green where it lies down, from 0 to 1. */
function drawPlaces(width: number, height: number): PlanarImage {
  const image = createPlanar(width, height, 3);
  for (let i = 0; i < width * height; i++) {
    image.data[i] = ((i % width) + 0.5) / width;
    image.data[width * height + i] = (Math.floor(i / width) + 0.5) / height;
  }
  return image;
}

describe('planGenerate with an upscaler', () => {
  it.each([
    [512, 512, 512, 512, true],
    [2000, 2000, 512, 512, true],
    [300, 300, 300, 300, true],
    [600, 300, 512, 256, true],
    [128, 128, 128, 128, false],
    [100, 60, 100, 60, false],
  ])('makes of a frame of %i x %i a picture of %i x %i', (width, height, toWidth, toHeight, isEnlarged) => {
    const plan = planGenerate(request(width, height), packOf(4));
    expect(plan.isEnlarged).toBe(isEnlarged);
    const enlarged = isEnlarged ? drawPlaces(512, 512) : null;
    const { image, patch } = plan.finish(plan.correct(drawPlaces(128, 128)), enlarged);
    expect([image.width, image.height]).toEqual([toWidth, toHeight]);
    expect(patch).toEqual({ x: 0, y: 0, width: toWidth, height: toHeight });
  });

  it('takes the upscaler’s pixels, from the middle and as they are where four times is what is wanted', () => {
    const plan = planGenerate(request(1200, 600), packOf(4));
    const { image } = plan.finish(createPlanar(128, 128, 3), drawPlaces(512, 512));
    expect([image.width, image.height]).toEqual([512, 256]);
    for (const y of [0, 100, 255]) {
      const red = Array.from({ length: 512 }, (_, x) => image.data[(y * 512 + x) * 4]);
      expect(red).toEqual(Array.from({ length: 512 }, (_, x) => Math.floor(((x + 0.5) / 512) * 255 + 0.5)));
      expect(image.data[y * 512 * 4 + 1]).toBe(Math.floor(((y + 128.5) / 512) * 255 + 0.5));
    }
  });

  it('averages down from four times where less is wanted', () => {
    const plan = planGenerate(request(256, 256), packOf(4));
    const fine = createPlanar(512, 512, 3);
    for (let i = 0; i < fine.data.length; i++) fine.data[i] = (i + Math.floor(i / 512)) % 2;
    const { image } = plan.finish(createPlanar(128, 128, 3), fine);
    expect(new Set(image.data)).toEqual(new Set([128, 255]));
  });

  it('is left out of the plain pipeline', () => {
    const plan = planGenerate(request(500, 300, { context: 'whole', edge: 'raw' }), packOf(4));
    expect(plan.isEnlarged).toBe(false);
    const { image } = plan.finish(drawPlaces(496, 296), null);
    expect([image.width, image.height]).toEqual([496, 296]);
  });

  it('is not missed: without one a picture stays as large as the model paints', () => {
    const plan = planGenerate(request(2000, 1000), packOf(null));
    expect(plan.isEnlarged).toBe(false);
    const { image } = plan.finish(drawPlaces(128, 128), null);
    expect([image.width, image.height]).toEqual([128, 64]);
  });
});
