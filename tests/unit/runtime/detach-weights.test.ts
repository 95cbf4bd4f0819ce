import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { detachWeights } from '../../../ui/runtime/onnx/detach-weights.ts';
import { readGraphHead, readOnnxGraph } from '../../../ui/runtime/onnx/read-graph.ts';
import { dataType } from '../../../ui/runtime/onnx/schema.ts';
import { writeModel, writeTensor } from '../../../ui/runtime/onnx/write-graph.ts';
import { writeDoubles } from '../../fakes/graph-variants.ts';

const file = new URL('../../fixtures/parity/packs/sd15/unet/model.onnx', import.meta.url);
const unet = new Uint8Array(readFileSync(file));
const half = new Blob([unet]).slice(0, unet.length >> 1);

describe('a graph without its weights', () => {
  it('is small, says the same, and points at every byte that it left out', async () => {
    const whole = readOnnxGraph(unet);
    const detached = await detachWeights(new Blob([unet]), 'model.onnx', 0);
    const graph = readOnnxGraph(detached);
    expect(graph.nodes).toEqual(whole.nodes);
    expect(graph.inputs).toEqual(whole.inputs);
    expect([...graph.initializers.keys()]).toEqual([...whole.initializers.keys()]);
    const external = [...graph.initializers.values()].flatMap((one) => one.external ?? []);
    const left = external.reduce((sum, { length }) => sum + length!, 0);
    expect(external.every(({ location }) => location === 'model.onnx')).toBe(true);
    // A reference costs some bytes, far fewer than what it stands for.
    expect(detached.length).toBeLessThan(unet.length - left + external.length * 120);
    expect(left).toBeGreaterThan(unet.length / 2);
  });

  it('finds each weight where it points', async () => {
    const values = Float32Array.from({ length: 10_000 }, (_, i) => i);
    const model = writeModel({
      nodes: [{ opType: 'Identity', name: 'same', inputs: ['w'], outputs: ['y'], integers: {} }],
      initializers: [writeTensor('small', [2], values.slice(0, 2)), writeTensor('w', [10_000], values)],
      input: { name: 'x', dims: [1] },
      output: { name: 'y', dims: [10_000] },
    });
    const graph = readOnnxGraph(await detachWeights(new Blob([model]), 'model.onnx', 0));
    expect(graph.initializers.get('small')!.external).toBeNull();
    const { external, dims, type } = graph.initializers.get('w')!;
    expect({ dims, type }).toEqual({ dims: [10_000], type: dataType.float });
    const { offset, length } = external!;
    expect(Buffer.compare(model.slice(offset, offset + length!), new Uint8Array(values.buffer))).toBe(0);
  });

  it('keeps 64-bit weights, which have to be rewritten', async () => {
    const model = writeModel({
      nodes: [],
      initializers: [writeDoubles('w', [10_000], new Array<number>(10_000).fill(1))],
      input: { name: 'x', dims: [1] },
      output: { name: 'x', dims: [1] },
    });
    const graph = readOnnxGraph(await detachWeights(new Blob([model]), 'model.onnx', 0));
    expect(graph.initializers.get('w')!.external).toBeNull();
  });

  it('is the file itself where that is small', async () => {
    expect(Buffer.compare(await detachWeights(new Blob([unet]), 'model.onnx'), unet)).toBe(0);
  });

  it('reads no more of a large file than its graph needs', async () => {
    const blob = new Blob([unet]);
    let bytes = 0;
    const counting = new Proxy(blob, {
      get(target, key) {
        if (key === 'size') return target.size;
        if (key !== 'slice') return Reflect.get(target, key);
        return (start: number, end: number) => {
          bytes += end - start;
          return target.slice(start, end);
        };
      },
    });
    await detachWeights(counting, 'model.onnx', 0);
    // The window moves forward, and back only to the beginning of the tensor that it stands in.
    expect(bytes).toBeLessThan(3 * unet.length);
  });

  it('is refused where the file is cut', async () => {
    await expect(detachWeights(half, 'model.onnx', 0)).rejects.toThrow(RangeError);
  });
});

describe('the beginning of a graph', () => {
  it('tells its nodes before any of its weights', () => {
    const whole = readOnnxGraph(unet);
    const firstWeight = 400_000;
    expect(readGraphHead(unet.slice(0, firstWeight)).nodes).toEqual(whole.nodes);
    expect(readGraphHead(unet)).toEqual(whole);
  });

  it('may end anywhere', () => {
    const whole = readOnnxGraph(unet);
    for (let end = 60; end < 3000; end += 7) {
      const { nodes } = readGraphHead(unet.subarray(0, end));
      expect(nodes).toEqual(whole.nodes.slice(0, nodes.length));
    }
  });

  it('is told from anything else', () => {
    expect(() => readGraphHead(new TextEncoder().encode('<!doctype html><title>404</title>'))).toThrow();
    expect(() => readGraphHead(new Uint8Array())).toThrow();
  });
});
