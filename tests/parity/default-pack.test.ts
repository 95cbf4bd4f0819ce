import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DiffusionPack } from '../../ui/diffusion/ports.ts';
import { chooseModelSize } from '../../ui/imaging/model-size.ts';
import { openPackFromFolder } from './open-pack-from-folder.ts';
import { toBytes } from './pictures.ts';
import { runPlainPipeline } from './run-plain-pipeline.ts';

describe('the default pack', () => {
  let pack: DiffusionPack;
  beforeAll(async () => {
    pack = await openPackFromFolder(fileURLToPath(new URL('../../models/default', import.meta.url)));
  });
  afterAll(() => pack.release());

  const paint = (seed: number, size = pack.info.nativePx, by = pack) =>
    runPlainPipeline(by, {
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

  it('paints what was asked for at sizes between those, too', async () => {
    const { nativePx, latentMultiple, spatialFactor, bucketsPx } = pack.info;
    const sizes = { native: nativePx, multiplePx: latentMultiple * spatialFactor, buckets: bucketsPx };
    for (const aspect of [3 / 2, 7 / 8]) {
      const size = chooseModelSize(aspect, sizes);
      expect(bucketsPx).not.toContainEqual(size);
      const { data, dims } = await paint(1, size);
      expect(dims).toEqual([1, 3, size.height, size.width]);
      const plane = size.height * size.width;
      const [corner, middle] = [0, (size.height / 2) * size.width + size.width / 2];
      const [red, blue] = [data.subarray(0, plane), data.subarray(2 * plane)];
      expect(red[middle]! - blue[middle]!).toBeGreaterThan(0.5);
      expect(blue[corner]! - red[corner]!).toBeGreaterThan(0.5);
    }
  });

  it('asks the network once per step, and encodes mid-grey once per size', async () => {
    const calls = { encodeText: 0, predict: 0, encodeImage: 0, decodeLatents: 0 };
    const counted: DiffusionPack = {
      ...pack,
      encodeText: (...rest) => count('encodeText', () => pack.encodeText(...rest)),
      predict: (...rest) => count('predict', () => pack.predict(...rest)),
      encodeImage: (...rest) => count('encodeImage', () => pack.encodeImage(...rest)),
      decodeLatents: (...rest) => count('decodeLatents', () => pack.decodeLatents(...rest)),
    };
    function count<T>(name: keyof typeof calls, call: () => T): T {
      calls[name]++;
      return call();
    }
    const { steps } = pack.info.defaults;
    await paint(1, pack.info.nativePx, counted);
    expect(calls).toEqual({ encodeText: 1, predict: steps, encodeImage: 1, decodeLatents: 1 });
    await paint(2, pack.info.nativePx, counted);
    expect(calls).toEqual({ encodeText: 2, predict: 2 * steps, encodeImage: 1, decodeLatents: 2 });
  });
});
