import path from 'node:path';
import { row } from '../../../tools/measuring/report.mjs';
import { takeFromPosterior } from '../../../ui/diffusion/latents.ts';
import type { DiffusionPack } from '../../../ui/diffusion/ports.ts';
import { createTensor } from '../../../ui/diffusion/tensor.ts';
import type { FillArea } from '../../../ui/engine/worker/fill-area.ts';
import type { PlanarImage, RgbaImage } from '../../../ui/imaging/image.ts';
import { fromModelRange, toModelRange } from '../../../ui/imaging/image-tensor.ts';
import { resizePlanar } from '../../../ui/imaging/resize.ts';
import { openPackFromFolder } from '../../parity/open-pack-from-folder.ts';
import { fixtures, picture } from '../fixtures/fixtures.ts';
import { ellipse } from '../fixtures/masks.ts';
import { layOver } from '../lay-over.ts';
import { repositoryRoot } from '../repository-root.ts';
import type { Row } from '../rows.ts';
import { openArea, smallEye } from './open-area.ts';

const [width, height] = [640, 480];

type Change = { bytes: number; levels: number };

/**
 * What is seen of the autoencoder alone, encoded and decoded and nothing else, by how the decoder's picture comes back:
 * changed bytes beyond the patch's alpha, and beyond the selection with a strict edge; beside them the mean change in
 * gray levels that the fade lets through, and what a pasted crop does to the picture around the selection.
 */
export async function measureRoundTripSeen(): Promise<Row[]> {
  const pack = await openPackFromFolder(path.join(repositoryRoot, 'models/default'));
  try {
    const mask = ellipse(width, height, [330, 250, 90, 70]);
    const totals = {
      beyond: [] as Change[],
      strict: [] as Change[],
      fade: [] as Change[],
      pasted: [] as Change[],
    };
    for (const fixture of fixtures) {
      const original = picture(fixture, width, height);
      const isSelected = (i: number) => mask.data[i * 4 + 3]! >= 128;
      for (const edge of ['blend', 'strict'] as const) {
        const area = openArea(original, mask, smallEye, { edge });
        const decoded = await passThrough(pack, area);
        const { image, patch } = area.finish(area.correct(decoded), null);
        const result = layOver(original, image, patch);
        const alpha = (i: number) => alphaAt(image, patch, i);
        if (edge === 'strict') totals.strict.push(compare(original, result, (i) => !isSelected(i)));
        else {
          totals.beyond.push(compare(original, result, (i) => alpha(i) === 0));
          totals.fade.push(compare(original, result, (i) => alpha(i) > 0 && !isSelected(i)));
          const pasted = pasteCrop(original, decoded, area);
          totals.pasted.push(compare(original, pasted, (i) => alpha(i) > 0 && !isSelected(i)));
        }
      }
    }
    const bytes = (changes: Change[]) => changes.reduce((sum, change) => sum + change.bytes, 0);
    const levels = (changes: Change[]) =>
      changes.reduce((sum, change) => sum + change.levels, 0) / changes.length;
    const n = fixtures.length;
    return [
      row('autoencoder seen beyond the fade', bytes(totals.beyond), 'bytes', { n, atMost: 0 }),
      row('autoencoder seen beyond a strict edge', bytes(totals.strict), 'bytes', { n, atMost: 0 }),
      row('autoencoder seen in the fade, ours', levels(totals.fade), 'levels', { n }),
      row('autoencoder seen in the fade, plain paste', levels(totals.pasted), 'levels', { n }),
    ];
  } finally {
    await pack.release();
  }
}

async function passThrough(pack: DiffusionPack, { known, model }: FillArea): Promise<PlanarImage> {
  const pixels = createTensor([1, 3, model.height, model.width], toModelRange(known));
  const latents = takeFromPosterior(await pack.encodeImage(pixels), null, pack.info);
  return fromModelRange((await pack.decodeLatents(latents)).data, model.width, model.height);
}

function pasteCrop(original: RgbaImage, decoded: PlanarImage, { crop }: FillArea): RgbaImage {
  const large = resizePlanar(decoded, crop);
  const plane = crop.width * crop.height;
  const data = new Uint8Array(plane * 4);
  for (let i = 0; i < plane; i++) {
    for (let c = 0; c < 3; c++)
      data[i * 4 + c] = Math.round(255 * Math.min(1, Math.max(0, large.data[c * plane + i]!)));
    data[i * 4 + 3] = 255;
  }
  return layOver(original, { width: crop.width, height: crop.height, data }, crop);
}

function alphaAt(patch: RgbaImage, at: { x: number; y: number }, i: number): number {
  const [x, y] = [(i % width) - at.x, Math.floor(i / width) - at.y];
  if (x < 0 || y < 0 || x >= patch.width || y >= patch.height) return 0;
  return patch.data[(y * patch.width + x) * 4 + 3]!;
}

function compare(before: RgbaImage, after: RgbaImage, isCounted: (pixel: number) => boolean): Change {
  let [bytes, sum, count] = [0, 0, 0];
  for (let i = 0; i < width * height; i++) {
    if (!isCounted(i)) continue;
    for (let c = 0; c < 3; c++) {
      const difference = Math.abs(before.data[i * 4 + c]! - after.data[i * 4 + c]!);
      if (difference > 0) bytes++;
      sum += difference;
      count++;
    }
  }
  return { bytes, levels: sum / Math.max(1, count) };
}
