import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DiffusionPack } from '../../ui/diffusion/ports.ts';
import { cases, fixtures, floorDb } from './cases.ts';
import { openPackFromFolder } from './open-pack-from-folder.ts';
import { measurePsnr, readPicture, toBytes, toMask, toPixels } from './pictures.ts';
import { runPlainPipeline } from './run-plain-pipeline.ts';

const picture = readPicture(new URL('image.png', fixtures));
const mask = readPicture(new URL('mask.png', fixtures));

describe.each(['sd15', 'sd15_inpaint'] as const)('the plain pipeline with %s against diffusers', (name) => {
  let pack: DiffusionPack;
  beforeAll(async () => {
    pack = await openPackFromFolder(fileURLToPath(new URL(`packs/${name}`, fixtures)));
  });
  afterAll(() => pack.release());

  it.each(cases.filter((one) => one.pack === name))(
    '$task with $scheduler, strength $strength',
    async ({ task, expected, negative, strength = 1, ...request }) => {
      const reference = readPicture(new URL(expected, fixtures));
      const pixels = await runPlainPipeline(pack, {
        ...request,
        negativePrompt: negative,
        heightPx: reference.height,
        widthPx: reference.width,
        strength,
        pixels: task === 'generate' ? null : toPixels(picture),
        mask: task === 'fill' ? toMask(mask) : null,
      });
      const psnr = measurePsnr(toBytes(pixels).data, reference.data);
      console.info(`${expected}: ${psnr.toFixed(1)} dB`);
      expect(psnr).toBeGreaterThanOrEqual(floorDb);
    },
  );
});
