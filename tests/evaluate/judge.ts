import { readFileSync } from 'node:fs';
import type { Runtime } from '../../ui/runtime/runtime.ts';
import { fixtures, readFixture } from './corpus.ts';
import type { RgbPixels } from './pixels.ts';

/** What the classifier sees in a picture. Every head answers, whether the picture is of its kind or not. */
export type Said = { hour: string; land: string; icon: string; extras: ReadonlySet<string> };

type Head = 'hour' | 'land' | 'icon' | 'extras';

/** Written beside the graph by models/training/judge.py. */
type Notes = {
  /** Side in pixels of the pictures that it looks at. */
  side: number;
  /** What each score means; the heads' scores lie one after the other. */
  heads: Record<Head, string[]>;
  /** Share right on held-out corpus pictures, per head; and the share of the extras in them that are found. */
  accuracy: Record<Head | 'extras found', number>;
};

export const judgeNotes: Notes = readFixture('judge.json');

export type Judge = (pixels: RgbPixels) => Promise<Said>;

/** Opens the small classifier that was trained on the corpus alone, for landscapes and icons. */
export async function openJudge(runtime: Runtime): Promise<Judge> {
  const session = await runtime.createSession(readFileSync(new URL('judge.onnx', fixtures)));
  const { side, heads } = judgeNotes;
  return async (pixels) => {
    const picture = new runtime.ort.Tensor('float32', prepare(pixels, side), [1, 3, side, side]);
    const { scores } = await runtime.call(() => session.run({ picture }));
    return read(scores!.data as Float32Array, heads);
  };
}

function read(scores: Float32Array, heads: Notes['heads']): Said {
  let offset = 0;
  const take = (head: Head) => {
    const part = [...scores.subarray(offset, offset + heads[head].length)];
    offset += part.length;
    return part;
  };
  const best = (head: Head) => {
    const part = take(head);
    return heads[head][part.indexOf(Math.max(...part))]!;
  };
  const found: Partial<Record<Head, string>> = {};
  const extras = new Set<string>();
  for (const head of Object.keys(heads) as Head[]) {
    if (head !== 'extras') found[head] = best(head);
    else for (const [i, score] of take(head).entries()) if (score > 0) extras.add(heads.extras[i]!);
  }
  return { hour: found.hour!, land: found.land!, icon: found.icon!, extras };
}

/** Planes in -1..1 of `side` by `side` pixels, resized by a triangle filter that is widened as PyTorch's antialias is. */
function prepare({ width, height, data }: RgbPixels, side: number): Float32Array<ArrayBuffer> {
  const [across, down] = [weighAxis(width, side), weighAxis(height, side)];
  const planes = new Float32Array(3 * side * side);
  const rows = new Float32Array(height * side);
  for (let c = 0; c < 3; c++) {
    for (let y = 0; y < height; y++) {
      across.forEach((taps, x) => {
        rows[y * side + x] = taps.reduce(
          (sum, [at, weight]) => sum + weight * data[(y * width + at) * 3 + c]!,
          0,
        );
      });
    }
    down.forEach((taps, y) => {
      for (let x = 0; x < side; x++) {
        const level = taps.reduce((sum, [at, weight]) => sum + weight * rows[at * side + x]!, 0);
        planes[(c * side + y) * side + x] = level / 127.5 - 1;
      }
    });
  }
  return planes;
}

/** Per output the inputs that count and their weights, which sum to 1. */
function weighAxis(inputs: number, outputs: number): [at: number, weight: number][][] {
  const step = inputs / outputs;
  const reach = Math.max(1, step);
  return Array.from({ length: outputs }, (_, i) => {
    const center = (i + 0.5) * step;
    const taps: [number, number][] = [];
    for (let at = Math.max(0, Math.floor(center - reach)); at < Math.min(inputs, center + reach); at++) {
      const weight = 1 - Math.abs(at + 0.5 - center) / reach;
      if (weight > 0) taps.push([at, weight]);
    }
    const sum = taps.reduce((total, [, weight]) => total + weight, 0);
    return taps.map(([at, weight]) => [at, weight / sum]);
  });
}
