import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../setup.mjs';

/** What the manifest of a build with this engine allows; null: the development one. */
export async function readNetwork(engine) {
  if (!engine?.startsWith('https:'))
    return JSON.parse(await readFile(join(root, 'manifest.json'), 'utf8')).networkAccess;
  // A trailing slash allows everything below it; the engine's own page fetches the rest under its own policy.
  return {
    allowedDomains: [engine],
    reasoning:
      'Loads the on-device picture engine and its model files. Pictures and prompts never leave this computer.',
    devAllowedDomains: [],
  };
}

/**
 * Writes dist/manifest.json, the manifest of a folder that stands alone (for a team or for publishing).
 * The manifest.json at the root is the development one and is never rewritten by a build.
 */
export async function writeManifest({ outDir, engine, id }) {
  const manifest = JSON.parse(await readFile(join(root, 'manifest.json'), 'utf8'));
  manifest.main = 'plugin.js';
  manifest.ui = 'ui.html';
  if (id !== null) manifest.id = id;
  manifest.networkAccess = await readNetwork(engine);
  await writeFile(join(outDir, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}
