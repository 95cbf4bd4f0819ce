import { stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Budgets in bytes, minified; onnxruntime's wasm and the model are separate, stated lines. */
export const budgets = {
  // Of this 11 kB keep what was made: consent, the history in the document, kept values, relaunch buttons and batches.
  'plugin.js': 62_000,
  // What Figma hands to the panel: the style, and the script packed (docs/decisions/0039).
  'ui.html': 250_000,
  // What the browser reads at every opening: packing must not hide that the panel grows. Of this 40 kB are the mask
  // editor, of which 12 kB paint what it shows while the engine is not asked yet, and 60 kB words in two languages.
  'ui.html script, unpacked': 420_000,
  'engine/index.html': 40_000,
  // Of this 4 kB are the list of files.
  'engine/service-worker.js': 12_000,
  // Of this 35 kB are the tokenizer, 24 kB eleven schedulers, 15 kB prompts, 12 kB looking at graphs and mending them,
  // 18 kB the catalog of models, 7 kB what is known of packs' quality and 4 kB tiles; 53 kB keep, fetch and list models,
  // 18 kB hash them, and 62 kB read archives, which are fetched when somebody adds one; 30 kB select, paint, match and
  // blend regions.
  'engine worker without onnxruntime': 464_000,
};

/** Prints what was built and throws when a file is over its budget or missing. */
export async function printSizes({ outDir, metas, quiet }) {
  const rows = [
    ['plugin.js', (await stat(join(outDir, 'plugin.js'))).size],
    ['ui.html', (await stat(join(outDir, 'ui.html'))).size],
    ['ui.html script, unpacked', scriptBytes(metas.shell)],
    ['engine/index.html', (await stat(join(outDir, 'engine/index.html'))).size],
    ['engine/service-worker.js', (await stat(join(outDir, 'engine/service-worker.js'))).size],
    ['engine worker without onnxruntime', ownBytes(metas.engine)],
  ];
  for (const [name, bytes] of rows) {
    const limit = budgets[name];
    if (!quiet) console.log(`${name.padEnd(36)} ${String(bytes).padStart(9)} of ${limit} bytes`);
    if (bytes > limit)
      throw new Error(`${name} has ${bytes} bytes, over its budget of ${limit} (tools/build/sizes.mjs).`);
  }
}

/** Bytes of the script among what was built. */
const scriptBytes = (metafile) =>
  Object.entries(metafile.outputs).find(([path]) => path.endsWith('.js'))[1].bytes;

/** Bytes of all outputs that stem from anything but onnxruntime-web. */
function ownBytes(metafile) {
  let bytes = 0;
  for (const output of Object.values(metafile.outputs)) {
    for (const [path, input] of Object.entries(output.inputs)) {
      if (!path.includes('node_modules/onnxruntime-web')) bytes += input.bytesInOutput;
    }
  }
  return bytes;
}
