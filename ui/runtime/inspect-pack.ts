import { DiffusionError } from '../diffusion/diffusion-error.ts';
import { requireFittingParts } from './check-fit.ts';
import { requireFittingTokenizer } from './check-tokenizer.ts';
import type { PackSource } from './pack-files.ts';
import { type PartGraph, readPartGraph } from './part-graph.ts';
import { partNames, withStandardNames } from './part-names.ts';
import { type PackGraphs, readPackFacts } from './read-pack-facts.ts';
import { type LoadedInfo, readPackInfo } from './read-pack-info.ts';
import { recognizePack } from './recognize-pack.ts';

/** A pack looked at without its weights: everything that decides whether it runs, and how. */
export type InspectedPack = {
  /** The pack's files, its parts under the names that optimum gives them. */
  readonly source: PackSource;
  readonly graphs: PackGraphs;
  readonly info: LoadedInfo;
};

/** A pipeline cannot do without these; the refiner of XL has the second text encoder alone. */
function requireParts(graphs: ReadonlyMap<string, PartGraph>): void {
  const hasText = graphs.has('text_encoder') || graphs.has('text_encoder_2');
  const absent = [
    ...(hasText ? [] : ['text_encoder']),
    ...(graphs.has('vae_decoder') ? [] : ['vae_decoder']),
  ];
  if (absent.length === 0) return;
  const subject = absent.map((part) => `${part}/model.onnx`).join(', ');
  throw new DiffusionError('model-file-missing', `${subject} is missing.`, { subject });
}

/**
 * Looks at a pack's JSON files and graphs, and fetches or loads none of its weights. Throws what recognizePack throws;
 * `model-file-missing`, `model-broken` or `model-json` with the file; `model-mismatch` or `tokenizer-mismatch` where its
 * parts come from different models.
 */
export async function inspectPack(source: PackSource): Promise<InspectedPack> {
  const named = await withStandardNames(source);
  const pipeline = await recognizePack(named);
  const graphs = new Map<string, PartGraph>();
  for (const part of partNames) {
    if (await named.has(`${part}/model.onnx`)) graphs.set(part, await readPartGraph(named, part, false));
  }
  requireParts(graphs);
  const facts = await readPackFacts(named, graphs, pipeline);
  const info = await readPackInfo(named, graphs, facts);
  requireFittingParts(graphs, info);
  if (graphs.has('text_encoder')) await requireFittingTokenizer(named, 'text_encoder', 'tokenizer');
  if (graphs.has('text_encoder_2')) await requireFittingTokenizer(named, 'text_encoder_2', 'tokenizer_2');
  return { source: named, graphs, info };
}
