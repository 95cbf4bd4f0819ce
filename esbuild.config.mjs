// Builds dist/: plugin.js (QuickJS sandbox), ui.html (one inlined file), engine/ (static files for any host)
// and host/ (the emulated Figma). Run through `npm run build`.
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { buildEngine } from './tools/build/engine.mjs';
import { writeManifest } from './tools/build/manifest.mjs';
import { buildPlugin } from './tools/build/plugin.mjs';
import { buildShell } from './tools/build/shell.mjs';
import { printSizes } from './tools/build/sizes.mjs';
import { buildHost } from './tools/build-host.mjs';
import { enginePort } from './tools/ports.mjs';
import { root } from './tools/setup.mjs';

/**
 * Builds everything. `engine` is the address of the hosted engine page (ends with a slash; null: localhost),
 * `id` the published plugin id (null: the development id). Throws with the build's own messages.
 */
export async function buildAll({
  engine = null,
  id = null,
  quiet = false,
  outDir = join(root, 'dist'),
} = {}) {
  const engineFolder = engine ?? `http://localhost:${enginePort}/engine/`;
  await mkdir(outDir, { recursive: true });
  // Stale chunks would be uploaded with the rest.
  await rm(join(outDir, 'engine'), { recursive: true, force: true });
  const [shellMeta, built] = await Promise.all([
    buildShell({ outDir, engine }),
    buildEngine({ outDir: join(outDir, 'engine'), isPublished: engine !== null }),
    buildHost({ outDir: join(outDir, 'host') }),
  ]);
  // The panel asks for the very page that it was built with.
  const pluginMeta = await buildPlugin({ outDir, engineUrl: new URL(built.page, engineFolder).href });
  await writeManifest({ outDir, engine, id });
  await printSizes({
    outDir,
    metas: { plugin: pluginMeta, shell: shellMeta, engine: built.metafile },
    quiet,
  });
}

/** Reads `npm run build -- [--engine URL] [--id ID]`; returns options or `{ error }` with one sentence. */
export function parseBuildOptions(args) {
  const options = { engine: null, id: null };
  for (let i = 0; i < args.length; i += 2) {
    const [name, value] = [args[i], args[i + 1]];
    if (name !== '--engine' && name !== '--id')
      return { error: `${name} is not an option of npm run build. Use --engine URL or --id ID.` };
    if (!value) return { error: `${name} needs a value.` };
    if (name === '--id') options.id = value;
    else {
      if (!URL.canParse(value) || !/^https:\/\/|^http:\/\/localhost(:|\/|$)/.test(value)) {
        return {
          error: `--engine: ${value} is not an https address. Figma frames only https pages, or localhost during development.`,
        };
      }
      options.engine = value.endsWith('/') ? value : `${value}/`;
    }
  }
  return options;
}
