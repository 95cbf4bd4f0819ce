import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DiffusionPack } from '../../ui/diffusion/ports.ts';
import { openPack } from '../../ui/runtime/open-pack.ts';
import { type Case, fixtures, floorDb } from './cases.ts';
import { layFolders, startNodeRuntime } from './open-pack-from-folder.ts';
import { measurePsnr, readPicture, toBytes, toMask, toPixels } from './pictures.ts';
import { runPlainPipeline } from './run-plain-pipeline.ts';

/** `family`: the pack below that lends everything but the autoencoder. */
type AutoencoderCase = Case & { family: string };

const own = new URL('autoencoders/', fixtures);
const families = new URL('families/', fixtures);
const cases: AutoencoderCase[] = JSON.parse(readFileSync(new URL('cases.json', own), 'utf8'));
const picture = readPicture(new URL('image.png', families));
const mask = readPicture(new URL('mask.png', families));
const folderOf = (name: string, base: URL) => fileURLToPath(new URL(name, base));

function openSource({ pack, family }: AutoencoderCase) {
  const lent = layFolders(folderOf(family, families), folderOf('packs/sd15', fixtures));
  return layFolders(folderOf(pack, own), lent);
}

describe.each([...new Set(cases.map(({ pack }) => pack))])('%s paints as diffusers does', (name) => {
  const cased = cases.filter(({ pack }) => pack === name);
  let pack: DiffusionPack;
  beforeAll(async () => {
    pack = await openPack(openSource(cased[0]!), await startNodeRuntime());
  });
  afterAll(() => pack.release());

  it('is told by its configs', () => {
    const { facts, scalingFactor, latentStatistics } = pack.info;
    const isTiny = name === 'taesd';
    expect(facts.hasTinyAutoencoder).toBe(isTiny);
    expect(scalingFactor).toBe(isTiny ? 1 : 0.5);
    expect(latentStatistics?.deviation).toEqual(isTiny ? undefined : [8.4, 5.6, 7.2, 3.9]);
  });

  it.each(cased)('$task with $scheduler', async ({ task, expected, negative, strength = 1, ...request }) => {
    const reference = readPicture(new URL(expected, own));
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
  });
});
