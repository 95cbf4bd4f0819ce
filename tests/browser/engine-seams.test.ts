import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { defaultRequest } from '../../protocol/generation.ts';
import type { DiffusionPack } from '../../ui/diffusion/ports.ts';
import { enlargePicture } from '../../ui/engine/worker/enlarge-picture.ts';
import { decodeInputs } from '../../ui/engine/worker/fill-inputs.ts';
import { planFill } from '../../ui/engine/worker/plan-fill.ts';
import { resolveRequest } from '../../ui/engine/worker/resolve-request.ts';
import type { RgbaImage } from '../../ui/imaging/image.ts';
import { fromModelRange } from '../../ui/imaging/image-tensor.ts';
import { openPackFromFolder } from '../parity/open-pack-from-folder.ts';
import { drawMask, drawScene, placedAtOrigin } from './engine/node-engine.ts';

const [width, height] = [640, 480];
const circle = (x: number, y: number) => (Math.hypot(x - 320, y - 240) < 150 ? 255 : 0);

function wall(color: readonly number[]): RgbaImage {
  const data = new Uint8Array(width * height * 4);
  for (let i = 0; i < width * height; i++) data.set([...color, 255], i * 4);
  return { width, height, data };
}

/**
 * What a painter without any mind of its own would give: the pack's real encoder and decoder, which shift every color a
 * little. Whatever differs from the picture then is a seam of ours.
 */
async function repaint(pack: DiffusionPack, picture: RgbaImage) {
  const request = resolveRequest({ ...defaultRequest, task: 'fill', prompt: 'a wall' }, pack.info);
  const placed = placedAtOrigin(picture, [drawMask(width, height, circle)]);
  const inputs = await decodeInputs(placed, { ...request, task: 'fill' });
  const plan = planFill(request, inputs, pack);
  const { mean } = await pack.encodeImage(plan.source.pixels!);
  const decoded = await pack.decodeLatents(mean);
  const painted = fromModelRange(decoded.data, plan.source.widthPx, plan.source.heightPx);
  const corrected = plan.correct(painted);
  const { image, patch } = plan.finish(corrected, await enlargePicture(pack, corrected));
  const errors = { selected: [] as number[], fade: [] as number[] };
  for (let i = 0; i < image.width * image.height; i++) {
    const alpha = image.data[i * 4 + 3]!;
    if (alpha === 0) continue;
    const at = ((patch.y + Math.floor(i / patch.width)) * width + patch.x + (i % patch.width)) * 4;
    for (let c = 0; c < 3; c++) {
      const error = (Math.abs(image.data[i * 4 + c]! - picture.data[at + c]!) * alpha) / 255;
      errors[alpha === 255 ? 'selected' : 'fade'].push(error);
    }
  }
  const mean8 = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return { selected: mean8(errors.selected), fade: mean8(errors.fade) };
}

describe('the seams of a fill', () => {
  let pack: DiffusionPack;
  beforeAll(async () => {
    pack = await openPackFromFolder(fileURLToPath(new URL('../../models/default', import.meta.url)));
  });

  it.each([
    ['brown', [139, 90, 43]],
    ['orange', [255, 150, 30]],
    ['grey', [128, 128, 128]],
    ['white', [255, 255, 255]],
    ['navy', [10, 20, 70]],
    ['pink', [250, 180, 200]],
  ] as const)('leave no step on a flat %s wall', async (_, color) => {
    const { selected, fade } = await repaint(pack, wall(color));
    expect(selected).toBeLessThan(0.5);
    expect(fade).toBeLessThan(0.5);
  });

  it('keep the fine detail of a scene in the fade', async () => {
    const { selected, fade } = await repaint(pack, drawScene(width, height));
    // The model sees the crop at a quarter of its size: without the original's detail the rim would be as coarse.
    expect(fade).toBeLessThan(selected / 2);
  });
});
