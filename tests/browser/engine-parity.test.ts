import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import type { EngineContract } from '../../protocol/engine-contract.ts';
import type { Handlers } from '../../protocol/server.ts';
import { decodePicture } from '../../ui/engine/worker/image-codec.ts';
import type { RgbaImage } from '../../ui/imaging/image.ts';
import { cases, fixtures, floorDb } from '../parity/cases.ts';
import { createNodeEngine, drawMask, generate, placedAtOrigin } from './engine/node-engine.ts';

const read = (name: string): RgbaImage => decodePicture(readFileSync(new URL(name, fixtures)));

function measurePsnr(a: RgbaImage, b: RgbaImage): number {
  let error = 0;
  for (let i = 0; i < a.data.length; i++) if (i % 4 !== 3) error += (a.data[i]! - b.data[i]!) ** 2;
  return 10 * Math.log10(255 ** 2 / (error / (a.width * a.height * 3)));
}

/** What the sandbox exports of the picture and of a layer whose alpha is the mask. */
function inputsOf(task: string) {
  if (task === 'generate') return { picture: null, masks: [] };
  if (task === 'vary') return placedAtOrigin(read('image.png'), []);
  const mask = read('mask.png');
  return placedAtOrigin(read('image.png'), [
    drawMask(mask.width, mask.height, (x, y) => mask.data[(y * mask.width + x) * 4]!),
  ]);
}

describe.each(['sd15', 'sd15_inpaint'])('whole and raw with %s is the pipeline of diffusers', (name) => {
  let engine: Handlers<EngineContract>;
  beforeAll(async () => {
    engine = await createNodeEngine(fileURLToPath(new URL(`packs/${name}`, fixtures)));
  });

  it.each(cases.filter((one) => one.pack === name))(
    '$task with $scheduler, strength $strength',
    async ({ task, expected, scheduler, steps, guidance, seed, prompt, negative, strength = 1 }) => {
      const reference = read(expected);
      const { candidates } = await generate(
        engine,
        {
          task,
          prompt,
          negativePrompt: negative,
          scheduler,
          steps,
          guidance,
          seed,
          strength,
          size: { width: reference.width, height: reference.height },
          context: 'whole',
          edge: 'raw',
        },
        inputsOf(task),
      );
      const picture = decodePicture(candidates[0]!.png);
      expect([picture.width, picture.height]).toEqual([reference.width, reference.height]);
      expect(picture.data.every((value, i) => i % 4 !== 3 || value === 255)).toBe(true);
      expect(measurePsnr(picture, reference)).toBeGreaterThanOrEqual(floorDb);
    },
  );

  it('fills by the recipe too, with the law of alpha, whatever the pack', async () => {
    const inputs = inputsOf('fill');
    const request = { task: 'fill', prompt: 'a red fox', steps: 2, seed: 1 } as const;
    const { candidates, report } = await generate(engine, request, inputs);
    const mask = read('mask.png');
    const { patch, png } = candidates[0]!;
    const image = decodePicture(png);
    let open = 0;
    for (let i = 0; i < mask.width * mask.height; i++) {
      if (mask.data[i * 4]! < 128) continue;
      const x = (i % mask.width) - patch.x;
      const y = Math.floor(i / mask.width) - patch.y;
      if (image.data[(y * patch.width + x) * 4 + 3] !== 255) open++;
    }
    expect(open).toBe(0);
    expect(report.warnings).toEqual(name === 'sd15' ? ['few-step-mask'] : []);
  });
});
