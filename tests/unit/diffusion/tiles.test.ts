import { describe, expect, it } from 'vitest';
import { runInTiles } from '../../../ui/diffusion/run-in-tiles.ts';
import { createTensor, mapTensor, type Tensor } from '../../../ui/diffusion/tensor.ts';
import {
  chooseTile,
  cutAxis,
  overlapLatents,
  planTiles,
  type TileAxis,
  weighStretch,
} from '../../../ui/diffusion/tiles.ts';

/** [side, length, overlap]: cut or whole, divisible or not, and with more than two stretches over one place. */
const cuts: [number, number, number][] = [
  [64, 64, 16],
  [65, 64, 16],
  [70, 32, 16],
  [96, 40, 16],
  [511, 72, 16],
  [33, 32, 31],
  [40, 24, 16],
];

function addWeights(axis: TileAxis, scale: number): Float64Array {
  const sum = new Float64Array(axis.side * scale);
  for (const [index, start] of axis.starts.entries()) {
    for (const [i, weight] of weighStretch(axis, index, scale).entries()) {
      sum[start * scale + i] = sum[start * scale + i]! + weight;
    }
  }
  return sum;
}

describe('cutting a side', () => {
  it.each(cuts)('%i by %i covers it with one length and the overlap asked for', (side, length, overlap) => {
    const axis = cutAxis(side, length, overlap);
    expect(axis.starts[0]).toBe(0);
    expect(axis.starts.at(-1)! + axis.length).toBe(side);
    for (const [i, start] of axis.starts.slice(1).entries()) {
      expect(start).toBeGreaterThan(axis.starts[i]!);
      expect(axis.starts[i]! + axis.length - start).toBeGreaterThanOrEqual(overlap);
    }
  });

  it.each(cuts)('%i by %i weighs every pixel once', (side, length, overlap) => {
    for (const scale of [1, 3, 8]) {
      const sums = addWeights(cutAxis(side, length, overlap), scale);
      for (const sum of sums) expect(Math.abs(sum - 1)).toBeLessThan(1e-6);
    }
  });

  it('comes in and goes out linearly over what two stretches share, and counts fully where there is one', () => {
    const axis = cutAxis(48, 32, 16);
    expect([...weighStretch(axis, 0, 1).slice(0, 16)]).toEqual(new Array(16).fill(1));
    const fall = weighStretch(axis, 0, 1).slice(16);
    expect([...fall]).toEqual(Array.from({ length: 16 }, (_, i) => Math.fround((15.5 - i) / 16)));
  });

  it('refuses stretches that are no longer than what they share', () => {
    expect(() => cutAxis(64, 16, 16)).toThrow(RangeError);
  });

  it('lets the tiles of an export that is fixed to tiny ones share half of them', () => {
    const { rows, columns } = planTiles({ height: 16, width: 24 }, { height: 8, width: 16 });
    expect(rows).toEqual({ side: 16, length: 8, starts: [0, 4, 8] });
    expect(columns).toEqual({ side: 24, length: 16, starts: [0, 8] });
  });
});

describe('choosing a tile', () => {
  const withArea = (most: number) => (tile: { height: number; width: number }) =>
    tile.height * tile.width <= most;

  it('takes the picture itself where that fits, whatever its sides', () => {
    expect(chooseTile({ height: 53, width: 91 }, () => true)).toEqual({ height: 53, width: 91 });
  });

  it.each([
    [128, 128, 64 * 80],
    [96, 512, 64 * 64],
    [1000, 40, 4096],
    [257, 255, 5000],
  ])('cuts %ix%i until it fits', (height, width, most) => {
    const tile = chooseTile({ height, width }, withArea(most));
    expect(tile.height * tile.width).toBeLessThanOrEqual(most);
    // Not much smaller than allowed: twice as large would not fit.
    expect(tile.height * tile.width).toBeGreaterThan(most / 3);
    const { rows, columns } = planTiles({ height, width }, tile);
    expect(rows.starts.at(-1)! + rows.length).toBe(height);
    expect(columns.starts.at(-1)! + columns.length).toBe(width);
  });

  it('ends at the smallest tile worth painting where nothing fits', () => {
    const tile = chooseTile({ height: 300, width: 200 }, () => false);
    expect(Math.max(tile.height, tile.width)).toBeLessThanOrEqual(32);
    expect(Math.min(tile.height, tile.width)).toBeGreaterThan(overlapLatents);
  });
});

describe('running in tiles', () => {
  const nothing = async () => {};
  const source = mapTensor(createTensor([1, 2, 48, 72]), (_, i) => Math.sin(i * 0.37));

  /** Doubles both sides by repeating pixels, and the values: an autoencoder whose pixels know no neighbors. */
  async function enlarge(part: Tensor): Promise<Tensor> {
    const [, channels = 0, height = 0, width = 0] = part.dims;
    const made = createTensor([1, channels, 2 * height, 2 * width]);
    return mapTensor(made, (_, i) => {
      const x = i % (2 * width);
      const y = Math.floor(i / (2 * width)) % (2 * height);
      const plane = Math.floor(i / (4 * width * height));
      return 2 * part.data[(plane * height + (y >> 1)) * width + (x >> 1)]!;
    });
  }

  it('gives the whole where pixels know no neighbors, larger or smaller than its input', async () => {
    const whole = await enlarge(source);
    const plan = planTiles({ height: 48, width: 72 }, { height: 32, width: 40 });
    const sizes = new Set<string>();
    const run = (part: Tensor) => {
      sizes.add(`${part.dims}`);
      return enlarge(part);
    };
    const made = await runInTiles(source, plan, 1, run, nothing);
    expect(made.dims).toEqual(whole.dims);
    expect([...sizes]).toEqual(['1,2,32,40']);
    for (const [i, value] of made.data.entries()) expect(Math.abs(value - whole.data[i]!)).toBeLessThan(1e-5);

    const half = planTiles({ height: 24, width: 36 }, { height: 24, width: 24 });
    const shrink = async (part: Tensor) => {
      const [, , height = 0, width = 0] = part.dims;
      const small = createTensor([1, 1, height / 2, width / 2]);
      return mapTensor(small, (_, i) => {
        const [y, x] = [Math.floor(i / (width / 2)), i % (width / 2)];
        return part.data[2 * y * width + 2 * x]!;
      });
    };
    const small = await runInTiles(source, half, 2, shrink, nothing);
    const wanted = await shrink(source);
    expect(small.dims).toEqual([1, 1, 24, 36]);
    for (const [i, value] of small.data.entries()) expect(value).toBeCloseTo(wanted.data[i]!, 6);
  });

  it('waits between tiles, and ends where that throws', async () => {
    const plan = planTiles({ height: 48, width: 72 }, { height: 32, width: 40 });
    const tiles = plan.rows.starts.length * plan.columns.starts.length;
    let [runs, waits] = [0, 0];
    const run = async (part: Tensor) => {
      runs++;
      return part;
    };
    await runInTiles(source, plan, 1, run, async () => {
      waits++;
    });
    expect([runs, waits]).toEqual([tiles, tiles - 1]);
    runs = 0;
    const stop = () => Promise.reject(new Error('stop'));
    await expect(runInTiles(source, plan, 1, run, stop)).rejects.toThrow('stop');
    expect(runs).toBe(1);
  });

  it('refuses answers that are no whole number of times as large', async () => {
    const plan = planTiles({ height: 48, width: 72 }, { height: 32, width: 40 });
    const odd = async () => createTensor([1, 3, 48, 40]);
    await expect(runInTiles(source, plan, 1, odd, nothing)).rejects.toMatchObject({
      reason: 'model-unsupported',
    });
  });
});
