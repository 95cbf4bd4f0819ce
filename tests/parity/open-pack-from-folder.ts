import { constants } from 'node:fs';
import { access, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { DiffusionPack } from '../../ui/diffusion/ports.ts';
import { openPack, type PackFiles } from '../../ui/runtime/open-pack.ts';
import { type Runtime, startRuntime } from '../../ui/runtime/runtime.ts';

/** A pack's folder on disk. */
export function readFolder(folder: string): PackFiles {
  return {
    read: (file) => readFile(path.join(folder, file)).catch(() => null),
    has: (file) =>
      access(path.join(folder, file), constants.R_OK).then(
        () => true,
        () => false,
      ),
  };
}

/** onnxruntime-web's plain WASM build with one thread, in Node. */
export async function startNodeRuntime(): Promise<Runtime> {
  const require = createRequire(import.meta.url);
  const dist = path.dirname(require.resolve('onnxruntime-web'));
  const wasm = new Uint8Array(await readFile(path.join(dist, 'ort-wasm-simd-threaded.wasm')));
  return startRuntime({ device: 'wasm', assets: { wasm, asyncify: '', jspi: '' }, threads: 1 });
}

/** Opens a pack from a folder, for tests and quick checks. */
export async function openPackFromFolder(folder: string): Promise<DiffusionPack> {
  return openPack(readFolder(folder), await startNodeRuntime());
}
