import { describe, expect, it } from 'vitest';
import { prepareConditions } from '../../../ui/diffusion/conditions.ts';
import type { SamplingHooks } from '../../../ui/diffusion/denoise.ts';
import { DiffusionError } from '../../../ui/diffusion/diffusion-error.ts';
import { stretchSteps } from '../../../ui/diffusion/plan-steps.ts';
import { createRandomStream } from '../../../ui/diffusion/random.ts';
import { type SamplingOptions, sampleLatents } from '../../../ui/diffusion/sample-latents.ts';
import { prepareSource, type SourcePixels } from '../../../ui/diffusion/source-latents.ts';
import { createTensor, mapTensor, type Tensor } from '../../../ui/diffusion/tensor.ts';
import { plainFacts } from '../../fakes/pack-facts.ts';
import { createPaintingPack } from './painting-pack.ts';

const side = 4;
const pixels = mapTensor(createTensor([1, 3, 32, 32]), (_, i) => (i % 32) / 32 - 0.5);
/** The left half is to be repainted. */
const latentMask = mapTensor(createTensor([1, 1, side, side]), (_, i) => (i % side < 2 ? 1 : 0));
const pixelMask = mapTensor(createTensor([1, 1, 32, 32]), (_, i) => (i % 32 < 16 ? 1 : 0));

async function run(
  made: ReturnType<typeof createPaintingPack>,
  options: Partial<SamplingOptions> = {},
  source: Partial<SourcePixels> = {},
  hooks: SamplingHooks = {},
): Promise<Tensor> {
  const { pack } = made;
  const strength = options.strength ?? 1;
  const base = { heightPx: 32, widthPx: 32, pixels: null, pixelMask: null, latentMask: null, strength };
  return sampleLatents(
    pack,
    await prepareConditions(pack, {
      prompt: 'hill',
      negativePrompt: '',
      guidance: 3,
      heightPx: side * 8,
      widthPx: side * 8,
    }),
    await prepareSource(pack, { ...base, ...source }),
    {
      latentHeight: side,
      latentWidth: side,
      seed: 1,
      steps: 4,
      scheduler: 'ddim',
      strength,
      posterior: 'mean',
      pipeline: 'text-to-image',
      ...options,
    },
    hooks,
  );
}
const fill = { pixels, pixelMask, latentMask };
const reasonOf = (task: Promise<unknown>) =>
  task.then(
    () => 'none',
    (error: unknown) => (error instanceof DiffusionError ? error.reason : 'other'),
  );

describe('one candidate', () => {
  it.each(['ddim', 'euler'] as const)('ends with %s at what the network believes in', async (scheduler) => {
    const latents = await run(createPaintingPack({ believed: 0.25 }), { scheduler, steps: 8 });
    for (const value of latents.data) expect(value).toBeCloseTo(0.25, 5);
  });

  it('starts from the noise of its seed, both prompts seeing the same sample', async () => {
    const made = createPaintingPack();
    await run(made, { seed: 9 });
    const noise = createRandomStream(9).drawNormals([1, 4, side, side]);
    const { sample, text } = made.calls[0]!;
    expect(sample.dims).toEqual([2, 4, side, side]);
    expect(sample.data.slice(0, noise.data.length)).toEqual(noise.data);
    expect(sample.data.slice(noise.data.length)).toEqual(noise.data);
    expect([...text.hiddenStates.data]).toEqual([0, 4]);
  });

  it('draws nothing for a tiny autoencoder, whose encoder gives no distribution', async () => {
    const facts = { ...createPaintingPack().pack.info.facts, hasTinyAutoencoder: true };
    const latentsAt = async (made: ReturnType<typeof createPaintingPack>) => {
      await run(made, { pipeline: 'inpaint', seed: 9 }, fill);
      return made.calls[0]!.sample.data.slice(0, 4 * side * side);
    };
    const noise = createRandomStream(9).drawNormals([1, 4, side, side]);
    expect(await latentsAt(createPaintingPack({ facts }))).toEqual(noise.data);
    expect(await latentsAt(createPaintingPack())).not.toEqual(noise.data);
  });

  it('puts the untouched part back exactly and repaints the rest', async () => {
    const latents = await run(createPaintingPack(), { pipeline: 'inpaint' }, fill);
    const { pack } = createPaintingPack();
    const { mean } = await pack.encodeImage(pixels);
    for (let i = 0; i < latents.data.length; i++) {
      const known = Math.fround(mean.data[i]! * pack.info.scalingFactor);
      if (latentMask.data[i % (side * side)] === 0) expect(latents.data[i]).toBe(known);
      else expect(latents.data[i]).not.toBe(known);
    }
  });

  it('shows a 9-channel network latents, mask and the greyed picture, and never blends', async () => {
    const made = createPaintingPack({ unetChannels: 9 });
    await run(made, { pipeline: 'inpaint' }, fill);
    const plane = side * side;
    const { sample } = made.calls[2]!;
    expect(sample.dims).toEqual([2, 9, side, side]);
    expect(sample.data.slice(4 * plane, 5 * plane)).toEqual(latentMask.data);
    const masked = sample.data.slice(5 * plane, 6 * plane);
    for (let i = 0; i < plane; i++) {
      const expected =
        i % side < 2 ? 0 : Math.fround(pixels.data[Math.floor(i / side) * 8 * 32 + (i % side) * 8]! * 0.5);
      expect(masked[i]).toBeCloseTo(expected, 6);
    }
    // At full strength the picture itself is not even encoded.
    expect(made.encoded).toHaveLength(1);
  });

  it('gives a 9-channel network a full mask over encoded grey for a plain generation', async () => {
    const made = createPaintingPack({ unetChannels: 9 });
    await run(made);
    const plane = side * side;
    expect(made.calls[0]!.sample.data.slice(4 * plane, 5 * plane)).toEqual(new Float32Array(plane).fill(1));
    expect(made.encoded[0]).toEqual(createTensor([1, 3, 32, 32]));
  });

  it('runs only the last steps below full strength, from the noised picture', async () => {
    const made = createPaintingPack();
    await run(made, { pipeline: 'image-to-image', strength: 0.5, posterior: 'sample' }, { pixels });
    expect(made.calls.map(({ timestep }) => timestep)).toEqual([251, 1]);
  });

  it.each([
    [4, true, [1]],
    [1, true, 'request-invalid'],
    [4, false, [501, 376, 376, 251, 251, 126, 126, 1, 1]],
  ] as const)(
    'runs what PNDM has more than its %d steps where a strength leaves none',
    async (steps, skip, ran) => {
      const schedulerConfig = { beta_schedule: 'scaled_linear', skip_prk_steps: skip };
      const made = createPaintingPack({ schedulerConfig });
      const options = { scheduler: 'pndm', strength: 0.1, posterior: 'sample', steps } as const;
      const reason = await reasonOf(run(made, { ...options, pipeline: 'image-to-image' }, { pixels }));
      expect(reason === 'none' ? made.calls.map(({ timestep }) => timestep) : reason).toEqual(ran);
      expect(await reasonOf(run(made, { ...options, pipeline: 'inpaint' }, fill))).toBe('request-invalid');
    },
  );

  it('runs as many steps at a weak strength as can paint something, outside of the plain pipeline', async () => {
    const made = createPaintingPack();
    await run(made, { pipeline: 'image-to-image', strength: 0.5 }, { pixels });
    expect(made.calls.map(({ timestep }) => timestep)).toEqual([376, 251, 126, 1]);
    expect([stretchSteps(20, 0.35), stretchSteps(8, 0.35), stretchSteps(1, 0.35)]).toEqual([20, 12, 3]);
    expect(stretchSteps(60, 0.01)).toBe(60);
  });

  it('runs all of a shorter schedule for a consistency model in its own pipeline', async () => {
    const facts = { ...plainFacts, pipeline: 'LatentConsistencyModelPipeline' };
    const made = createPaintingPack({ facts });
    await run(made, { pipeline: 'image-to-image', strength: 0.5, scheduler: 'lcm' }, { pixels });
    expect(made.calls.map(({ timestep }) => timestep)).toEqual([499, 379, 259, 139]);
    const filled = createPaintingPack({ facts });
    await run(filled, { pipeline: 'inpaint', posterior: 'sample', strength: 0.5, scheduler: 'lcm' }, fill);
    expect(filled.calls.map(({ timestep }) => timestep)).toEqual([499, 259]);
  });

  it.each([
    ['stable-diffusion', 'text-to-image', 'sample', 2],
    ['stable-diffusion', 'inpaint', 'sample', 1],
    ['stable-diffusion', 'inpaint', 'mean', 2],
    ['stable-diffusion-xl', 'text-to-image', 'sample', 1],
    ['stable-diffusion-xl', 'inpaint', 'mean', 2],
  ] as const)('clips for %s, %s, posterior %s, to %d', async (family, pipeline, posterior, largest) => {
    const made = createPaintingPack({
      believed: 2,
      facts: { ...plainFacts, family },
      schedulerConfig: { beta_schedule: 'scaled_linear', prediction_type: 'sample' },
    });
    const latents = await run(made, { pipeline, posterior }, pipeline === 'inpaint' ? fill : {});
    expect(Math.max(...latents.data)).toBeCloseTo(largest, 5);
  });

  it('draws in the order of diffusers: picture, noise, masked picture', async () => {
    const made = createPaintingPack({ unetChannels: 9, scalingFactor: 1 });
    const options = { pipeline: 'inpaint', strength: 0.5, posterior: 'sample', seed: 3 } as const;
    await run(made, options, fill);
    const stream = createRandomStream(3);
    stream.drawNormals([1, 4, side, side]);
    stream.drawNormals([1, 4, side, side]);
    const third = stream.drawNormals([1, 4, side, side]);
    const plane = side * side;
    const masked = made.calls[0]!.sample.data.slice(5 * plane, 9 * plane);
    const { mean } = await made.pack.encodeImage(made.encoded[1]!);
    for (let i = 0; i < masked.length; i++)
      expect(masked[i]).toBeCloseTo(mean.data[i]! + 0.1 * third.data[i]!, 5);
  });

  it('takes the noise that it would take anyway where it uses posterior means', async () => {
    const [mean, sample] = [createPaintingPack(), createPaintingPack()];
    await run(mean, { pipeline: 'inpaint', posterior: 'mean' }, fill);
    await run(sample, { pipeline: 'inpaint', posterior: 'sample' }, fill);
    expect(mean.calls[0]!.sample).toEqual(sample.calls[0]!.sample);
  });
});

describe('ways in which a candidate ends early', () => {
  it('stops before the next step when cancelled', async () => {
    const made = createPaintingPack();
    const signal = { aborted: false };
    const onStep = () => {
      signal.aborted = made.calls.length === 2;
    };
    expect(await reasonOf(run(made, {}, {}, { signal, onStep }))).toBe('cancelled');
    expect(made.calls).toHaveLength(2);
  });

  it('waits for what is shown of a step, and counts the steps that it really runs', async () => {
    const seen: string[] = [];
    const onStep = async ({ step, steps }: { step: number; steps: number }) => {
      await Promise.resolve();
      seen.push(`${step} of ${steps}`);
    };
    await run(
      createPaintingPack(),
      { pipeline: 'image-to-image', strength: 0.75, posterior: 'sample' } as const,
      { pixels },
      { onStep },
    );
    expect(seen).toEqual(['1 of 3', '2 of 3', '3 of 3']);
  });

  it('says so when the network overflows', async () => {
    const made = createPaintingPack({ output: ({ sample }) => mapTensor(sample, () => Number.NaN) });
    expect(await reasonOf(run(made))).toBe('bad-numbers');
    expect(made.calls).toHaveLength(1);
  });

  it('refuses a strength that leaves no step, and a picture where there is no encoder', async () => {
    const weak = run(
      createPaintingPack(),
      { pipeline: 'image-to-image', strength: 0.1, posterior: 'sample' },
      { pixels },
    );
    expect(await reasonOf(weak)).toBe('request-invalid');
    const blind = run(createPaintingPack({ hasEncoder: false }), { pipeline: 'inpaint' }, fill);
    expect(await reasonOf(blind)).toBe('encoder-missing');
  });
});
