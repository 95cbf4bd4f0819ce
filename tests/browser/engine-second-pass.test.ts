import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import type { EngineContract, GenerateResult } from '../../protocol/engine-contract.ts';
import type { Handlers } from '../../protocol/server.ts';
import { decodePicture } from '../../ui/engine/worker/image-codec.ts';
import { planRefine } from '../../ui/engine/worker/plan-refine.ts';
import type { RgbaImage } from '../../ui/imaging/image.ts';
import { changeFiles, readFolder } from '../parity/open-pack-from-folder.ts';
import { createNodeEngine, drawMask, drawScene, generate, placedAtOrigin } from './engine/node-engine.ts';

const folder = fileURLToPath(new URL('../../models/default', import.meta.url));
const [width, height] = [900, 700];
const radius = 110;
const isInside = (x: number, y: number) => Math.hypot(x - 450, y - 350) < radius;
const inputs = () =>
  placedAtOrigin(drawScene(width, height), [drawMask(width, height, (x, y) => (isInside(x, y) ? 255 : 0))]);

let withoutUpscaler: Handlers<EngineContract>;
beforeAll(async () => {
  withoutUpscaler = await createNodeEngine(changeFiles(readFolder(folder), { 'upscaler/model.onnx': null }));
});

const paint = (engine: Handlers<EngineContract>, told: string[] = []) =>
  generate(engine, { task: 'fill', prompt: 'a yellow star', seed: 4, steps: 2 }, inputs(), {
    onProgress(one) {
      if (one.phase === 'denoising') told.push(`${one.step}/${one.steps}`);
    },
  });

/** Mean change from one pixel to the next across a line at `at` (a column or a row of the patch), in levels. */
function jumpAcross({ width: side, height: rows, data }: RgbaImage, at: number, isColumn: boolean): number {
  let sum = 0;
  let count = 0;
  for (let i = 0; i < (isColumn ? rows : side); i++) {
    const [x, y] = isColumn ? [at, i] : [i, at];
    const here = (y * side + x) * 4;
    const before = here - (isColumn ? 4 : side * 4);
    if (data[here + 3] !== 255 || data[before + 3] !== 255) continue;
    for (let c = 0; c < 3; c++) sum += Math.abs(data[here + c]! - data[before + c]!);
    count += 3;
  }
  return count === 0 ? 0 : sum / count;
}

describe('a region larger than the model, painted by a pack without an upscaler', () => {
  let result: GenerateResult;
  let patch: RgbaImage;
  const told: string[] = [];
  beforeAll(async () => {
    result = await paint(withoutUpscaler, told);
    patch = decodePicture(result.candidates[0]!.png);
  });

  it('gets a second pass, whose steps are counted and told', async () => {
    // Two steps, and as many at a strength of 0.4, which never runs fewer.
    expect(result.report.timingsMs.steps).toHaveLength(4);
    expect(told).toEqual(['1/4', '2/4', '3/4', '4/4']);
  });

  it('is opaque on the selection and shows no edge of a tile', () => {
    const { candidates } = result;
    const { patch: place } = candidates[0]!;
    let thin = 0;
    for (let y = 0; y < place.height; y++) {
      for (let x = 0; x < place.width; x++)
        if (isInside(place.x + x, place.y + y) && patch.data[(y * place.width + x) * 4 + 3] !== 255) thin++;
    }
    expect(thin).toBe(0);
    // Where the tiles end, in the patch's pixels: no line there stands out against its neighbors.
    const selection = { x: 450 - radius, y: 350 - radius, width: 2 * radius, height: 2 * radius };
    const side = Math.ceil(2 * radius + 2 * ((2 * radius) / 4));
    const crop = { x: 450 - side / 2, y: 350 - side / 2, width: side, height: side };
    const info = { nativePx: { width: 128, height: 128 }, spatialFactor: 8, latentMultiple: 2 };
    const plan = planRefine(info, { crop, model: { width: 128, height: 128 }, selection })!;
    const { starts, length } = plan.tiles.columns;
    expect(starts.length).toBeGreaterThan(2);
    for (const isColumn of [true, false]) {
      const offset = isColumn ? crop.x - place.x : crop.y - place.y;
      for (const edge of starts.slice(1).flatMap((start) => [start, start + length])) {
        // The pass works on the picture's own pixels, from the crop's corner on.
        const at = Math.round(edge * 8 + offset);
        if (at < 30 || at > place.width - 30) continue;
        const around = [-12, -9, -6, 6, 9, 12].map((by) => jumpAcross(patch, at + by, isColumn));
        const here = Math.max(...[-1, 0, 1].map((by) => jumpAcross(patch, at + by, isColumn)));
        expect(here).toBeLessThan(Math.max(...around) * 1.5 + 1);
      }
    }
  });

  it('is left out where the pack enlarges its pictures itself', async () => {
    const { report } = await paint(await createNodeEngine(folder));
    expect(report.timingsMs.steps).toHaveLength(2);
    expect(report.timingsMs.upscale).toBeGreaterThan(0);
    expect(result.report.timingsMs.upscale).toBe(0);
  });
});
