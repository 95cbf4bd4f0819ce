import { describe, expect, it } from 'vitest';
import { guide, predictGuided, rescaleGuidance } from '../../../ui/diffusion/guidance.ts';
import { createTensor } from '../../../ui/diffusion/tensor.ts';
import { createPaintingPack } from './painting-pack.ts';

const tensorOf = (batch: number, ...values: number[]) =>
  createTensor([batch, 1, 2, 2], Float32Array.from(values));

describe('guidance', () => {
  const outputs = tensorOf(2, 0, 0, 1, 1, 1, 0, 2, 5);

  it('goes from the negative answer beyond the positive one', () => {
    expect(guide(outputs, 3)).toEqual(tensorOf(1, 3, 0, 4, 13));
  });

  // rescale_noise_cfg of diffusers 0.40 with these numbers: deviations 2.160247 of the positive answer, 5.597619 guided.
  it.each([
    [0, [3, 0, 4, 13]],
    [0.7, [1.7104373, 0, 2.2805829, 7.4118948]],
    [1, [1.1577675, 0, 1.5436899, 5.0169926]],
  ])('is brought back to the contrast of the positive answer by %d', (rescale, expected) => {
    const rescaled = rescaleGuidance(guide(outputs, 3), outputs.data.subarray(4), rescale);
    for (const [i, value] of expected.entries()) expect(rescaled.data[i]).toBeCloseTo(value, 5);
  });

  it('has nothing to rescale where the model is asked once', async () => {
    const { pack } = createPaintingPack({ output: () => tensorOf(1, 1, 2, 3, 4) });
    const text = { hiddenStates: createTensor([1, 1, 1]) };
    const options = { guidance: 8, guidanceRescale: 1 };
    const answer = await predictGuided(pack, tensorOf(1, 0, 0, 0, 0), 999, text, options);
    expect(answer).toEqual(tensorOf(1, 1, 2, 3, 4));
  });
});
