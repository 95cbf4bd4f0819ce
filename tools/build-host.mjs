import { copyFile, mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { root } from './setup.mjs';

const require = createRequire(import.meta.url);

/** What the page fetches at its start, by the name it asks for. */
const assets = {
  'canvaskit.wasm': 'canvaskit-wasm/bin/canvaskit.wasm',
  'quickjs.wasm': '@jitl/quickjs-wasmfile-release-sync/wasm',
  'inter-400.woff2': '@fontsource/inter/files/inter-latin-400-normal.woff2',
  'inter-500.woff2': '@fontsource/inter/files/inter-latin-500-normal.woff2',
  'inter-600.woff2': '@fontsource/inter/files/inter-latin-600-normal.woff2',
  'inter-700.woff2': '@fontsource/inter/files/inter-latin-700-normal.woff2',
};

/** Builds the emulated Figma's page with its style, fonts and wasm files into `outDir`. */
export async function buildHost({ outDir }) {
  const from = join(root, 'tests/host/page');
  await mkdir(outDir, { recursive: true });
  const result = await build({
    entryPoints: { main: join(from, 'main.ts'), page: join(from, 'page.css') },
    outdir: outDir,
    bundle: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    sourcemap: 'linked',
    metafile: true,
    // CanvasKit and QuickJS ask for these on Node only.
    external: ['*.woff2', 'fs', 'path', 'module', 'crypto', 'url', 'worker_threads'],
    logLevel: 'error',
  });
  await copyFile(join(from, 'index.html'), join(outDir, 'index.html'));
  await copyFile(
    join(root, 'node_modules/@create-figma-plugin/ui/lib/css/theme.css'),
    join(outDir, 'figma-theme.css'),
  );
  for (const [name, source] of Object.entries(assets))
    await copyFile(require.resolve(source), join(outDir, name));
  return result.metafile;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildHost({ outDir: join(root, 'dist/host') });
