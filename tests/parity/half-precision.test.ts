import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { openPack } from '../../ui/runtime/open-pack.ts';
import { type Case, cases, fixtures } from './cases.ts';
import { layFolders, startNodeRuntime } from './open-pack-from-folder.ts';
import { measurePsnr, readPicture, toBytes, toMask, toPixels } from './pictures.ts';
import { runPlainPipeline } from './run-plain-pipeline.ts';

const folderOf = (path: string) => fileURLToPath(new URL(path, fixtures));
const families = new URL('families/', fixtures);
const familyCases: Case[] = JSON.parse(readFileSync(new URL('cases.json', families), 'utf8'));

/** Widened, because the processor computes in 32 bits anyway: what is left is that the weights were rounded to halves. */
const halfFloorDb = 45;

it.each([
  ...cases.filter(({ expected }) => /^0[079]/.test(expected)).map((one) => ({ ...one, base: fixtures })),
  ...familyCases
    .filter(({ expected }) => /^(0[67]|14)/.test(expected))
    .map((one) => ({ ...one, base: families })),
])(
  '$pack in half precision: $task with $scheduler is the picture that diffusers makes in 32 bits',
  async ({ pack: name, task, expected, negative, strength = 1, base, ...request }) => {
    const source = layFolders(folderOf(`half/${name}`), folderOf('half/sd15'));
    const pack = await openPack(source, await startNodeRuntime());
    expect(pack.info.facts.usesHalfFloats).toBe(true);
    const reference = readPicture(new URL(expected, base));
    const pixels = await runPlainPipeline(pack, {
      ...request,
      negativePrompt: negative,
      heightPx: reference.height,
      widthPx: reference.width,
      strength,
      pixels: task === 'generate' ? null : toPixels(readPicture(new URL('image.png', base))),
      mask: task === 'fill' ? toMask(readPicture(new URL('mask.png', base))) : null,
    });
    await pack.release();
    const psnr = measurePsnr(toBytes(pixels).data, reference.data);
    console.info(`${name} ${expected}: ${psnr.toFixed(1)} dB`);
    expect(psnr).toBeGreaterThanOrEqual(halfFloorDb);
  },
);
