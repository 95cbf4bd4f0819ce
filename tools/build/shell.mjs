import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from '../setup.mjs';
import { readNetwork } from './manifest.mjs';
import { packScript } from './pack-script.mjs';

/** Builds dist/ui.html: one file with script and styles inlined, since Figma delivers only this one document. */
export async function buildShell({ outDir, engine = null }) {
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const { script, style, metafile } = await bundleShell({ version, engine });
  await writeFile(join(outDir, 'ui.html'), inlineDocument({ script, style }));
  return metafile;
}

/** The panel's script and style as two texts; `isReadable` leaves names and lines as they were written. */
export async function bundleShell({ version, engine = null, isReadable = false }) {
  const result = await build({
    entryPoints: { ui: join(root, 'ui/shell/main.tsx') },
    outdir: root,
    write: false,
    bundle: true,
    // A classic script at the end of the body: inline modules have been reported as blank panels under document.write.
    format: 'iife',
    target: 'es2020',
    minify: !isReadable,
    metafile: true,
    legalComments: 'none',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    define: {
      __PLUGIN_VERSION__: JSON.stringify(version),
      // What the panel says of the hosts that it may reach is what the manifest says.
      __NETWORK__: JSON.stringify(await readNetwork(engine)),
    },
    logLevel: 'error',
  });
  const textOf = (suffix) => result.outputFiles.find((file) => file.path.endsWith(suffix))?.text ?? '';
  return { script: textOf('.js'), style: textOf('.css'), metafile: result.metafile };
}

/** What stands where the panel will be until its settings are there: shapes without words, in the theme's colors. */
const skeleton = '<div class="skeleton" aria-hidden="true"><i></i><i></i><i></i><i></i></div>';

/**
 * One complete document, its script packed (docs/decisions/0039) or, for reading, as it is; end tags inside the code are
 * escaped then, since the first one would end it. The style is never packed: the first frame has to be right.
 */
export function inlineDocument({ script, style, isPacked = true }) {
  const safeScript = script.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');
  const safeStyle = style.replaceAll('</style', '<\\/style');
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Underpaint</title>',
    '<style>',
    safeStyle,
    '</style></head><body><div id="app">',
    skeleton,
    '</div>',
    ...(isPacked ? [packScript(script)] : ['<script>', safeScript, '</script>']),
    '</body></html>\n',
  ].join('');
}
