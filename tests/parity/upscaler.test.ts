import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DiffusionPack, PackUpscaler } from '../../ui/diffusion/ports.ts';
import { createTensor, type Tensor } from '../../ui/diffusion/tensor.ts';
import { createPlanar, type PlanarImage } from '../../ui/imaging/image.ts';
import { fromModelRange, toModelRange } from '../../ui/imaging/image-tensor.ts';
import { resizePlanar } from '../../ui/imaging/resize.ts';
import { openPack } from '../../ui/runtime/open-pack.ts';
import { changeFiles, openPackFromFolder, readFolder, startNodeRuntime } from './open-pack-from-folder.ts';
import { runPlainPipeline } from './run-plain-pipeline.ts';

const defaultFolder = fileURLToPath(new URL('../../models/default', import.meta.url));
const tinyFolder = fileURLToPath(new URL('../fixtures/parity/packs/sd15', import.meta.url));

type Color = readonly [number, number, number];
type Shape = { color: Color; holds(x: number, y: number): boolean };

const inDisc = (cx: number, cy: number, radius: number) => (x: number, y: number) =>
  Math.hypot(x - cx, y - cy) < radius;

/** Lengths are shares of the picture's side. */
const shapes: readonly Shape[] = [
  { color: [0.85, 0.1, 0.15], holds: inDisc(0.3, 0.32, 0.21) },
  { color: [0.98, 0.8, 0.1], holds: (x, y) => x > 0.55 && x < 0.9 && y > 0.13 && y < 0.41 },
  { color: [0.1, 0.55, 0.25], holds: (x, y) => y > 0.72 + 0.05 * Math.sin(12 * x) },
  { color: [0.2, 0.1, 0.4], holds: (x, y) => Math.abs(x - 0.62) < (y - 0.45) * 0.55 && y < 0.7 },
];

/** The same figures at any size, each pixel the mean of 8 x 8 points. */
function draw(side: number): PlanarImage {
  const image = createPlanar(side, side, 3);
  const plane = side * side;
  for (let i = 0; i < plane * 64; i++) {
    const at = Math.floor(i / 64);
    const x = ((at % side) + ((i % 8) + 0.5) / 8) / side;
    const y = (Math.floor(at / side) + (Math.floor((i % 64) / 8) + 0.5) / 8) / side;
    const color =
      [...shapes].reverse().find(({ holds }) => holds(x, y))?.color ?? ([0.6, 0.8, 0.95] as const);
    for (let c = 0; c < 3; c++) image.data[c * plane + at] = image.data[c * plane + at]! + color[c]! / 64;
  }
  return image;
}

function decibels(made: PlanarImage, wanted: PlanarImage): number {
  const sum = wanted.data.reduce(
    (total, value, i) => total + (Math.min(1, Math.max(0, made.data[i]!)) - value) ** 2,
    0,
  );
  return -10 * Math.log10(sum / wanted.data.length);
}

const toTensor = (image: PlanarImage) => createTensor([1, 3, image.height, image.width], toModelRange(image));

describe('the default pack’s upscaler', () => {
  let pack: DiffusionPack;
  let upscaler: PackUpscaler;
  beforeAll(async () => {
    pack = await openPackFromFolder(defaultFolder);
    upscaler = pack.upscaler!;
  });
  afterAll(() => pack.release());

  const enlarge = async (image: PlanarImage) => {
    const { data } = await upscaler.enlarge(toTensor(image));
    return fromModelRange(data, 4 * image.width, 4 * image.height);
  };

  it('makes four times as many pixels to each side, of any size, the same each time', async () => {
    expect(upscaler.scale).toBe(4);
    for (const [height, width] of [
      ...pack.info.bucketsPx!.map((size) => [size.height, size.width]),
      [37, 51],
    ]) {
      const sample = createTensor([1, 3, height!, width!]);
      for (let i = 0; i < sample.data.length; i++) sample.data[i] = Math.sin(i / 5);
      const [first, again] = [await upscaler.enlarge(sample), await upscaler.enlarge(sample)];
      expect(first.dims).toEqual([1, 3, 4 * height!, 4 * width!]);
      expect(again.data).toEqual(first.data);
    }
  });

  it('is nearer to what was drawn than a cubic enlargement, also after the autoencoder', async () => {
    const [small, large] = [draw(128), draw(512)];
    const { mean } = await pack.encodeImage(toTensor(small));
    const coded = fromModelRange((await pack.decodeLatents(mean)).data, 128, 128);
    const gainOn = async (image: PlanarImage) => {
      const cubic = resizePlanar(image, { width: 512, height: 512 }, { filter: 'cubic' });
      return decibels(await enlarge(image), large) - decibels(cubic, large);
    };
    const gains = { asDrawn: await gainOn(small), coded: await gainOn(coded) };
    console.log(
      `gain over cubic: ${gains.asDrawn.toFixed(2)} dB, after the autoencoder ${gains.coded.toFixed(2)} dB`,
    );
    expect(gains.asDrawn).toBeGreaterThan(2);
    expect(gains.coded).toBeGreaterThan(1);
  });

  it('gives a flat color back to the level, up to the border', async () => {
    for (const color of [
      [139, 90, 43],
      [255, 255, 255],
      [10, 20, 70],
      [250, 180, 200],
    ]) {
      const flat = createPlanar(32, 24, 3);
      for (let c = 0; c < 3; c++) flat.data.fill(color[c]! / 255, c * 768, (c + 1) * 768);
      const large = await enlarge(flat);
      const furthest = large.data.reduce(
        (most, value, i) => Math.max(most, Math.abs(value * 255 - color[Math.floor(i / 12288)]!)),
        0,
      );
      expect(furthest).toBeLessThan(0.5);
    }
  });

  it('moves no color beside an edge, and overshoots less than half as far as a cubic enlargement', async () => {
    const wall = createPlanar(64, 64, 3);
    for (let i = 0; i < wall.data.length; i++) wall.data[i] = i % 64 < 29 ? 0.25 : 0.75;
    // The first and last rows see nothing beyond the border, and are a little less sure.
    const inner = (image: PlanarImage) => image.data.filter((_, i) => i % 65536 >= 4096 && i % 65536 < 61440);
    const overshootOf = (image: PlanarImage) =>
      inner(image).reduce((most, value) => Math.max(most, 0.25 - value, value - 0.75), 0);
    const cubic = resizePlanar(wall, { width: 256, height: 256 }, { filter: 'cubic' });
    const large = await enlarge(wall);
    expect(overshootOf(large)).toBeLessThan(overshootOf(cubic) / 2);
    const beside = inner(large).filter((_, i) => Math.abs((i % 256) + 0.5 - 116) > 4);
    const furthest = beside.reduce(
      (most, value) => Math.max(most, Math.min(Math.abs(value - 0.25), Math.abs(value - 0.75))),
      0,
    );
    expect(furthest).toBeLessThan(2 / 255);
  });

  it('takes at most a quarter of the time of a job of 8 steps', async () => {
    const { nativePx, defaults } = pack.info;
    const request = {
      heightPx: nativePx.height,
      widthPx: nativePx.width,
      prompt: 'a red circle on a blue background',
      negativePrompt: '',
      seed: 1,
      steps: 8,
      guidance: defaults.guidance,
      scheduler: defaults.scheduler,
      strength: 1,
      pixels: null,
      mask: null,
    };
    let [job, own] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    // The fastest of each, measured in turns: whatever else the machine does can only add.
    for (let run = 0; run < 4; run++) {
      const start = performance.now();
      const picture: Tensor = await runPlainPipeline(pack, request);
      const between = performance.now();
      await upscaler.enlarge(picture);
      own = Math.min(own, performance.now() - between);
      job = Math.min(job, between - start);
    }
    console.log(
      `8 steps ${job.toFixed(0)} ms, upscaler ${own.toFixed(0)} ms: ${((100 * own) / job).toFixed(1)} %`,
    );
    expect(own / job).toBeLessThan(0.25);
  });
});

describe('an upscaler in a pack', () => {
  const tiny = readFolder(tinyFolder);
  const part = async (path: string) => (await readFolder(defaultFolder).open(path))!;

  it('is opened where there is one, whoever made the pack, and null elsewhere', async () => {
    const without = await openPack(tiny, await startNodeRuntime());
    expect(without.upscaler).toBeNull();
    await without.release();
    const told: string[] = [];
    const files = changeFiles(tiny, { 'upscaler/model.onnx': await part('upscaler/model.onnx') });
    const pack = await openPack(files, await startNodeRuntime(), { onPart: (name) => told.push(name) });
    expect(told.at(-1)).toBe('upscaler');
    expect(pack.upscaler?.scale).toBe(4);
    await pack.release();
  });

  it('is refused where it does not enlarge', async () => {
    for (const path of ['vae_encoder/model.onnx', 'vae_decoder/model.onnx']) {
      const files = changeFiles(tiny, { 'upscaler/model.onnx': await part(path) });
      await expect(openPack(files, await startNodeRuntime())).rejects.toMatchObject({
        reason: 'model-unsupported',
      });
    }
  });
});
