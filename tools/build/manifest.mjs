import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../setup.mjs';

/**
 * Writes dist/manifest.json, the manifest of a folder that stands alone (for a team or for publishing).
 * The manifest.json at the root is the development one and is never rewritten by a build.
 */
export async function writeManifest({ outDir, engine, id }) {
  const manifest = JSON.parse(await readFile(join(root, 'manifest.json'), 'utf8'));
  manifest.main = 'plugin.js';
  manifest.ui = 'ui.html';
  if (id !== null) manifest.id = id;
  if (engine?.startsWith('https:')) {
    // A trailing slash allows everything below it; the engine's own page fetches the rest under its own policy.
    manifest.networkAccess = {
      allowedDomains: [engine],
      reasoning:
        'Loads the on-device picture engine and its model files. Pictures and prompts never leave this computer.',
      devAllowedDomains: [],
    };
  }
  await writeFile(join(outDir, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}
