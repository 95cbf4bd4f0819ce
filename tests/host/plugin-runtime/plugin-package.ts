import { type Manifest, parseManifest } from './manifest.ts';

/** A plugin as the host runs it: its manifest and the contents of the files that the manifest names. */
export type PluginPackage = {
  readonly manifest: Manifest;
  readonly code: string;
  /** The contents behind `__html__`; null where the manifest has no `ui` or a map. */
  readonly html: string | null;
  /** The contents behind `__uiFiles__`; null where the manifest has no map. */
  readonly uiFiles: { readonly [key: string]: string } | null;
};

/**
 * Reads a plugin folder through `readFile`, which gets paths relative to it. Throws a ManifestError on a bad
 * manifest, and what `readFile` throws on a missing file.
 */
export async function readPluginPackage(readFile: (path: string) => Promise<string>): Promise<PluginPackage> {
  const manifest = parseManifest(JSON.parse(await readFile('manifest.json')));
  const code = await readFile(manifest.main);
  if (manifest.ui === null) return { manifest, code, html: null, uiFiles: null };
  if (typeof manifest.ui === 'string')
    return { manifest, code, html: await readFile(manifest.ui), uiFiles: null };
  const files = Object.entries(manifest.ui).map(async ([key, path]) => [key, await readFile(path)] as const);
  return { manifest, code, html: null, uiFiles: Object.fromEntries(await Promise.all(files)) };
}
