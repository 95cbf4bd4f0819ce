import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { row } from '../../../tools/measuring/report.mjs';
import { decodePicture } from '../../../ui/engine/worker/image-codec.ts';
import type { RgbaImage } from '../../../ui/imaging/image.ts';
import { readCrop, resizePlanar } from '../../../ui/imaging/resize.ts';
import { createNodeEngine, generate, placedAtOrigin } from '../../browser/engine/node-engine.ts';
import { fixtures, picture } from '../fixtures/fixtures.ts';
import { ellipse } from '../fixtures/masks.ts';
import { identityNativePx, identityRequest, writeIdentityPack } from '../identity-pack/identity-pack.ts';
import type { Row } from '../rows.ts';
import { openArea } from './open-area.ts';

const mostLevels = 1;

/** Pictures whose part that the model sees is as large as it paints, and larger ones whose part is scaled by `scale`. */
const cases = [
  { width: 641, height: 479, radius: 70, scale: 1 },
  { width: 333, height: 257, radius: 60, scale: 1 },
  { width: 900, height: 700, radius: 150, scale: null },
  { width: 1201, height: 901, radius: 260, scale: null },
];

const identityEye = {
  sizes: { native: { width: identityNativePx, height: identityNativePx }, multiplePx: 8, buckets: null },
  latentPx: 8,
  holeGrowthPx: 2,
  levels: 1,
};

/**
 * How far a fill with a pack that gives its input back is from the picture, in gray levels: the strongest difference
 * where the patch is opaque. Where the part is scaled for the model, from the part scaled down and up.
 */
export async function measureIdentity(): Promise<Row[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'underpaint-identity-'));
  try {
    const engine = await createNodeEngine(await writeIdentityPack(folder));
    const found = { kept: [] as number[], scaled: [] as number[] };
    for (const { width, height, radius, scale } of cases) {
      const mask = ellipse(width, height, [0.55 * width, 0.45 * height, radius, 0.8 * radius]);
      for (const fixture of fixtures) {
        const original = picture(fixture, width, height);
        const { candidates } = await generate(
          engine,
          { task: 'fill', prompt: 'anything', ...identityRequest, size: { width, height } },
          placedAtOrigin(original, [mask]),
        );
        const [first] = candidates;
        if (first === undefined) throw new Error('There is no picture.');
        const { crop, model } = openArea(original, mask, identityEye, identityRequest);
        const isKept = crop.width === model.width && crop.height === model.height;
        if (isKept !== (scale === 1))
          throw new Error(`${crop.width} to ${model.width} is not the scale of this case`);
        const expected = isKept ? original : scaleDownAndUp(original, crop, model);
        const patch = decodePicture(first.png);
        found[isKept ? 'kept' : 'scaled'].push(farthest(patch, first.patch, expected));
      }
    }
    const rowOf = (what: string, values: number[]) =>
      row(`identity, ${what}`, Math.max(...values), 'levels', { n: values.length, atMost: mostLevels });
    return [
      rowOf('part as large as the model paints', found.kept),
      rowOf('part scaled, against itself scaled down and up', found.scaled),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The picture with its crop brought to the model's size and back. */
function scaleDownAndUp(
  original: RgbaImage,
  crop: { x: number; y: number; width: number; height: number },
  model: { width: number; height: number },
): RgbaImage {
  const isEnlarged = model.width < crop.width;
  const back = resizePlanar(readCrop(original, crop, model), crop, isEnlarged ? { filter: 'cubic' } : {});
  const plane = crop.width * crop.height;
  const data = new Uint8Array(original.data);
  for (let y = Math.max(0, crop.y); y < Math.min(original.height, crop.y + crop.height); y++) {
    for (let x = Math.max(0, crop.x); x < Math.min(original.width, crop.x + crop.width); x++) {
      for (let c = 0; c < 3; c++) {
        const value = back.data[c * plane + (y - crop.y) * crop.width + x - crop.x]!;
        data[(y * original.width + x) * 4 + c] = Math.round(255 * Math.min(1, Math.max(0, value)));
      }
    }
  }
  return { ...original, data };
}

/** The largest difference in levels between an opaque pixel of the patch and the picture under it. */
function farthest(patch: RgbaImage, at: { x: number; y: number }, expected: RgbaImage): number {
  let most = 0;
  for (let y = 0; y < patch.height; y++) {
    for (let x = 0; x < patch.width; x++) {
      const from = (y * patch.width + x) * 4;
      if (patch.data[from + 3] !== 255) continue;
      const to = ((at.y + y) * expected.width + at.x + x) * 4;
      for (let c = 0; c < 3; c++)
        most = Math.max(most, Math.abs(patch.data[from + c]! - expected.data[to + c]!));
    }
  }
  return most;
}
