import { requireFittingParts } from './check-fit.ts';
import { requireFittingTokenizer } from './check-tokenizer.ts';
import type { PackSource } from './pack-files.ts';
import { type PartGraph, readPartGraph } from './part-graph.ts';
import { partNames, withStandardNames } from './part-names.ts';
import { type PackGraphs, readPackFacts } from './read-pack-facts.ts';
import { type LoadedInfo, readPackInfo } from './read-pack-info.ts';
import { recognizePack } from './recognize-pack.ts';
import { requireFiles } from './require-files.ts';

/** A pack looked at without its weights: everything that decides whether it runs, and how. */
export type InspectedPack = {
  /** The pack's files, its parts under the names that optimum gives them. */
  readonly source: PackSource;
  readonly graphs: PackGraphs;
  readonly info: LoadedInfo;
};

/**
 * Looks at a pack's JSON files and graphs, and fetches or loads none of its weights. Throws what recognizePack throws;
 * `model-file-missing` with all that are, `model-broken` or `model-json` with the file; `model-mismatch` or
 * `tokenizer-mismatch` where its parts come from different models.
 */
export async function inspectPack(source: PackSource): Promise<InspectedPack> {
  const named = await withStandardNames(source);
  const pipeline = await recognizePack(named);
  const graphs = new Map<string, PartGraph>();
  for (const part of partNames) {
    if (await named.has(`${part}/model.onnx`)) graphs.set(part, await readPartGraph(named, part, false));
  }
  await requireFiles(named, graphs);
  const facts = await readPackFacts(named, graphs, pipeline);
  const info = await readPackInfo(named, graphs, facts);
  requireFittingParts(graphs, info);
  for (const [part, folder] of [
    ['text_encoder', 'tokenizer'],
    ['text_encoder_2', 'tokenizer_2'],
  ] as const) {
    const encoder = graphs.get(part);
    if (encoder !== undefined) await requireFittingTokenizer(named, encoder, folder);
  }
  return { source: named, graphs, info };
}
