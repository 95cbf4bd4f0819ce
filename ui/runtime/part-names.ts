import type { PackSource } from './pack-files.ts';

/** The networks that a pack may have, by the names of their folders. */
export const partNames = [
  'unet',
  'text_encoder',
  'text_encoder_2',
  'vae_decoder',
  'vae_encoder',
  'upscaler',
] as const;

/**
 * Where a part lies that is not called `model.onnx`: the only graph in its folder (`unet/model_layernorm.onnx`), or the
 * only one of its name in a flat `onnx/` (`onnx/unet_model_q4f16.onnx`). Null where it is missing or could be several.
 */
function findGraph(paths: readonly string[], part: string): string | null {
  const inFolder = paths.filter((path) => path.startsWith(`${part}/`) && /^[^/]*\/[^/]*\.onnx$/.test(path));
  const flat = paths.filter((path) => new RegExp(`^onnx/${part}_model[^/]*\\.onnx$`).test(path));
  const found = inFolder.length > 0 ? inFolder : flat;
  return found.length === 1 ? found[0]! : null;
}

/**
 * The source with every part under the name that optimum gives it, `unet/model.onnx` and its weights beside it,
 * whatever its converter called it. Places that cannot be listed stay as they are.
 */
export async function withStandardNames(source: PackSource): Promise<PackSource> {
  const paths = (await source.list())?.map(({ path }) => path) ?? [];
  const graphs = new Map<string, string>();
  for (const part of partNames) {
    const graph = paths.includes(`${part}/model.onnx`) ? null : findGraph(paths, part);
    if (graph !== null) graphs.set(part, graph);
  }
  return graphs.size === 0 ? source : withGraphsAt(source, graphs, paths);
}

/**
 * The source with each part's graph, that lies at the path given for it, and the files beside it under the part's
 * standard names. `paths` are all of the source's.
 */
export function withGraphsAt(
  source: PackSource,
  graphs: ReadonlyMap<string, string>,
  paths: readonly string[],
): PackSource {
  function locate(path: string): string {
    const [part = '', ...rest] = path.split('/');
    const graph = graphs.get(part);
    if (graph === undefined || paths.includes(path)) return path;
    const file = rest.join('/');
    return file === 'model.onnx' ? graph : `${graph.slice(0, graph.lastIndexOf('/') + 1)}${file}`;
  }
  return {
    ...source,
    open: (path) => source.open(locate(path)),
    read: (path) => source.read(locate(path)),
    readRange: (path, start, end) => source.readRange(locate(path), start, end),
    has: (path) => source.has(locate(path)),
  };
}
