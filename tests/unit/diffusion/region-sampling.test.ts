import { describe, expect, it } from 'vitest';
import { prepareConditions } from '../../../ui/diffusion/conditions.ts';
import type { SamplingHooks } from '../../../ui/diffusion/denoise.ts';
import { countSteps, stretchSteps } from '../../../ui/diffusion/plan-steps.ts';
import { findTouchedTiles, planPaintTiles, predictInTiles } from '../../../ui/diffusion/predict-in-tiles.ts';
import { type SamplingOptions, sampleLatents } from '../../../ui/diffusion/sample-latents.ts';
import { prepareSource, type SourcePixels } from '../../../ui/diffusion/source-latents.ts';
import { createTensor, mapTensor, type Tensor } from '../../../ui/diffusion/tensor.ts';
import { createPaintingPack } from './painting-pack.ts';

const side = 8;
const sidePx = side * 8;
const pixels = mapTensor(createTensor([1, 3, sidePx, sidePx]), (_, i) => (i % sidePx) / sidePx - 0.5);
const everywhere = mapTensor(createTensor([1, 1, side, side]), () => 1);
const pixelMask = mapTensor(createTensor([1, 1, sidePx, sidePx]), () => 1);

type Made = ReturnType<typeof createPaintingPack>;

async function run(
  made: Made,
  options: Partial<SamplingOptions>,
  source: Partial<SourcePixels>,
  hooks: SamplingHooks = {},
) {
  const conditions = await conditionsOf(made);
  const prepared = await prepareSource(made.pack, {
    heightPx: sidePx,
    widthPx: sidePx,
    pixels,
    pixelMask,
    latentMask: everywhere,
    strength: 1,
    ...source,
  });
  const all: SamplingOptions = {
    latentHeight: side,
    latentWidth: side,
    seed: 1,
    steps: 10,
    scheduler: 'ddim',
    strength: 1,
    posterior: 'mean',
    pipeline: 'inpaint',
    ...options,
  };
  return sampleLatents(made.pack, conditions, prepared, all, hooks);
}

const conditionsOf = ({ pack }: Made) =>
  prepareConditions(pack, {
    prompt: 'hill',
    negativePrompt: null,
    guidance: 1,
    heightPx: sidePx,
    widthPx: sidePx,
  });

/** Columns of a latent of strength 0, 0.1, 0.2 … */
const rising = mapTensor(createTensor([1, 1, side, side]), (_, i) => (i % side) / 10);

async function knownLatents({ pack }: Made): Promise<Tensor> {
  const { mean } = await pack.encodeImage(pixels);
  return mapTensor(mean, (value) => value * pack.info.scalingFactor);
}

describe('strengths that differ from place to place', () => {
  it.each([4, 9])(
    'leave latents of strength 0 as they were with %d channels, and paint the others',
    async (unetChannels) => {
      const made = createPaintingPack({ unetChannels, believed: 0.9 });
      const latents = await run(made, {}, { latentStrength: rising });
      const known = await knownLatents(made);
      for (let i = 0; i < latents.data.length; i++) {
        if (i % side === 0) expect(latents.data[i]).toBe(known.data[i]);
        else expect(latents.data[i]).not.toBe(known.data[i]);
      }
    },
  );

  it('paint a latent in as many of the last steps as its strength says, to the step', async () => {
    const paintedIn = new Array<number>(side).fill(0);
    const made = createPaintingPack({ believed: 2 });
    const known = await knownLatents(made);
    await run(
      made,
      { steps: 10 },
      { latentStrength: rising },
      {
        onStep({ original }) {
          for (let x = 0; x < side; x++) if (original.data[x] !== known.data[x]) paintedIn[x]!++;
        },
      },
    );
    expect(paintedIn).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('are all or nothing where every latent has full strength', async () => {
    const made = () => createPaintingPack({ believed: 0.9 });
    const half = mapTensor(createTensor([1, 1, side, side]), (_, i) => (i % side < 4 ? 1 : 0));
    const plain = await run(made(), {}, { latentMask: half });
    const full = await run(made(), {}, { latentMask: half, latentStrength: everywhere });
    expect(full.data).toEqual(plain.data);
  });
});

describe('a region that is larger than what the network paints at once', () => {
  const plan = planPaintTiles({ height: side, width: side }, { height: 6, width: 6 });

  it('is cut into tiles of the network’s size that share enough for a ramp', () => {
    expect(plan.rows).toEqual({ side: 8, length: 6, starts: [0, 2] });
    const large = planPaintTiles({ height: 64, width: 188 }, { height: 64, width: 64 });
    expect(large.rows.starts).toEqual([0]);
    expect(large.columns.starts).toEqual([0, 41, 83, 124]);
  });

  it('is painted only where the mask is', () => {
    const corner = mapTensor(createTensor([1, 1, side, side]), (_, i) => (i === 0 ? 1 : 0));
    const touched = findTouchedTiles(plan, corner);
    expect(touched).toEqual([
      [true, false],
      [false, false],
    ]);
    expect(findTouchedTiles(plan, everywhere).flat()).toEqual([true, true, true, true]);
  });

  it('comes out as if it were painted in one piece by a network that sees no farther than a pixel', async () => {
    const local = {
      output: ({ sample }: { sample: Tensor }) => {
        const [batch = 0, , height = 0, width = 0] = sample.dims;
        return mapTensor(createTensor([batch, 4, height, width]), (_, i) => Math.tanh(sample.data[i]!));
      },
    };
    const whole = await run(createPaintingPack(local), {}, {});
    const made = createPaintingPack(local);
    const touched = findTouchedTiles(plan, everywhere);
    const predict = predictInTiles(made.pack, await conditionsOf(made), plan, touched, async () => {});
    const tiled = await run(made, { predict }, {});
    for (let i = 0; i < whole.data.length; i++) expect(tiled.data[i]).toBeCloseTo(whole.data[i]!, 5);
    expect(made.calls).toHaveLength(4 * 10);
    expect(made.calls.every(({ sample }) => sample.dims[2] === 6 && sample.dims[3] === 6)).toBe(true);
  });

  it('keeps what is around it with a 9-channel pack too, where that is asked for', async () => {
    const half = mapTensor(createTensor([1, 1, side, side]), (_, i) => (i % side < 4 ? 1 : 0));
    const made = createPaintingPack({ unetChannels: 9, believed: 0.9 });
    const latents = await run(made, { strength: 0.5, keepsKnown: true }, { latentMask: half, strength: 0.5 });
    const known = await knownLatents(made);
    for (let i = 0; i < latents.data.length; i++)
      if (i % side >= 4) expect(latents.data[i]).toBe(known.data[i]);
  });
});

describe('countSteps', () => {
  it('tells how many steps a loop runs at a strength, never fewer than four where there are as many', () => {
    for (const steps of [1, 2, 4, 8, 20, 50]) {
      for (const strength of [0.05, 0.2, 0.35, 0.7, 0.99]) {
        const counted = countSteps(steps, strength);
        expect(counted).toBeLessThanOrEqual(steps);
        if (stretchSteps(steps, strength) < 60) expect(counted).toBeGreaterThanOrEqual(Math.min(4, steps));
      }
      expect(countSteps(steps, 1)).toBe(steps);
    }
  });
});
