import { readFileSync } from 'node:fs';
import path from 'node:path';
import { decodePicture, encodePicture } from '../../ui/engine/worker/image-codec.ts';
import type { RgbaImage } from '../../ui/imaging/image.ts';
import { toRgba } from '../../ui/imaging/image-tensor.ts';
import { readCrop } from '../../ui/imaging/resize.ts';
import { createNodeEngine, generate, placedAtOrigin } from '../browser/engine/node-engine.ts';
import type { Drawing } from './fixtures/drawing.ts';
import { rasterize } from './fixtures/drawing.ts';
import { fixtures, picture } from './fixtures/fixtures.ts';
import { ellipse } from './fixtures/masks.ts';
import { createNumbers } from './fixtures/seeded.ts';
import { layOver } from './lay-over.ts';
import { repositoryRoot } from './repository-root.ts';

const count = 30;
const columns = 5;
const [width, height] = [480, 360];
const tile = { width: 156, height: 117 };
const gapPx = 6;

/** The prompts of the default model's own sheet, in the order of its card. */
export function readCardPrompts(): string[] {
  const card = readFileSync(path.join(repositoryRoot, 'models/default/MODEL_CARD.md'), 'utf8');
  return [...card.matchAll(/^- \d+\.\d+ (.+)$/gm)].map((match) => match[1]!);
}

/**
 * Fills with the default pack as a PNG: picture with its hole marked, and result, side by side. None is chosen: seeds
 * 1 to 30, each with the next fixture, the next prompt of the model's card, and a hole that follows from the seed.
 */
export async function drawSheet(tell: (words: string) => void): Promise<Uint8Array> {
  const engine = await createNodeEngine();
  const prompts = readCardPrompts();
  const cellWidth = 2 * tile.width + gapPx;
  const rows = Math.ceil(count / columns);
  const size = {
    width: columns * (cellWidth + 2 * gapPx),
    height: rows * (tile.height + 2 * gapPx),
  };
  let sheet = rasterize(() => [255, 255, 255], size.width, size.height);
  for (let i = 0; i < count; i++) {
    const seed = i + 1;
    const fixture = fixtures[i % fixtures.length]!;
    const original = picture(fixture, width, height);
    const mask = drawHole(seed);
    const { candidates } = await generate(
      engine,
      { task: 'fill', prompt: prompts[i % prompts.length]!, seed, size: { width, height } },
      placedAtOrigin(original, [mask]),
    );
    const [first] = candidates;
    if (first === undefined) throw new Error('There is no picture.');
    const result = layOver(original, decodePicture(first.png), first.patch);
    const at = {
      x: (i % columns) * (cellWidth + 2 * gapPx) + gapPx,
      y: Math.floor(i / columns) * (tile.height + 2 * gapPx) + gapPx,
    };
    sheet = layOver(sheet, shrink(markHole(original, mask)), at);
    sheet = layOver(sheet, shrink(result), { ...at, x: at.x + tile.width + gapPx });
    tell(`${seed} of ${count} fills`);
  }
  tell('');
  return encodePicture(sheet);
}

function drawHole(seed: number): RgbaImage {
  const next = createNumbers(seed);
  const [radiusX, radiusY] = [50 + 60 * next(), 50 + 60 * next()];
  const x = radiusX + 10 + (width - 2 * radiusX - 20) * next();
  const y = radiusY + 10 + (height - 2 * radiusY - 20) * next();
  return ellipse(width, height, [x, y, radiusX, radiusY]);
}

/** The picture with slanted stripes where it is to be repainted. */
function markHole(original: RgbaImage, mask: RgbaImage): RgbaImage {
  const stripes: Drawing = (x, y) => ((x + y) % 24 < 12 ? [255, 0, 200] : [255, 255, 255]);
  const over = rasterize(stripes, width, height);
  const data = over.data.map((byte, i) => (i % 4 === 3 ? 0.8 * mask.data[i]! : byte));
  return layOver(original, { ...over, data }, { x: 0, y: 0 });
}

const shrink = (image: RgbaImage): RgbaImage =>
  toRgba(readCrop(image, { x: 0, y: 0, width: image.width, height: image.height }, tile));
