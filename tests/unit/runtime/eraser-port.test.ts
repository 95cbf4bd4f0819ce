import { beforeAll, describe, expect, it } from 'vitest';
import { createTensor, mapTensor, type Tensor } from '../../../ui/diffusion/tensor.ts';
import { openEraser } from '../../../ui/runtime/eraser-port.ts';
import { type PackSource, sourceOf } from '../../../ui/runtime/pack-files.ts';
import { findEraser, readEraserShape } from '../../../ui/runtime/recognize-eraser.ts';
import type { Runtime } from '../../../ui/runtime/runtime.ts';
import { type EraserGraph, writeEraser } from '../../fakes/eraser-graphs.ts';
import { startNodeRuntime } from '../../parity/open-pack-from-folder.ts';

const side = 64;
const reachPx = 12;

let runtime: Runtime;
beforeAll(async () => {
  runtime = await startNodeRuntime();
});

function sourceWith(files: Readonly<Record<string, Uint8Array<ArrayBuffer>>>): PackSource {
  const blobs = new Map(Object.entries(files).map(([path, bytes]) => [path, new Blob([bytes])]));
  return sourceOf(
    async (path) => blobs.get(path) ?? null,
    async () => [...blobs].map(([path, { size }]) => ({ path, bytes: size })),
  );
}

const eraserOf = (graph: EraserGraph) =>
  findEraser(sourceWith({ 'one.onnx': writeEraser({ reachPx, ...graph }) }));

/** A picture of `height` rows that gets brighter from left to right, with a black square in it, and the square as hole. */
function drawSquare(light: number, height = side): { pixels: Tensor; hole: Tensor; plain: Tensor } {
  const hole = mapTensor(createTensor([1, 1, height, side]), (_, i) =>
    Math.abs((i % side) - 32) < 6 && Math.abs(Math.floor(i / side) - 32) < 6 ? 1 : 0,
  );
  const plain = mapTensor(
    createTensor([1, 3, height, side]),
    (_, i) => light * (0.4 + (0.4 * (i % side)) / side),
  );
  const pixels = mapTensor(plain, (value, i) => (hole.data[i % hole.data.length] === 1 ? 0 : value));
  return { pixels, hole, plain };
}

const farthest = (a: Tensor, b: Tensor) =>
  a.data.reduce((most, value, i) => Math.max(most, Math.abs(value - b.data[i]!)), 0);

describe('an eraser', () => {
  const graphs: [string, EraserGraph][] = [
    ['LaMa, white at 255', { numbers: 'unit', sizePx: side }],
    ['LaMa, white at 1', { numbers: 'unit', sizePx: side, peak: 1 }],
    ['LaMa of any size', { numbers: 'unit', sizePx: null }],
    ['MI-GAN', { numbers: 'bytes', sizePx: null }],
  ];
  it.each(graphs)('is fed as its graph wants it and fills the hole from around it: %s', async (_, graph) => {
    const found = (await eraserOf(graph))!;
    expect(found.shape).toEqual({
      image: 'image',
      mask: 'mask',
      numbers: graph.numbers,
      fixedPx: graph.sizePx === null ? null : { height: side, width: side },
    });
    const eraser = await openEraser(found, runtime);
    const { pixels, hole, plain } = drawSquare(1, graph.sizePx === null ? 80 : side);
    const erased = await eraser.erase(pixels, hole);
    expect(erased.dims).toEqual(pixels.dims);
    expect(farthest(erased, plain)).toBeLessThan(0.03);
    expect(farthest(pixels, plain)).toBeGreaterThan(0.5);
    await eraser.release();
  });

  it('leaves a dark picture dark, whatever white is', async () => {
    for (const peak of [255, 1] as const) {
      const eraser = await openEraser((await eraserOf({ numbers: 'unit', sizePx: side, peak }))!, runtime);
      const { pixels, hole, plain } = drawSquare(0.01);
      expect(farthest(await eraser.erase(pixels, hole), plain)).toBeLessThan(0.005);
      await eraser.release();
    }
  });

  it('says so where it gives no numbers', async () => {
    const eraser = await openEraser((await eraserOf({ numbers: 'unit', sizePx: side }))!, runtime);
    const { pixels, hole } = drawSquare(1);
    const broken = mapTensor(pixels, () => Number.NaN);
    await expect(eraser.erase(broken, hole)).rejects.toMatchObject({
      reason: 'bad-numbers',
      subject: 'eraser',
    });
    await eraser.release();
  });
});

describe('the shape of an eraser', () => {
  const value = (name: string, type: number, dims: (number | string)[]) => ({ name, type, dims });
  const image = value('image', 1, [1, 3, 512, 512]);
  const mask = value('mask', 1, [1, 1, 512, 512]);
  const output = value('output', 1, [1, 3, 512, 512]);
  const shapeOf = (inputs: (typeof image)[], outputs = [output]) =>
    readEraserShape({
      opset: 17,
      nodes: [],
      innerNodes: [],
      initializers: new Map(),
      inputs,
      outputs,
      ownDomains: new Set(),
    });

  it('is told whatever the order, names and open sizes', () => {
    const lama = { image: 'image', mask: 'mask', numbers: 'unit', fixedPx: { height: 512, width: 512 } };
    expect(shapeOf([image, mask])).toEqual(lama);
    expect(shapeOf([mask, image])).toEqual(lama);
    const named = [value('x', 2, ['n', 3, 'h', 'w']), value('hole_mask', 2, ['n', 'c', 'h', 'w'])];
    const any = { image: 'x', mask: 'hole_mask', numbers: 'bytes', fixedPx: null };
    expect(shapeOf(named, [value('result', 2, ['n', 3, 'h', 'w'])])).toEqual(any);
    expect(shapeOf(named, [value('result', 2, [])])).toEqual(any);
  });

  it('is no other network’s', () => {
    for (const [inputs, outputs] of [
      [[image], [output]],
      [[image, mask, value('noise', 1, [1, 512])], [output]],
      [[image, value('mask', 7, [1, 1, 512, 512])], [output]],
      [[image, value('mask', 1, [1, 1, 256, 256])], [output]],
      [[value('sample', 1, [1, 4, 64, 64]), mask], [output]],
      [[value('a', 1, [1, 3, 512, 512]), value('b', 1, [1, 3, 512, 512])], [output]],
      [[image, mask], [value('classes', 1, [1, 1000])]],
      [[image, mask], [value('depth', 1, [1, 1, 512, 512])]],
      [[image, mask], []],
    ] as const)
      expect(shapeOf([...inputs], [...outputs])).toBeNull();
  });
});

describe('looking for an eraser', () => {
  const eraser = () => writeEraser({ numbers: 'unit', sizePx: side, reachPx });
  const bytes = (text: string) => new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>;

  it('finds it under any name, and in a folder', async () => {
    for (const path of ['lama_fp32.onnx', 'onnx/model.onnx', 'a/b/c.onnx'])
      expect(
        (await findEraser(sourceWith({ [path]: eraser(), 'README.md': bytes('words') })))?.shape.mask,
      ).toBe('mask');
  });

  it('finds none in a pipeline, and none where there is no graph', async () => {
    for (const other of ['model_index.json', 'unet/model.onnx', 'onnx/transformer_model.onnx'])
      expect(await findEraser(sourceWith({ 'one.onnx': eraser(), [other]: bytes('{}') }))).toBeNull();
    expect(await findEraser(sourceWith({ 'README.md': bytes('words') }))).toBeNull();
  });

  it('names two that lie side by side, and a file that is cut', async () => {
    const two = sourceWith({ 'a.onnx': eraser(), 'b.onnx': eraser() });
    await expect(findEraser(two)).rejects.toMatchObject({
      reason: 'several-models',
      subject: 'a.onnx, b.onnx',
    });
    const cut = sourceWith({ 'a.onnx': eraser().slice(0, 900) });
    await expect(findEraser(cut)).rejects.toMatchObject({ reason: 'model-broken', subject: 'a.onnx' });
  });
});
