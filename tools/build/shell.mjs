import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from '../setup.mjs';

/** Builds dist/ui.html: one file with script and styles inlined, since Figma delivers only this one document. */
export async function buildShell({ outDir }) {
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const result = await build({
    entryPoints: { ui: join(root, 'ui/shell/main.tsx') },
    outdir: outDir,
    write: false,
    bundle: true,
    // A classic script at the end of the body: inline modules have been reported as blank panels under document.write.
    format: 'iife',
    target: 'es2020',
    minify: true,
    metafile: true,
    legalComments: 'none',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    define: { __PLUGIN_VERSION__: JSON.stringify(version) },
    logLevel: 'error',
  });
  const textOf = (suffix) => result.outputFiles.find((file) => file.path.endsWith(suffix))?.text ?? '';
  await writeFile(join(outDir, 'ui.html'), inlineDocument({ script: textOf('.js'), style: textOf('.css') }));
  return result.metafile;
}

/** One complete document; script and style end tags inside the code are escaped, since the first one would end it. */
export function inlineDocument({ script, style }) {
  const safeScript = script.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');
  const safeStyle = style.replaceAll('</style', '<\\/style');
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Underpaint</title>',
    '<style>',
    safeStyle,
    '</style></head><body><div id="app"></div>',
    '<script>',
    safeScript,
    '</script></body></html>\n',
  ].join('');
}
