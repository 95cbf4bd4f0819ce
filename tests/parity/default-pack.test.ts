import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepareConditions } from '../../ui/diffusion/conditions.ts';
import { runPlainPipeline } from '../../ui/diffusion/plain-pipeline.ts';
import type { DiffusionPack } from '../../ui/diffusion/ports.ts';
import { createTensor } from '../../ui/diffusion/tensor.ts';
import { openPackFromFolder } from './open-pack-from-folder.ts';
import { toBytes } from './pictures.ts';

describe('the default pack', () => {
  let pack: DiffusionPack;
  beforeAll(async () => {
    pack = await openPackFromFolder(fileURLToPath(new URL('../../models/default', import.meta.url)));
  });
  afterAll(() => pack.release());

  const paint = (seed: number, size = pack.info.nativePx) =>
    runPlainPipeline(pack, {
      heightPx: size.height,
      widthPx: size.width,
      prompt: 'a red circle on a blue background',
      negativePrompt: '',
      seed,
      steps: pack.info.defaults.steps,
      guidance: pack.info.defaults.guidance,
      scheduler: pack.info.defaults.scheduler,
      strength: 1,
      pixels: null,
      mask: null,
    });

  it('says of itself what the engine plans with', () => {
    const { info } = pack;
    expect(info.unetChannels).toBe(9);
    expect(info.hasEncoder).toBe(true);
    expect(info.bucketsPx).toContainEqual(info.nativePx);
    for (const { height, width } of info.bucketsPx!) {
      expect(height % (info.latentMultiple * info.spatialFactor)).toBe(0);
      expect(width % (info.latentMultiple * info.spatialFactor)).toBe(0);
    }
    expect(info.previewProjection).not.toBeNull();
  });

  it('gives the same bytes for the same seed and others for another', async () => {
    const [first, again, other] = [await paint(5), await paint(5), await paint(6)];
    expect(toBytes(again).data).toEqual(toBytes(first).data);
    expect(toBytes(other).data).not.toEqual(toBytes(first).data);
  });

  it('paints every size that it was trained for', async () => {
    for (const size of pack.info.bucketsPx!) {
      expect((await paint(1, size)).dims).toEqual([1, 3, size.height, size.width]);
    }
  });

  it('spends its time in the U-Net: a picture costs at most 1.2 times its bare calls', async () => {
    const { steps, guidance } = pack.info.defaults;
    const { states } = await prepareConditions(pack, 'a red circle', '', guidance);
    const side = pack.info.nativePx.height / pack.info.spatialFactor;
    const sample = createTensor([2, pack.info.unetChannels, side, side]);
    const bare = async () => {
      const start = performance.now();
      for (let i = 0; i < steps; i++) await pack.predict(sample, 999 - i, states);
      return performance.now() - start;
    };
    const whole = async () => {
      const start = performance.now();
      await paint(1);
      return performance.now() - start;
    };
    await paint(1);
    // Alternating, because other work on the machine slows both: the least disturbed of each counts.
    const bares: number[] = [];
    const wholes: number[] = [];
    for (let round = 0; round < 5; round++) {
      bares.push(await bare());
      wholes.push(await whole());
    }
    const ratio = Math.min(...wholes) / Math.min(...bares);
    console.info(
      `one picture: ${Math.min(...wholes).toFixed(0)} ms, ${ratio.toFixed(2)} times its U-Net calls`,
    );
    expect(ratio).toBeLessThanOrEqual(1.2);
  });
});
