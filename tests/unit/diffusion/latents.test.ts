import { describe, expect, it } from 'vitest';
import { guide } from '../../../ui/diffusion/guidance.ts';
import { binarizeMask, blendLatents, greyOut, sampleMaskNearest } from '../../../ui/diffusion/inpaint.ts';
import { fitPreviewProjection, previewLatents } from '../../../ui/diffusion/latent-preview.ts';
import { splitPosterior, takeFromPosterior, unscaleLatents } from '../../../ui/diffusion/latents.ts';
import { createRandomStream } from '../../../ui/diffusion/random.ts';
import { createTensor, joinChannels, mapTensor, type Tensor } from '../../../ui/diffusion/tensor.ts';

const of = (dims: number[], ...values: number[]): Tensor => createTensor(dims, Float32Array.from(values));

it('guides away from the negative answer', () => {
  expect([...guide(of([2, 1, 1, 2], 1, 2, 3, 0), 3).data]).toEqual([7, -4]);
});

describe('posteriors', () => {
  const parameters = of([1, 2, 1, 2], 0.5, -1, Math.log(4), 1000);
  it('split into mean and deviation, with the variance held in bounds', () => {
    const { mean, deviation } = splitPosterior(parameters);
    expect([...mean.data]).toEqual([0.5, -1]);
    expect(deviation!.data[0]).toBeCloseTo(2, 6);
    expect(deviation!.data[1]).toBeCloseTo(Math.exp(10), 1);
  });

  it('are shifted, scaled and brought back', () => {
    const info = { scalingFactor: 0.25, shiftFactor: 0.5 };
    const posterior = splitPosterior(parameters);
    const sampled = takeFromPosterior(posterior, of([1, 1, 1, 2], 1, 0), info);
    expect([...sampled.data]).toEqual([0.5, -0.375]);
    const mean = takeFromPosterior(posterior, null, info);
    expect([...mean.data]).toEqual([0, -0.375]);
    expect([...unscaleLatents(mean, info).data]).toEqual([0.5, -1]);
  });

  it('are freed of the mean and deviation of their channels, and given them back', () => {
    const latentStatistics = { mean: [1, -2], deviation: [2, 4] };
    const info = { scalingFactor: 0.5, shiftFactor: 0, latentStatistics };
    const encoded = of([1, 2, 1, 2], 1, 5, -2, 6);
    const latents = takeFromPosterior({ mean: encoded, deviation: null }, null, info);
    expect([...latents.data]).toEqual([0, 1, 0, 1]);
    expect([...unscaleLatents(latents, info).data]).toEqual([1, 5, -2, 6]);
  });
});

describe('masks', () => {
  it('blend every channel by the same weights', () => {
    const blended = blendLatents(
      of([1, 2, 1, 2], 1, 1, 1, 1),
      of([1, 2, 1, 2], 3, 3, 5, 5),
      of([1, 1, 1, 2], 0, 0.5),
    );
    expect([...blended.data]).toEqual([1, 2, 1, 3]);
  });
  it('are cut at one half, and grey out what they cover', () => {
    const mask = of([1, 1, 1, 3], 0.49, 0.5, 1);
    expect([...binarizeMask(mask).data]).toEqual([0, 1, 1]);
    expect([...greyOut(of([1, 3, 1, 3], 1, 2, 3, 4, 5, 6, 7, 8, 9), mask).data]).toEqual([
      1, 0, 0, 4, 0, 0, 7, 0, 0,
    ]);
  });
  it('reach the latents through the top left pixel of each cell', () => {
    const mask = mapTensor(createTensor([1, 1, 4, 6]), (_, i) => i);
    expect(sampleMaskNearest(mask, 2)).toEqual(of([1, 1, 2, 3], 0, 2, 4, 12, 14, 16));
  });
});

it('refuses to join channels of different sizes', () => {
  expect(() => joinChannels(createTensor([1, 4, 2, 2]), createTensor([1, 1, 2, 3]))).toThrow(RangeError);
});

it('finds the linear colors of a decoder and shows latents by them', () => {
  const truth = {
    weights: [
      [0.2, -0.1],
      [0.05, 0.3],
      [-0.4, 0.1],
    ],
    bias: [0.1, -0.2, 0],
  };
  const latents = createRandomStream(4).drawNormals([1, 2, 4, 4]);
  const pixels = createTensor([1, 3, 8, 8]);
  for (let c = 0; c < 3; c++) {
    for (let y = 0; y < 8; y++) {
      for (let x = 0; x < 8; x++) {
        const cell = Math.floor(y / 2) * 4 + Math.floor(x / 2);
        const [a, b] = truth.weights[c]!;
        pixels.data[(c * 8 + y) * 8 + x] =
          truth.bias[c]! + a! * latents.data[cell]! + b! * latents.data[16 + cell]!;
      }
    }
  }
  const fitted = fitPreviewProjection(latents, pixels)!;
  fitted.weights.flat().forEach((value, i) => {
    expect(value).toBeCloseTo(truth.weights.flat()[i]!, 5);
  });
  const { rgba, width, height } = previewLatents(latents, fitted);
  expect([width, height, rgba[3]]).toEqual([4, 4, 255]);
  expect(Math.abs(rgba[0]! - (pixels.data[0]! + 1) * 127.5)).toBeLessThanOrEqual(1);
});

it('gives no colors for latents that say nothing', () => {
  expect(fitPreviewProjection(createTensor([1, 2, 4, 4]), createTensor([1, 3, 8, 8]))).toBeNull();
});
