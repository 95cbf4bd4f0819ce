import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from '../setup.mjs';

/** Globals that Figma's sandbox lacks (Figma docs, how-plugins-run, 2026-08; plugin-typings 1.142). */
const missingGlobals = [
  'TextDecoder',
  'TextEncoder',
  'atob',
  'btoa',
  'URL',
  'URLSearchParams',
  'crypto',
  'performance',
  'queueMicrotask',
  'XMLHttpRequest',
  'WebSocket',
  'Worker',
  'Blob',
  'File',
  'FileReader',
  'AbortController',
  'AbortSignal',
  'MessageChannel',
  'document',
  'window',
  'navigator',
  'localStorage',
  'indexedDB',
  'requestAnimationFrame',
  'ImageData',
  'OffscreenCanvas',
];

/** Builds dist/plugin.js for QuickJS: one classic script, es2017, checked for what the sandbox refuses. */
export async function buildPlugin({ outDir, engineUrl }) {
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const outfile = join(outDir, 'plugin.js');
  const result = await build({
    entryPoints: [join(root, 'plugin/main.ts')],
    outfile,
    bundle: true,
    format: 'iife',
    // Figma's docs promise ES2020 and later; a field report of May 2026 saw `?.` rejected. es2017 costs nothing.
    target: 'es2017',
    minify: true,
    metafile: true,
    legalComments: 'none',
    define: { __ENGINE_URL__: JSON.stringify(engineUrl), __PLUGIN_VERSION__: JSON.stringify(version) },
    logLevel: 'error',
  });
  checkSandboxCode(await readFile(outfile, 'utf8'));
  return result.metafile;
}

/** Throws where the sandbox would reject or break the code: the text `import(`, or a global that QuickJS lacks. */
export function checkSandboxCode(code) {
  // Figma scans the text, strings and comments included: "possible import expression rejected".
  const dynamicImport = /\bimport\s*(?:\(|\/[/*])/.exec(code);
  if (dynamicImport) {
    throw new Error(
      `plugin.js contains the text "${dynamicImport[0]}", which Figma rejects. Reword it, strings included.`,
    );
  }
  for (const name of missingGlobals) {
    // A bare use or a read through globalThis; property names such as `node.document` or `{ document: … }` are fine.
    const use = new RegExp(
      `(?<![\\w$.'"\`-])${name}(?=\\s*[.(\\[;,)=!&|?<>+]|\\s+instanceof\\b)(?!\\s*:)|\\bnew ${name}\\b`,
    ).exec(code);
    if (use && !new RegExp(`(?:var|let|const|function|class|,)\\s*${name}\\b`).test(code)) {
      throw new Error(
        `plugin.js uses ${name}, which Figma's sandbox does not have: …${code.slice(Math.max(0, use.index - 40), use.index + 40)}…`,
      );
    }
  }
}
