import { createHash } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { build } from 'esbuild';
import { editorPort } from '../ports.mjs';
import { root } from '../setup.mjs';
import { hashFolder, inlinePage, runtimeFiles, writeRelease } from './release.mjs';

/** Pages below which the engine answers; the panel itself has no origin, so the top counts. */
const figmaTops = ['https://www.figma.com', 'https://figma.com'];

/**
 * Builds dist/engine/: the framed page, its worker in chunks, onnxruntime's wasm files, the default pack and the service
 * worker that keeps them all. Returns esbuild's account of the worker, and the page's file name, which stands for
 * exactly these files: a panel that is built with it never meets another release.
 */
export async function buildEngine({ outDir, isPublished, packDir = join(root, 'models/default') }) {
  const tops = isPublished
    ? figmaTops
    : [...figmaTops, `http://127.0.0.1:${editorPort}`, `http://localhost:${editorPort}`];
  await mkdir(join(outDir, 'ort'), { recursive: true });
  for (const file of runtimeFiles)
    await copyFile(join(root, 'node_modules/onnxruntime-web/dist', file), join(outDir, 'ort', file));
  await copyPack(packDir, join(outDir, 'models/default'));
  const besides = await hashFolder(outDir);
  const shared = {
    outdir: outDir,
    bundle: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    metafile: true,
    legalComments: 'none',
    logLevel: 'error',
  };
  const { metafile } = await build({
    ...shared,
    entryPoints: { worker: join(root, 'ui/engine/worker/engine.worker.ts') },
    splitting: true,
    // The worker's name stands for what it asks for by names that do not tell the content, too.
    banner: { js: `/* with ${besides} */` },
    entryNames: '[name]-[hash]',
    chunkNames: 'chunk-[hash]',
  });
  const frame = await build({
    ...shared,
    entryPoints: { frame: join(root, 'ui/engine/frame.ts') },
    write: false,
    define: {
      __ALLOWED_TOPS__: JSON.stringify(tops),
      __WORKER_FILE__: JSON.stringify(fileOfEntry(metafile, 'engine.worker.ts')),
    },
  });
  const template = await readFile(join(root, 'ui/engine/index.html'), 'utf8');
  const page = await writeRelease({
    outDir,
    page: inlinePage(template, frame.outputFiles[0].text),
    metafile,
  });
  return { metafile, page };
}

/** The name of the file that an entry point was built into. */
function fileOfEntry({ outputs }, entry) {
  const [path] = Object.entries(outputs).find(([, { entryPoint }]) => entryPoint?.endsWith(entry));
  return basename(path);
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
