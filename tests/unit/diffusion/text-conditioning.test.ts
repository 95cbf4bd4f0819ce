import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PromptRequest, prepareConditions } from '../../../ui/diffusion/conditions.ts';
import { embedGuidance } from '../../../ui/diffusion/guidance-embedding.ts';
import { joinTokens, joinWidths } from '../../../ui/diffusion/join-states.ts';
import type { ConditioningNeeds } from '../../../ui/diffusion/ports.ts';
import { createTensor } from '../../../ui/diffusion/tensor.ts';
import { createTimeIds } from '../../../ui/diffusion/text-conditioning.ts';
import { weighStates } from '../../../ui/diffusion/weigh-states.ts';
import { decodeTensor, textGoldens } from '../../parity/text-goldens.ts';
import { createPaintingPack } from './painting-pack.ts';

describe('guidance as a model input', () => {
  it.each(textGoldens.guidance)('of $guidance is what diffusers computes', ({ guidance, wide, odd }) => {
    for (const golden of [decodeTensor(wide), decodeTensor(odd)]) {
      const width = golden.dims[1]!;
      const embedding = embedGuidance(guidance, width);
      expect(embedding.dims).toEqual([1, width]);
      // A last bit of an angle of 13 000 is a thousandth.
      for (const [i, value] of golden.data.entries()) {
        expect(Math.abs(embedding.data[i]! - value)).toBeLessThan(1e-3);
      }
    }
  });

  it('is nothing but cosines where the guidance is 1', () => {
    expect([...embedGuidance(1, 6).data]).toEqual([0, 0, 0, 1, 1, 1]);
  });
});

describe('time ids', () => {
  it('are original size, crop and target size, heights first', () => {
    const size = { height: 96, width: 64 };
    const whole = createTimeIds({ original: size, cropTop: 0, cropLeft: 0, target: size });
    expect(whole).toEqual(decodeTensor(textGoldens.timeIds.whole));
    const cropped = createTimeIds({
      original: { height: 1024, width: 768 },
      cropTop: 16,
      cropLeft: 8,
      target: { height: 512, width: 384 },
    });
    expect(cropped).toEqual(decodeTensor(textGoldens.timeIds.cropped));
  });
});

describe('weighed states', () => {
  const values = fc.array(fc.float({ min: Math.fround(0.1), max: 2, noNaN: true }), {
    minLength: 12,
    maxLength: 12,
  });
  const mean = (data: Float32Array) => data.reduce((sum, value) => sum + value, 0) / data.length;
  const states = (data: readonly number[]) => createTensor([1, 4, 3], Float32Array.from(data));

  it('are the very same where every weight is 1', () => {
    const before = states(Array.from({ length: 12 }, (_, i) => i - 5));
    expect(weighStates(before, [1, 1, 1, 1])).toBe(before);
  });

  it('keep their mean, and keep to the weights among each other', () => {
    const weights = fc.array(fc.double({ min: 0.1, max: 2, noNaN: true }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(values, weights, (data, given) => {
        const before = states(data);
        const after = weighStates(before, given);
        expect(mean(after.data)).toBeCloseTo(mean(before.data), 4);
        const ratios = data.map((value, i) => after.data[i]! / (value * given[Math.floor(i / 3)]!));
        for (const ratio of ratios) expect(ratio / ratios[0]!).toBeCloseTo(1, 4);
      }),
    );
  });

  it('stay numbers where there is no mean to keep', () => {
    const after = weighStates(states([1, -1, 0, 1, -1, 0, 1, -1, 0, 1, -1, 0]), [2, 1, 1, 1]);
    expect([...after.data.slice(0, 4)]).toEqual([2, -2, 0, 1]);
  });
});

describe('joined states', () => {
  const first = createTensor([1, 2, 2], Float32Array.of(1, 2, 3, 4));
  const second = createTensor([1, 2, 1], Float32Array.of(5, 6));
  it('stand one after another, or side by side', () => {
    expect(joinTokens([first, first])).toEqual({
      dims: [1, 4, 2],
      data: Float32Array.of(1, 2, 3, 4, 1, 2, 3, 4),
    });
    expect(joinWidths([first, second])).toEqual({
      dims: [1, 2, 3],
      data: Float32Array.of(1, 2, 5, 3, 4, 6),
    });
  });

  it('must be of the same tokens to stand side by side', () => {
    expect(() => joinWidths([first, createTensor([1, 3, 1])])).toThrow(RangeError);
  });
});

describe('the conditions of a job', () => {
  const plain: ConditioningNeeds = { takesSizes: false, zeroesMissingNegative: false, guidanceWidth: null };
  const request = { prompt: 'hill', negativePrompt: null, guidance: 3, heightPx: 96, widthPx: 64 };
  const prepare = (changes: Partial<PromptRequest>, needs: Partial<ConditioningNeeds> = {}) =>
    prepareConditions(createPaintingPack({ conditioning: { ...plain, ...needs } }).pack, {
      ...request,
      ...changes,
    });
  // The painting pack's states are the number of letters.
  const lettersOf = async (...given: Parameters<typeof prepare>) => [
    ...(await prepare(...given)).text.hiddenStates.data,
  ];

  it('are both prompts, negative first, where guidance is above 1', async () => {
    expect(await lettersOf({ negativePrompt: 'fog' })).toEqual([3, 4]);
    expect(await lettersOf({})).toEqual([0, 4]);
  });

  it.each([1, 0.5, 0])('are the prompt alone at a guidance of %d', async (guidance) => {
    expect(await lettersOf({ guidance, negativePrompt: 'fog' })).toEqual([4]);
  });

  it('say when a negative prompt has nothing to be set against', async () => {
    const isIgnored = async (...given: Parameters<typeof prepare>) =>
      (await prepare(...given)).isNegativeIgnored;
    expect(await isIgnored({ guidance: 1, negativePrompt: 'fog' })).toBe(true);
    expect(await isIgnored({ guidance: 8, negativePrompt: 'fog' }, { guidanceWidth: 4 })).toBe(true);
    expect(await isIgnored({ guidance: 1, negativePrompt: ' \n' })).toBe(false);
    expect(await isIgnored({ guidance: 2, negativePrompt: 'fog' })).toBe(false);
  });

  it('hold guidance as an input, and one prompt, for a model that takes it', async () => {
    const { text } = await prepare({ guidance: 8, negativePrompt: 'fog' }, { guidanceWidth: 16 });
    expect([...text.hiddenStates.data]).toEqual([4]);
    expect(text.guidanceEmbedding).toEqual(embedGuidance(8, 16));
  });

  it('hold the sizes once per prompt for a model that takes them', async () => {
    const { text } = await prepare({}, { takesSizes: true });
    const ids = [96, 64, 0, 0, 96, 64];
    expect(text.timeIds).toEqual({ dims: [2, 6], data: Float32Array.from([...ids, ...ids]) });
  });

  it('hold zeros for no negative prompt where the model wants that, and an encoded empty one', async () => {
    const needs = { takesSizes: true, zeroesMissingNegative: true };
    const { text } = await prepare({ prompt: 'hill' }, needs);
    expect([...text.hiddenStates.data]).toEqual([0, 4]);
    expect([...text.pooled!.data]).toEqual([0, 4]);
    expect(await lettersOf({ negativePrompt: 'fog' }, needs)).toEqual([3, 4]);
    const asked: (readonly string[])[] = [];
    const { pack } = createPaintingPack({ conditioning: { ...plain, ...needs } });
    const encodeText = (prompts: readonly string[]) => {
      asked.push(prompts);
      return pack.encodeText(prompts);
    };
    for (const negativePrompt of [null, ''])
      await prepareConditions({ ...pack, encodeText }, { ...request, negativePrompt });
    expect(asked).toEqual([['hill'], ['', 'hill']]);
  });

  it('name the words that were cut off, those of the prompt before those of the negative one', async () => {
    const long = `${'x'.repeat(77)}fox`;
    expect((await prepare({})).cutOff).toBe('');
    expect((await prepare({ prompt: long })).cutOff).toBe('fox');
    expect((await prepare({ negativePrompt: `${'x'.repeat(77)}fog` })).cutOff).toBe('fog');
    expect((await prepare({ prompt: long, negativePrompt: `${'x'.repeat(77)}fog` })).cutOff).toBe('fox');
  });
});
