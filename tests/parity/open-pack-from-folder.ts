import { openAsBlob } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { DiffusionPack } from '../../ui/diffusion/ports.ts';
import { openPack } from '../../ui/runtime/open-pack.ts';
import { type PackEntry, type PackSource, sourceOf } from '../../ui/runtime/pack-files.ts';
import { type Runtime, startRuntime } from '../../ui/runtime/runtime.ts';

/** A pack's folder on disk. */
export function readFolder(folder: string): PackSource {
  async function open(file: string): Promise<Blob | null> {
    try {
      return await openAsBlob(path.join(folder, file));
    } catch {
      return null;
    }
  }
  return sourceOf(open, async () => {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const found: PackEntry[] = [];
    for (const entry of entries.filter((one) => one.isFile())) {
      const file = path.join(entry.parentPath ?? entry.path, entry.name);
      const name = path.relative(folder, file).replaceAll('\\', '/');
      found.push({ path: name, bytes: (await open(name))?.size ?? 0 });
    }
    return found;
  });
}

/** The files of one folder, and of another one, or of what lies there, those that the first lacks. */
export function layFolders(upper: string, lower: string | PackSource): PackSource {
  const first = readFolder(upper);
  const second = typeof lower === 'string' ? readFolder(lower) : lower;
  const open = async (file: string) => (await first.open(file)) ?? second.open(file);
  return sourceOf(open, async () => {
    const own = (await first.list()) ?? [];
    const paths = new Set(own.map(({ path }) => path));
    return [...own, ...((await second.list()) ?? []).filter((entry) => !paths.has(entry.path))];
  });
}

/** A source with some files replaced by others' bytes or texts, added, or taken away (null). */
export function changeFiles(
  whole: PackSource,
  changes: Readonly<Record<string, string | Uint8Array<ArrayBuffer> | Blob | null>>,
): PackSource {
  const open = async (file: string): Promise<Blob | null> => {
    const change = changes[file];
    if (change === undefined) return whole.open(file);
    return change === null ? null : change instanceof Blob ? change : new Blob([change]);
  };
  return sourceOf(open, async () => {
    const listed = (await whole.list()) ?? [];
    const paths = new Set([...listed.map((entry) => entry.path), ...Object.keys(changes)]);
    const entries: PackEntry[] = [];
    for (const file of paths) {
      const blob = await open(file);
      if (blob !== null) entries.push({ path: file, bytes: blob.size });
    }
    return entries;
  });
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
