import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildEngine } from '../../../tools/build/engine.mjs';
import { writeManifest } from '../../../tools/build/manifest.mjs';
import { buildPlugin } from '../../../tools/build/plugin.mjs';
import { buildShell } from '../../../tools/build/shell.mjs';
import { buildHost } from '../../../tools/build-host.mjs';
import { engineUrl, repositoryRoot } from '../launch.ts';

/** A build of plugin and engine, as `npm run build` makes it; `page` is the engine page's file name. */
export type Edition = { folder: string; page: string };

/**
 * Two editions below `folder` that differ in their model alone: the same weights under an index that is laid out
 * differently, so that both paint the same bytes.
 */
export async function buildEditions(folder: string): Promise<[Edition, Edition]> {
  const [one, two, pack] = [join(folder, 'one'), join(folder, 'two'), join(folder, 'pack')];
  await buildHost({ outDir: join(one, 'host') });
  await buildShell({ outDir: one });
  await writeManifest({ outDir: one, engine: null, id: null });
  await cp(one, two, { recursive: true });
  const original = join(repositoryRoot, 'models/default');
  await cp(original, pack, { recursive: true });
  const index = JSON.parse(await readFile(join(pack, 'model_index.json'), 'utf8'));
  await writeFile(join(pack, 'model_index.json'), JSON.stringify(index, null, 7));
  return [await finish(one, original), await finish(two, pack)];
}

async function finish(folder: string, packDir: string): Promise<Edition> {
  const { page } = await buildEngine({ outDir: join(folder, 'engine'), isPublished: false, packDir });
  await buildPlugin({ outDir: folder, engineUrl: `${engineUrl}${page}` });
  return { folder, page };
}
