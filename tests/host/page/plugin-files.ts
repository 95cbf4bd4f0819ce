import { type Manifest, parseManifest } from '../plugin-runtime/manifest.ts';

/** A plugin as its folder has it, everything read. */
export type PluginFiles = {
  manifest: Manifest;
  code: string;
  /** The contents of manifest.ui: one text, or one per key. */
  ui: string | { readonly [key: string]: string } | null;
};

/** Reads manifest, main file and panels from a folder's address (ends with a slash). Throws with a sentence. */
export async function loadPlugin(folder: string): Promise<PluginFiles> {
  const json: unknown = JSON.parse(await fetchText(`${folder}manifest.json`));
  const manifest = parseManifest(json);
  const code = await fetchText(folder + manifest.main);
  return { manifest, code, ui: await readUi(folder, manifest.ui) };
}

async function readUi(folder: string, ui: Manifest['ui']): Promise<PluginFiles['ui']> {
  if (ui === null) return null;
  if (typeof ui === 'string') return fetchText(folder + ui);
  const entries = Object.entries(ui).map(
    async ([key, path]) => [key, await fetchText(folder + path)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

async function fetchText(address: string): Promise<string> {
  const response = await fetch(address, { cache: 'no-cache' });
  if (!response.ok) throw new Error(`${address} is missing: has the plugin been built?`);
  return response.text();
}
