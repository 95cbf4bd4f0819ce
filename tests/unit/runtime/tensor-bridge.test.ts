import { beforeAll, describe, expect, it } from 'vitest';
import type { OrtModule } from '../../../ui/runtime/ort-environment.ts';
import { createFeed, createTimestepFeed, readTensor } from '../../../ui/runtime/tensor-bridge.ts';
import { startNodeRuntime } from '../../parity/open-pack-from-folder.ts';

let ort: OrtModule;
beforeAll(async () => {
  ({ ort } = await startNodeRuntime());
});

const spec = (type: string, shape: (number | string)[] = []) => ({ name: 'input', type, shape });

describe('feeds', () => {
  it('come in the type that the input asks for', () => {
    expect(createFeed(ort, spec('int64'), [1, 2], [1, 2]).data).toEqual(BigInt64Array.of(1n, 2n));
    expect(createFeed(ort, spec('int32'), [1, 2], [1, 2]).data).toEqual(Int32Array.of(1, 2));
    expect(createFeed(ort, spec('uint8'), [-1, 0.6, 254.4, 300], [4]).data).toEqual(
      Uint8Array.of(0, 1, 254, 255),
    );
    expect(createFeed(ort, spec('float32'), [0.5], [1]).data).toEqual(Float32Array.of(0.5));
    expect(createFeed(ort, spec('float16'), [0.5], [1]).type).toBe('float16');
  });
  it('refuse a type that no model of ours has', () => {
    const refusal = expect.objectContaining({ reason: 'model-unsupported' });
    expect(() => createFeed(ort, spec('string'), [1], [1])).toThrow(refusal);
  });
  it('bring bytes and halves back', async () => {
    const bytes = createFeed(ort, spec('uint8'), [7, 255], [1, 2]);
    expect(await readTensor(bytes)).toEqual({ dims: [1, 2], data: Float32Array.of(7, 255) });
    const feed = createFeed(ort, spec('float16'), [0.5, -2], [2]);
    expect(await readTensor(feed)).toEqual({ dims: [2], data: Float32Array.of(0.5, -2) });
  });
});

describe('the timestep', () => {
  const dimsOf = (shape: (number | string)[], batchName: number | string) => {
    const feed = createTimestepFeed(ort, spec('float32', shape), 999, 2, batchName);
    expect(feed.data).toEqual(new Float32Array(feed.size).fill(999));
    return feed.dims;
  };
  it.each([
    ['a scalar', [], []],
    ["the sample's batch", ['batch'], [2]],
    ['an axis of its own', ['steps'], [1]],
    ['one value', [1], [1]],
    ['two fixed values', [2], [2]],
  ])('fits %s', (_, shape, expected) => {
    expect(dimsOf(shape, 'batch')).toEqual(expected);
  });
  it('is cut to a whole number where only those fit, as in Python', () => {
    expect(createTimestepFeed(ort, spec('int64', [1]), 894.75, 1, 1).data).toEqual(BigInt64Array.of(894n));
    expect(createTimestepFeed(ort, spec('int32', []), 894.75, 1, 1).data).toEqual(Int32Array.of(894));
    expect(createTimestepFeed(ort, spec('float32', [1]), 894.75, 1, 1).data).toEqual(Float32Array.of(894.75));
  });
});
