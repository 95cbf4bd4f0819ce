import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { build } from 'esbuild';
import { root } from '../setup.mjs';

/** onnxruntime-web's builds by the name of the bundle that stands for each, and by its wasm file. */
const runtimeParts = [
  { part: 'wasm', entry: 'ort.wasm.', file: 'ort-wasm-simd-threaded.wasm' },
  { part: 'jspi', entry: 'ort.jspi.', file: 'ort-wasm-simd-threaded.jspi.wasm' },
  { part: 'asyncify', entry: 'ort.webgpu.', file: 'ort-wasm-simd-threaded.asyncify.wasm' },
];

/** The three runtimes' wasm files; a browser fetches only the one that it runs on. */
export const runtimeFiles = runtimeParts.map(({ file }) => file);

const sha256 = (bytes, encoding = 'hex') => createHash('sha256').update(bytes).digest(encoding);

/**
 * Writes the page into the engine's folder under the name of its release, and the service worker that keeps the
 * release. Everything else must lie there already. Returns the page's file name.
 */
export async function writeRelease({ outDir, page, metafile }) {
  const files = await listFiles(outDir, partsOf(metafile, outDir));
  // The page is the release's name and cannot hold it.
  const id = sha256(JSON.stringify([files, sha256(page)]))
    .slice(0, 8)
    .toUpperCase();
  const name = `index-${id}.html`;
  await writeFile(join(outDir, name), page);
  // For people who look whether the host serves it; it may be another page tomorrow, so no browser keeps it.
  await writeFile(join(outDir, 'index.html'), page);
  files.push({ path: name, bytes: Buffer.byteLength(page), sha256: sha256(page), part: 'page' });
  await build({
    entryPoints: { 'service-worker': join(root, 'ui/engine/service-worker/service-worker.ts') },
    outdir: outDir,
    bundle: true,
    format: 'iife',
    target: 'es2022',
    minify: true,
    legalComments: 'none',
    define: { __RELEASE__: JSON.stringify({ id, files }) },
    logLevel: 'error',
  });
  return name;
}

/** One value that differs as soon as any byte of any file in the folder does. */
export async function hashFolder(folder) {
  return sha256(JSON.stringify(await listFiles(folder, new Map())));
}

/** One page with its script inside, which its policy names by hash: a single file is there whole or not at all. */
export function inlinePage(template, script) {
  const safe = script.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');
  return template
    .replace('%SCRIPT_HASH%', () => `sha256-${sha256(safe, 'base64')}`)
    .replace(/\s*'%SCRIPT%';\s*/, () => safe);
}

/** Every file of the folder with its size, its hash, and the part of the release that needs it. */
async function listFiles(outDir, parts) {
  const entries = await readdir(outDir, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(outDir, join(entry.parentPath ?? entry.path, entry.name)).replaceAll('\\', '/'))
    .sort();
  return Promise.all(
    paths.map(async (path) => {
      const bytes = await readFile(join(outDir, path));
      // The list of a pack's files goes with the page: it has no hash of its own in a list.
      const isModel = path.startsWith('models/') && !path.endsWith('/files.json');
      const part = isModel ? 'model' : (parts.get(path) ?? 'page');
      return { path, bytes: bytes.length, sha256: sha256(bytes), part };
    }),
  );
}

/** What only one of onnxruntime's builds needs: its wasm file, its bundle, and what nothing but the bundle imports. */
function partsOf(metafile, outDir) {
  const outputs = new Map(
    Object.entries(metafile.outputs).map(([path, output]) => [relative(outDir, resolve(path)), output]),
  );
  const bundleOf = (output) =>
    runtimeParts.find(({ entry }) => output.entryPoint?.includes(`onnxruntime-web/dist/${entry}`));
  const reach = (path, found) => {
    if (found.has(path)) return found;
    found.add(path);
    for (const imported of outputs.get(path)?.imports ?? []) {
      const target = imported.external ? null : relative(outDir, resolve(imported.path));
      if (target !== null && !(bundleOf(outputs.get(target) ?? {}) && imported.kind === 'dynamic-import'))
        reach(target, found);
    }
    return found;
  };
  const bundles = [...outputs].filter(([, output]) => bundleOf(output));
  if (bundles.length !== runtimeParts.length)
    throw new Error(`onnxruntime-web came in ${bundles.length} builds; tools/build/release.mjs knows 3.`);
  const shared = new Set();
  for (const [path, output] of outputs) if (output.entryPoint && !bundleOf(output)) reach(path, shared);
  const parts = new Map(runtimeParts.map(({ part, file }) => [`ort/${file}`, part]));
  for (const [path, output] of bundles)
    for (const needed of reach(path, new Set()))
      if (!shared.has(needed)) parts.set(needed, bundleOf(output).part);
  return parts;
}
