import { beforeAll, describe, expect, it } from 'vitest';
import type { EngineContract, EngineTimings, GenerateProgress } from '../../protocol/engine-contract.ts';
import type { GenerationRequest } from '../../protocol/generation.ts';
import type { Handlers } from '../../protocol/server.ts';
import { decodePicture } from '../../ui/engine/worker/image-codec.ts';
import { measureDistance } from '../../ui/imaging/distance.ts';
import { createNodeEngine, drawMask, drawScene, generate, placedAtOrigin } from './engine/node-engine.ts';

const nothing = { picture: null, masks: [] };
const circle = (cx: number, cy: number, radius: number) => (x: number, y: number) =>
  Math.min(255, Math.max(0, (radius - Math.hypot(x - cx, y - cy)) * 255));
const equal = (a: Uint8Array, b: Uint8Array) => Buffer.from(a).equals(Buffer.from(b));

/** Everything of a job but decoding, which alone may grow with the frame. */
function sumOf({ decode: _, steps, ...parts }: EngineTimings): number {
  return [...steps, ...Object.values(parts)].reduce((sum, value) => sum + value, 0);
}

describe('the engine with the default pack', () => {
  let engine: Handlers<EngineContract>;
  beforeAll(async () => {
    engine = await createNodeEngine();
  });

  it('paints in the ratio of the frame, the same bytes for the same seed and others for another', async () => {
    const request = {
      prompt: 'a red circle on a blue background',
      seed: 5,
      steps: 2,
      size: { width: 640, height: 480 },
    };
    const first = await generate(engine, { ...request, count: 2 }, nothing);
    const again = await generate(engine, request, nothing);
    const next = await generate(engine, { ...request, seed: 6 }, nothing);
    const [a, b] = first.candidates;
    expect(equal(a!.png, again.candidates[0]!.png)).toBe(true);
    expect(equal(b!.png, next.candidates[0]!.png)).toBe(true);
    expect(equal(a!.png, b!.png)).toBe(false);
    expect([a!.seed, b!.seed]).toEqual([5, 6]);
    const { width, height } = decodePicture(a!.png);
    expect(a!.size).toEqual({ width, height });
    expect(Math.abs(width / height - 640 / 480)).toBeLessThan(0.02);
    expect(first.report.timingsMs.steps.length).toBe(4);
    expect(first.report.request).toMatchObject({ steps: 2, scheduler: 'ddim', guidance: 3 });
  });

  it('tells its progress in order, with a preview of every step', async () => {
    const told: GenerateProgress[] = [];
    const request = { prompt: 'green hills', steps: 3, size: { width: 300, height: 300 } };
    await generate(engine, request, nothing, { onProgress: (progress) => told.push(progress) });
    const phases = told.map(({ phase }) => phase).filter((phase) => phase !== 'loading');
    expect(phases).toEqual(['encoding', 'denoising', 'denoising', 'denoising', 'decoding', 'candidate']);
    const steps = told.flatMap((progress) => (progress.phase === 'denoising' ? [progress] : []));
    expect(steps.map(({ step }) => step)).toEqual([1, 2, 3]);
    for (const { preview } of steps) {
      expect(preview?.rgba.length).toBe(16 * 16 * 4);
      expect(new Set(preview?.rgba).size).toBeGreaterThan(10);
    }
  });

  it('stops within two steps of a cancel', async () => {
    let finished = 0;
    const running = generate(
      engine,
      { prompt: 'a house', steps: 12, size: { width: 128, height: 128 } },
      nothing,
      {
        onProgress(progress, cancel) {
          if (progress.phase !== 'denoising') return;
          finished = progress.step;
          if (progress.step === 2) cancel();
        },
      },
    );
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    expect(finished).toBeLessThanOrEqual(4);
  });

  it('enlarges what it painted where more pixels are wanted than that, and nowhere else', async () => {
    const prompt = 'a red circle on a blue background';
    const paint = (width: number, height: number, changes: Partial<GenerationRequest> = {}) =>
      generate(engine, { prompt, steps: 1, size: { width, height }, ...changes }, nothing);
    const fill = (radius: number, changes: Partial<GenerationRequest> = {}) => {
      const mask = drawMask(640, 480, circle(320, 240, radius));
      const request = { task: 'fill', prompt, steps: 1, ...changes } as const;
      return generate(engine, request, placedAtOrigin(drawScene(640, 480), [mask]));
    };
    const large = await paint(2000, 2000);
    expect(large.candidates[0]!.size).toEqual({ width: 512, height: 512 });
    expect(large.report.timingsMs.upscale).toBeGreaterThan(0);
    const exact = await paint(300, 200);
    expect(exact.candidates[0]!.size).toEqual({ width: 300, height: 200 });
    expect(exact.report.timingsMs.upscale).toBeGreaterThan(0);
    expect((await fill(150)).report.timingsMs.upscale).toBeGreaterThan(0);
    expect((await fill(150, { context: 'mask', edge: 'raw' })).report.timingsMs.upscale).toBeGreaterThan(0);
    for (const plain of [
      await paint(120, 100),
      await paint(320, 240, { context: 'whole', edge: 'raw' }),
      await fill(30),
      await fill(150, { context: 'whole', edge: 'raw' }),
    ]) {
      expect(plain.report.timingsMs.upscale).toBe(0);
    }
  });

  it('hears a cancel between decoding and enlarging', async () => {
    const phases: string[] = [];
    const running = generate(
      engine,
      { prompt: 'a house', steps: 1, size: { width: 512, height: 512 } },
      nothing,
      {
        onProgress({ phase }, cancel) {
          phases.push(phase);
          if (phase === 'decoding') cancel();
        },
      },
    );
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    expect(phases).not.toContain('candidate');
  });

  it('uses each scheduler and heeds guidance', async () => {
    const request = { prompt: 'a red circle', seed: 3, steps: 2, size: { width: 128, height: 128 } };
    const ddim = await generate(engine, { ...request, scheduler: 'ddim' }, nothing);
    const euler = await generate(engine, { ...request, scheduler: 'euler' }, nothing);
    const free = await generate(engine, { ...request, scheduler: 'ddim', guidance: 1 }, nothing);
    expect(equal(ddim.candidates[0]!.png, euler.candidates[0]!.png)).toBe(false);
    expect(equal(ddim.candidates[0]!.png, free.candidates[0]!.png)).toBe(false);
  });

  it('fills exactly the masks of a 4000 x 3000 picture, at the border and in two parts', async () => {
    const [width, height] = [4000, 3000];
    const alphaAt = (x: number, y: number) =>
      Math.max(circle(0, 2990, 260)(x, y), circle(500, 2500, 120)(x, y));
    const mask = drawMask(width, height, alphaAt);
    const { candidates, report } = await generate(
      engine,
      { task: 'fill', prompt: 'a red circle', steps: 2 },
      placedAtOrigin(drawScene(width, height), [mask]),
    );
    const { patch, png, box } = candidates[0]!;
    const image = decodePicture(png);
    expect([image.width, image.height]).toEqual([patch.width, patch.height]);
    expect(box).toEqual(patch);
    expect(report.featherPx).toBeLessThanOrEqual(Math.max(16, 0.1 * Math.hypot(620, 620)));
    const margin = 60;
    const view = {
      x: 0,
      y: patch.y - margin,
      width: patch.x + patch.width + margin,
      height: height - patch.y + margin,
    };
    const inside = new Uint8Array(view.width * view.height);
    for (let i = 0; i < inside.length; i++) {
      inside[i] = alphaAt(view.x + (i % view.width), view.y + Math.floor(i / view.width)) >= 128 ? 1 : 0;
    }
    const distance = measureDistance(inside, view.width, view.height);
    const broken = { inside: 0, beyond: 0 };
    for (let i = 0; i < inside.length; i++) {
      const x = view.x + (i % view.width) - patch.x;
      const y = view.y + Math.floor(i / view.width) - patch.y;
      const isIn = x >= 0 && y >= 0 && x < patch.width && y < patch.height;
      const alpha = isIn ? image.data[(y * patch.width + x) * 4 + 3]! : 0;
      if (inside[i] === 1 && alpha !== 255) broken.inside++;
      if (distance[i]! > report.featherPx && alpha !== 0) broken.beyond++;
    }
    expect(broken).toEqual({ inside: 0, beyond: 0 });
  });

  it('takes the same time for the same mask in a small and in a large picture', async () => {
    const inputs = [
      [640, 480],
      [4000, 3000],
    ].map(([width = 0, height = 0]) =>
      placedAtOrigin(drawScene(width, height), [drawMask(width, height, circle(320, 240, 150))]),
    );
    const request = { task: 'fill', prompt: 'a red circle', steps: 3 } as const;
    const times: number[][] = [[], []];
    // The runs take turns, so that whatever else the machine does meets both; the first of each warms up.
    for (let run = 0; run < 4; run++) {
      for (const [i, input] of inputs.entries()) {
        const { report } = await generate(engine, request, input);
        if (run > 0) times[i]!.push(sumOf(report.timingsMs));
      }
    }
    const [small = 0, large = 0] = times.map((all) => all.sort((a, b) => a - b)[Math.floor(all.length / 2)]!);
    expect(large / small).toBeLessThan(1.3);
  });

  it('refuses with a code: no prompt, no mask, no picture', async () => {
    const picture = drawScene(64, 64);
    const bytes = new TextEncoder().encode('this is a text file and no picture at all');
    const box = { x: 0, y: 0, width: 64, height: 64 };
    const masks = placedAtOrigin(picture, [drawMask(64, 64, () => 255)]).masks;
    const fill = { task: 'fill', prompt: 'x', steps: 1 } as const;
    for (const [code, run] of [
      ['prompt-missing', generate(engine, { prompt: '  ' }, nothing)],
      ['request-invalid', generate(engine, fill, placedAtOrigin(picture, []))],
      ['mask-empty', generate(engine, fill, placedAtOrigin(picture, [drawMask(64, 64, () => 0)]))],
      ['not-a-picture', generate(engine, fill, { picture: { png: bytes, box }, masks })],
      ['no-webgpu', generate(engine, { prompt: 'x', device: 'webgpu' }, nothing)],
    ] as const) {
      await expect(run, code).rejects.toMatchObject({ code });
    }
  });
});
