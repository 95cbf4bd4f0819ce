import { createHash } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { editorPort } from '../ports.mjs';
import { root } from '../setup.mjs';

/** Pages below which the engine answers; the panel itself has no origin, so the top counts. */
const figmaTops = ['https://www.figma.com', 'https://figma.com'];

/** The three runtimes' wasm files; the worker fetches only the one that it runs on. */
const runtimeFiles = [
  'ort-wasm-simd-threaded.wasm',
  'ort-wasm-simd-threaded.asyncify.wasm',
  'ort-wasm-simd-threaded.jspi.wasm',
];

/** Builds dist/engine/: the framed page, its worker in chunks, onnxruntime's wasm files and the default pack. */
export async function buildEngine({ outDir, isPublished }) {
  const tops = isPublished
    ? figmaTops
    : [...figmaTops, `http://127.0.0.1:${editorPort}`, `http://localhost:${editorPort}`];
  await mkdir(join(outDir, 'ort'), { recursive: true });
  const result = await build({
    entryPoints: {
      frame: join(root, 'ui/engine/frame.ts'),
      worker: join(root, 'ui/engine/worker/engine.worker.ts'),
    },
    outdir: outDir,
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    metafile: true,
    legalComments: 'none',
    chunkNames: 'chunk-[hash]',
    define: { __ALLOWED_TOPS__: JSON.stringify(tops) },
    logLevel: 'error',
  });
  await copyFile(join(root, 'ui/engine/index.html'), join(outDir, 'index.html'));
  for (const file of runtimeFiles)
    await copyFile(join(root, 'node_modules/onnxruntime-web/dist', file), join(outDir, 'ort', file));
  await copyPack(join(root, 'models/default'), join(outDir, 'models/default'));
  return result.metafile;
}

/** Copies a pack and writes files.json beside it: path, bytes and SHA-256 of every file, which the worker checks. */
export async function copyPack(from, to) {
  const entries = await readdir(from, { recursive: true, withFileTypes: true });
  const files = [];
  for (const entry of entries.filter((one) => one.isFile())) {
    const path = join(entry.parentPath ?? entry.path, entry.name)
      .slice(from.length + 1)
      .replaceAll('\\', '/');
    if (/\.(png|md)$/i.test(path) || path === 'files.json') continue;
    const bytes = await readFile(join(from, path));
    await mkdir(dirname(join(to, path)), { recursive: true });
    await writeFile(join(to, path), bytes);
    files.push({ path, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') });
  }
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  await mkdir(to, { recursive: true });
  await writeFile(join(to, 'files.json'), `${JSON.stringify(files, null, 1)}\n`);
}
