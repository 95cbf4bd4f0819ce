import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EngineContract, GenerateProgress, GenerationInputs } from '../../protocol/engine-contract.ts';
import type { Handlers } from '../../protocol/server.ts';
import { decodePicture } from '../../ui/engine/worker/image-codec.ts';
import { measureDistance } from '../../ui/imaging/distance.ts';
import type { RgbaImage } from '../../ui/imaging/image.ts';
import { writeEraser } from '../fakes/eraser-graphs.ts';
import { createNodeEngine, drawMask, drawScene, generate, placedAtOrigin } from './engine/node-engine.ts';

const [width, height] = [700, 500];
const at = { x: 400, y: 410 };
const radius = 40;
const distanceFrom = (x: number, y: number) => Math.hypot(x - at.x, y - at.y);

/** The scene with a red ball on the meadow, and a shape over it that misses its rim by 3 pixels all around. */
function drawBall(): { plain: RgbaImage; picture: RgbaImage; mask: RgbaImage; inputs: GenerationInputs } {
  const plain = drawScene(width, height);
  const data = new Uint8Array(plain.data);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (distanceFrom(x, y) < radius) data.set([220, 20, 30], (y * width + x) * 4);
    }
  }
  const picture = { width, height, data };
  const mask = drawMask(width, height, (x, y) => (distanceFrom(x, y) < radius - 3 ? 255 : 0));
  return { plain, picture, mask, inputs: placedAtOrigin(picture, [mask]) };
}

/** Counts the pixels of a patch that break the law of alpha: opaque on the mask, nothing beyond the fade. */
function countBroken(patch: { x: number; y: number }, image: RgbaImage, mask: RgbaImage, featherPx: number) {
  const inside = Uint8Array.from({ length: width * height }, (_, i) =>
    mask.data[i * 4 + 3]! >= 128 ? 1 : 0,
  );
  const distance = measureDistance(inside, width, height);
  const broken = { inside: 0, beyond: 0 };
  for (let i = 0; i < inside.length; i++) {
    const [x, y] = [(i % width) - patch.x, Math.floor(i / width) - patch.y];
    const isIn = x >= 0 && y >= 0 && x < image.width && y < image.height;
    const alpha = isIn ? image.data[(y * image.width + x) * 4 + 3]! : 0;
    if (inside[i] === 1 && alpha !== 255) broken.inside++;
    if (distance[i]! > featherPx && alpha !== 0) broken.beyond++;
  }
  return broken;
}

/** The largest difference in levels between the patch, where it is opaque, and a picture. */
function measureMost(patch: { x: number; y: number }, image: RgbaImage, picture: RgbaImage): number {
  let most = 0;
  for (let i = 0; i < image.width * image.height; i++) {
    if (image.data[i * 4 + 3] !== 255) continue;
    const source = ((patch.y + Math.floor(i / image.width)) * width + patch.x + (i % image.width)) * 4;
    for (let c = 0; c < 3; c++)
      most = Math.max(most, Math.abs(image.data[i * 4 + c]! - picture.data[source + c]!));
  }
  return most;
}

describe.each([
  ['LaMa’s inputs', { numbers: 'unit', sizePx: 512 }],
  ['MI-GAN’s inputs', { numbers: 'bytes', sizePx: null }],
] as const)('an eraser with %s', (_, graph) => {
  const folder = mkdtempSync(join(tmpdir(), 'underpaint-eraser-'));
  let engine: Handlers<EngineContract>;
  beforeAll(async () => {
    writeFileSync(join(folder, 'eraser_fp32.onnx'), writeEraser({ ...graph, reachPx: 60 }));
    engine = await createNodeEngine(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const request = { task: 'remove', model: 'eraser' } as const;

  it('takes the ball away, rim and all, and keeps the law of alpha', async () => {
    const { plain, picture, mask, inputs } = drawBall();
    const told: GenerateProgress[] = [];
    const { candidates, report } = await generate(engine, { ...request, count: 3, seed: 7 }, inputs, {
      onProgress: (progress) => told.push(progress),
    });
    // One answer whatever the seed.
    expect(candidates.map(({ index, seed }) => [index, seed])).toEqual([[0, 7]]);
    const [{ patch, png }] = candidates as [(typeof candidates)[number]];
    const image = decodePicture(png);
    expect(countBroken(patch, image, mask, report.featherPx)).toEqual({ inside: 0, beyond: 0 });
    // The meadow goes from one green to another there; were the rim seen, the red of it would add some 15 levels.
    expect(measureMost(patch, image, plain)).toBeLessThan(18);
    expect(measureMost(patch, image, picture)).toBeGreaterThan(120);
    expect(report).toMatchObject({ model: 'eraser', request: { task: 'remove', count: 1 }, warnings: [] });
    expect(report.timingsMs.steps).toHaveLength(1);
    const phases = told.map(({ phase }) => phase).filter((phase) => phase !== 'loading');
    expect(phases).toEqual(['denoising', 'decoding', 'candidate']);
  });

  it('ends strictly at the shape where that is the edge, and gives its bare answer where that is', async () => {
    const { mask, inputs } = drawBall();
    const strict = await generate(engine, { ...request, edge: 'strict' }, inputs);
    const [one] = strict.candidates;
    expect(strict.report.featherPx).toBe(0);
    expect(countBroken(one!.patch, decodePicture(one!.png), mask, 0)).toEqual({ inside: 0, beyond: 0 });
    const raw = await generate(engine, { ...request, edge: 'raw', context: 'whole' }, inputs);
    expect(raw.candidates[0]!.patch).toEqual({ x: 0, y: 0, width, height });
    const bare = decodePicture(raw.candidates[0]!.png);
    expect(bare.data.filter((value, i) => i % 4 === 3 && value !== 255)).toHaveLength(0);
  });

  it('leaves a picture’s transparency as it is', async () => {
    const { picture, mask } = drawBall();
    const data = new Uint8Array(picture.data);
    for (let i = 0; i < width * height; i++) if (i % width < at.x) data[i * 4 + 3] = 0;
    const inputs = placedAtOrigin({ width, height, data }, [mask]);
    const cut = { ...inputs, picture: { ...inputs.picture!, isCutOut: true } };
    const { candidates } = await generate(engine, request, cut);
    const [{ patch, png }] = candidates as [(typeof candidates)[number]];
    const image = decodePicture(png);
    let painted = 0;
    for (let i = 0; i < image.width * image.height; i++)
      if (patch.x + (i % image.width) < at.x && image.data[i * 4 + 3] !== 0) painted++;
    expect(painted).toBe(0);
  });

  it('refuses whatever else is asked of it, and a removal without a shape', async () => {
    const { picture, inputs } = drawBall();
    for (const task of ['fill', 'vary', 'generate'] as const)
      await expect(generate(engine, { ...request, task, prompt: 'x' }, inputs)).rejects.toMatchObject({
        code: 'task-unsupported',
      });
    await expect(generate(engine, request, placedAtOrigin(picture, []))).rejects.toMatchObject({
      code: 'request-invalid',
    });
  });
});

describe('removing without an eraser', () => {
  it('is a fill that paints background, and nothing of what was there', async () => {
    const engine = await createNodeEngine();
    const { mask, inputs } = drawBall();
    const { candidates, report } = await generate(engine, { task: 'remove', count: 1, seed: 3 }, inputs);
    expect(report.request).toMatchObject({ task: 'remove', prompt: 'background' });
    const [{ patch, png }] = candidates as [(typeof candidates)[number]];
    const image = decodePicture(png);
    expect(countBroken(patch, image, mask, report.featherPx)).toEqual({ inside: 0, beyond: 0 });
  });
});
