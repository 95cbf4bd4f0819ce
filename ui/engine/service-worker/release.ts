import type { RuntimeBuild } from '../../../protocol/offline.ts';

/**
 * One file of a release, written down by the build. `path` is relative to the engine's folder, `sha256` in lowercase
 * hex. `page`: the page and its scripts. `model`: the packs that come with it. Otherwise the build of onnxruntime that
 * alone needs it.
 */
export type ReleaseFile = {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly part: 'page' | 'model' | RuntimeBuild;
};

/** Everything that the build has put into the engine's folder; `id` follows from the bytes of it all. */
export type Release = { readonly id: string; readonly files: readonly ReleaseFile[] };

/** What a browser must have to work without a network, when it paints with this build of onnxruntime. */
export function filesToKeep({ files }: Release, build: RuntimeBuild): ReleaseFile[] {
  return files.filter(({ part }) => part === 'page' || part === 'model' || part === build);
}

/**
 * True where a file's name changes with its content (`chunk-1A2B3C4D.js`). Any page that asks for such a file means
 * these bytes; what a page of another release means by `ort/….wasm` this release cannot know.
 */
export const namesItsContent = ({ path }: ReleaseFile) => /-[0-9A-Z]{8}\.\w+$/.test(path);
