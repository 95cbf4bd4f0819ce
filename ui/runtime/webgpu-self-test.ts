import { writeModel, writeTensor } from './onnx/write-graph.ts';
import type { Runtime } from './runtime.ts';
import { readTensor } from './tensor-bridge.ts';

const channelsIn = 9;
const channelsOut = 4;
const side = 8;
const kernel = 3;
const tolerance = 1e-3;

type TestedRuntime = Pick<Runtime, 'ort' | 'call' | 'createSession'>;

/** Keeps what was found out about an adapter over restarts. Keys hold library, version, build and adapter. */
export type SelfTestMemory = {
  recall(key: string): Promise<boolean | null>;
  remember(key: string, isMiscomputing: boolean): Promise<void>;
};

/** Values that are neither zero nor alike, the same on every machine. */
function spread(length: number): Float32Array {
  return Float32Array.from({ length }, (_, i) => Math.sin(i * 12.9898 + 1));
}

/** A 3x3 convolution with a border of zeros, computed plainly. */
function convolve(input: Float32Array, weight: Float32Array): Float32Array {
  const output = new Float32Array(channelsOut * side * side);
  const at = (c: number, y: number, x: number) =>
    y < 0 || x < 0 || y >= side || x >= side ? 0 : input[(c * side + y) * side + x]!;
  for (let o = 0; o < channelsOut; o++) {
    for (let y = 0; y < side; y++) {
      for (let x = 0; x < side; x++) {
        let sum = 0;
        for (let c = 0; c < channelsIn; c++) {
          for (let k = 0; k < kernel * kernel; k++) {
            const tap = weight[(o * channelsIn + c) * kernel * kernel + k]!;
            sum += tap * at(c, y + Math.floor(k / kernel) - 1, x + (k % kernel) - 1);
          }
        }
        output[(o * side + y) * side + x] = sum;
      }
    }
  }
  return output;
}

/**
 * Runs the convolution that onnxruntime-web 1.30 computes wrongly on WebGPU and compares it with a plain one: true
 * where graphs with such convolutions must be rewritten before this runtime may run them.
 */
export async function testConvolution(runtime: TestedRuntime): Promise<boolean> {
  const weight = spread(channelsOut * channelsIn * kernel * kernel);
  const input = spread(channelsIn * side * side);
  const model = writeModel({
    nodes: [
      {
        opType: 'Conv',
        name: 'conv',
        inputs: ['x', 'w'],
        outputs: ['y'],
        integers: { kernel_shape: [kernel, kernel], pads: [1, 1, 1, 1], group: 1 },
      },
    ],
    initializers: [writeTensor('w', [channelsOut, channelsIn, kernel, kernel], weight)],
    input: { name: 'x', dims: [1, channelsIn, side, side] },
    output: { name: 'y', dims: [1, channelsOut, side, side] },
  });
  const session = await runtime.createSession(model);
  try {
    const feeds = { x: new runtime.ort.Tensor('float32', input, [1, channelsIn, side, side]) };
    const output = await runtime.call(async () => {
      const results = await session.run(feeds);
      return readTensor(results.y!);
    });
    const expected = convolve(input, weight);
    return output.data.some((value, i) => !(Math.abs(value - expected[i]!) <= tolerance));
  } finally {
    await runtime.call(() => session.release());
  }
}

/** Asks the memory, then the device, once; a test that failed is run again at the next question. */
export function createConvVerdict(
  runtime: TestedRuntime,
  key: string,
  memory: SelfTestMemory | undefined,
): () => Promise<boolean> {
  async function find(): Promise<boolean> {
    const known = (await memory?.recall(key)) ?? null;
    if (known !== null) return known;
    const found = await testConvolution(runtime);
    await memory?.remember(key, found);
    return found;
  }
  let verdict: Promise<boolean> | null = null;
  return () => {
    verdict ??= find().catch((thrown: unknown) => {
      verdict = null;
      throw thrown;
    });
    return verdict;
  };
}
