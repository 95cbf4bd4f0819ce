import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runPlainPipeline } from '../../ui/diffusion/plain-pipeline.ts';
import type { DiffusionPack } from '../../ui/diffusion/ports.ts';
import type { SchedulerName } from '../../ui/diffusion/schedulers/scheduler.ts';
import { openPackFromFolder } from './open-pack-from-folder.ts';
import { measurePsnr, readPicture, toBytes, toMask, toPixels } from './pictures.ts';

type Case = {
  pack: 'sd15' | 'sd15_inpaint';
  task: 'generate' | 'vary' | 'fill';
  scheduler: SchedulerName;
  steps: number;
  guidance: number;
  seed: number;
  prompt: string;
  negative: string;
  strength?: number;
  expected: string;
};

const fixtures = new URL('../fixtures/parity/', import.meta.url);
const cases: Case[] = JSON.parse(readFileSync(new URL('cases.json', fixtures), 'utf8'));
const picture = readPicture(new URL('image.png', fixtures));
const mask = readPicture(new URL('mask.png', fixtures));

/** A right implementation reaches 72 to 92 dB; a wrong alpha or offset still reaches 54 to 62. */
const floorDb = 65;

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
