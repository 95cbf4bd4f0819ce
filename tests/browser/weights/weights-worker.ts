/// <reference lib="webworker" />
// The worker of weights.test.ts: a part with hundreds of megabytes of weights in the origin's file system, opened by
// the real runtime.
import { toHalfArray } from '../../../ui/runtime/half-float.ts';
import { toLazyBytes } from '../../../ui/runtime/lazy-bytes.ts';
import { openModelSession } from '../../../ui/runtime/model-session.ts';
import { dataType, tensorTag } from '../../../ui/runtime/onnx/schema.ts';
import { writeInteger, writeText } from '../../../ui/runtime/onnx/wire.ts';
import { writeExternalData } from '../../../ui/runtime/onnx/write-graph.ts';
import { sourceOf } from '../../../ui/runtime/pack-files.ts';
import { createPackAccess, createPackParts } from '../../../ui/runtime/pack-parts.ts';
import { createPartPool } from '../../../ui/runtime/part-pool.ts';
import { startRuntime } from '../../../ui/runtime/runtime.ts';
import { WidenedBlob } from '../../../ui/runtime/widened-blob.ts';
import { type TestNode, writeNodes } from '../../fakes/graph-variants.ts';

const columns = 256;
const weightsName = 'model.onnx_data';

/** What a weight holds in one of its rows. */
const valueAt = (weight: number, row: number) => (weight + 1) * 1000 + (row % 1000);

/** Bytes of the GPU buffers that were made and not destroyed again. */
let gpuBytes = 0;

function watchBuffers(): void {
  const { createBuffer } = GPUDevice.prototype;
  GPUDevice.prototype.createBuffer = function (descriptor) {
    const buffer = createBuffer.call(this, descriptor);
    gpuBytes += descriptor.size;
    const destroy = buffer.destroy.bind(buffer);
    let isThere = true;
    buffer.destroy = () => {
      if (isThere) gpuBytes -= descriptor.size;
      isThere = false;
      return destroy();
    };
    return buffer;
  };
}

async function openFile(): Promise<FileSystemFileHandle> {
  return (await navigator.storage.getDirectory()).getFileHandle(weightsName, { create: true });
}

/** y = the sum of the row `x` of all weights: every one of them is read, and little is computed. */
function writeGraph(weights: number, rows: number): Uint8Array<ArrayBuffer> {
  const names = Array.from({ length: weights }, (_, i) => `w${i}`);
  const bytes = rows * columns * 4;
  const nodes: TestNode[] = [
    { opType: 'Cast', inputs: ['x'], outputs: ['row'], integers: { to: dataType.int64 } },
    ...names.map((name) => ({ opType: 'Gather', inputs: [name, 'row'], outputs: [`${name} row`] })),
    { opType: 'Sum', inputs: names.map((name) => `${name} row`), outputs: ['y'] },
  ];
  const initializers = names.map((name, i) => [
    ...[rows, columns].flatMap((dim) => writeInteger(tensorTag.dims, dim)),
    ...writeInteger(tensorTag.dataType, dataType.float),
    ...writeText(tensorTag.name, name),
    ...writeExternalData(weightsName, i * bytes, bytes),
  ]);
  return writeNodes({ x: [1] }, nodes, initializers);
}

const api = {
  /** Writes the weights piece by piece; gives their bytes. */
  async write(weights: number, rows: number): Promise<number> {
    const handle = await (await openFile()).createSyncAccessHandle();
    handle.truncate(0);
    const pieceRows = 1000;
    const piece = new Float32Array(pieceRows * columns);
    for (let weight = 0; weight < weights; weight++) {
      for (let row = 0; row < rows; row += pieceRows) {
        const count = Math.min(pieceRows, rows - row);
        for (let i = 0; i < count; i++) piece.fill(valueAt(weight, row + i), i * columns, (i + 1) * columns);
        handle.write(piece.subarray(0, count * columns), { at: (weight * rows + row) * columns * 4 });
      }
    }
    const bytes = handle.getSize();
    handle.close();
    return bytes;
  },

  /** Opens the part and runs it; gives how many of its numbers are what they should be. `isLazy: false`: as in a place where no file can be read at once. */
  async open(device: 'wasm' | 'webgpu', weights: number, rows: number, isLazy: boolean): Promise<string> {
    if (!isLazy) Reflect.deleteProperty(globalThis, 'FileReaderSync');
    const dist = new URL('/ort/', location.href).href;
    const assets = {
      wasm: `${dist}ort-wasm-simd-threaded.wasm`,
      asyncify: `${dist}ort-wasm-simd-threaded.asyncify.wasm`,
      jspi: `${dist}ort-wasm-simd-threaded.jspi.wasm`,
    };
    const runtime = await startRuntime({ device, assets, threads: 1 });
    const graph = new Blob([writeGraph(weights, rows)]);
    const file = await (await openFile()).getFile();
    const files: Record<string, Blob> = { 'unet/model.onnx': graph, [`unet/${weightsName}`]: file };
    const session = await openModelSession(
      sourceOf(async (path) => files[path] ?? null),
      runtime,
      'unet',
      false,
    );
    const row = rows - 2;
    const [y] = await session.run({ x: new runtime.ort.Tensor('float32', [row], [1]) }, ['y']);
    let expected = 0;
    for (let weight = 0; weight < weights; weight++) expected += valueAt(weight, row);
    const right = y!.data.filter((value) => Math.abs(value - expected) < 1e-3 * expected).length;
    return `${right} of ${columns} right`;
  },

  /**
   * Runs two parts of so many weights in turns on a GPU that has room for one of them; gives the bytes on the GPU after
   * every run, and when all is let go.
   */
  async takeTurns(weights: number, rows: number): Promise<number[]> {
    watchBuffers();
    const jspi = new URL('/ort/ort-wasm-simd-threaded.jspi.wasm', location.href).href;
    const runtime = await startRuntime({
      device: 'webgpu',
      assets: { wasm: '', asyncify: '', jspi },
      threads: 1,
    });
    const { freesTogether } = runtime.parts;
    const budgetBytes = weights * rows * columns * 4 * 1.5;
    const limited = { ...runtime, parts: createPartPool({ budgetBytes, freesTogether }) };
    const graph = new Blob([writeGraph(weights, rows)]);
    const file = await (await openFile()).getFile();
    const source = sourceOf(async (path) => (path.endsWith('.onnx') ? graph : file));
    const parts = createPackParts(createPackAccess(source), limited, false);
    const sessions = [await parts.open('unet'), await parts.open('vae_decoder')];
    const bytes: number[] = [];
    for (const session of [...sessions, ...sessions]) {
      await session.run({ x: new runtime.ort.Tensor('float32', [1], [1]) }, ['y']);
      bytes.push(gpuBytes);
    }
    await parts.release();
    return [...bytes, gpuBytes];
  },

  /** Bytes of halves that are read as 32-bit floats; gives the numbers in between two of them. */
  widen(values: readonly number[], start: number, end: number): number[] {
    const file = new WidenedBlob(new Blob([toHalfArray(Float32Array.from(values))]));
    const lazy = toLazyBytes(file);
    if (lazy instanceof Blob) throw new Error('This worker reads no files at once.');
    return [...new Float32Array(lazy.subarray(4 * start, 4 * end).slice().buffer), lazy.byteLength];
  },
};
export type WeightsWorker = typeof api;

addEventListener(
  'message',
  async ({ data }: MessageEvent<{ method: keyof WeightsWorker; args: unknown[] }>) => {
    try {
      const call = api[data.method] as (...args: unknown[]) => unknown;
      postMessage({ value: await call(...data.args) });
    } catch (thrown) {
      postMessage({ failure: String((thrown as Error)?.stack ?? thrown) });
    }
  },
);
