import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DiffusionPack } from '../../ui/diffusion/ports.ts';
import { openPack } from '../../ui/runtime/open-pack.ts';
import { type Case, fixtures, floorDb } from './cases.ts';
import { layFolders, startNodeRuntime } from './open-pack-from-folder.ts';
import { measurePsnr, readPicture, toBytes, toMask, toPixels } from './pictures.ts';
import { runPlainPipeline } from './run-plain-pipeline.ts';

const families = new URL('families/', fixtures);
const cases: Case[] = JSON.parse(readFileSync(new URL('cases.json', families), 'utf8'));
const picture = readPicture(new URL('image.png', families));
const mask = readPicture(new URL('mask.png', families));
const base = fileURLToPath(new URL('packs/sd15', fixtures));

describe.each([...new Set(cases.map(({ pack }) => pack))])('%s paints as diffusers does', (name) => {
  let pack: DiffusionPack;
  beforeAll(async () => {
    const source = layFolders(fileURLToPath(new URL(name, families)), base);
    pack = await openPack(source, await startNodeRuntime());
  });
  afterAll(() => pack.release());

  it.each(cases.filter((one) => one.pack === name))(
    '$task with $scheduler, strength $strength, rescale $guidanceRescale, against $negative',
    async ({ task, expected, negative, strength = 1, ...request }) => {
      const reference = readPicture(new URL(expected, families));
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
