import { DiffusionError } from '../diffusion/diffusion-error.ts';
import { readMerges } from './clip-tokenizer.ts';
import type { OnnxGraph } from './onnx/read-graph.ts';
import { isJsonObject, type PackFiles, readJson, readText } from './pack-files.ts';
import type { PartGraph } from './part-graph.ts';

/** Encoders with fewer words than this are test models, whose vocabularies are cut as it suits. */
const realVocabulary = 10_000;

/** The largest id of a vocabulary: an object of ids by token, or a list of tokens; null where there is none. */
function findLargestId(vocabulary: unknown): number | null {
  if (Array.isArray(vocabulary)) return vocabulary.length - 1;
  if (!isJsonObject(vocabulary)) return null;
  let largest = -1;
  for (const id of Object.values(vocabulary)) if (typeof id === 'number' && id > largest) largest = id;
  return largest;
}

/** The words in an encoder's own table, the longest of the tables it looks things up in; null where none is seen. */
function countEmbeddings({ nodes, initializers }: OnnxGraph): number | null {
  const lengths = nodes.flatMap(({ opType, inputs: [table = ''] }) => {
    const dims = opType === 'Gather' ? (initializers.get(table)?.dims ?? []) : [];
    return dims.length === 2 ? [dims[0]!] : [];
  });
  return lengths.length === 0 ? null : Math.max(...lengths);
}

async function readLargestId(files: PackFiles, folder: string): Promise<number | null> {
  const own = findLargestId(await readJson(files, `${folder}/vocab.json`));
  if (own !== null) return own;
  const { model } = (await readJson(files, `${folder}/tokenizer.json`)) ?? {};
  return isJsonObject(model) ? findLargestId(model.vocab) : null;
}

/**
 * Refuses a tokenizer of another model, whose ids would mean other words or lie beyond the encoder's table, or whose
 * merges are not those of its vocabulary: `tokenizer-mismatch`. Packs that say too little pass.
 */
export async function requireFittingTokenizer(
  files: PackFiles,
  { part, graph, model }: PartGraph,
  folder: string,
): Promise<void> {
  const encoder = (await readJson(files, `${part}/config.json`)) ?? {};
  const { tokenizer_class: tokenizerClass } =
    (await readJson(files, `${folder}/tokenizer_config.json`)) ?? {};
  const refuse = (why: string): never => {
    throw new DiffusionError('tokenizer-mismatch', `${folder}: ${why}`, { subject: `${folder}: ${why}` });
  };
  const isClip = String(encoder.model_type).startsWith('clip');
  const isForeign = /T5|Bert|Roberta|Llama|Qwen|Gemma|GPT2/i.test(String(tokenizerClass));
  if (isClip && isForeign) refuse(String(tokenizerClass));
  // The beginning of a remote file may show another table than the one of words.
  const words = (model === null ? null : countEmbeddings(graph)) ?? encoder.vocab_size;
  const largest = await readLargestId(files, folder);
  if (typeof words !== 'number' || largest === null) return;
  if (largest >= words) refuse(`${largest + 1} > ${words}`);
  // Words that were taught later (textual inversion) may be listed elsewhere.
  if (words < realVocabulary) return;
  if (largest + 1 < 0.95 * words) refuse(`${largest + 1} < ${words}`);
  const merges = await readText(files, `${folder}/merges.txt`);
  // Every word but the 512 bytes and the marks is made by a merge.
  if (merges !== null && readMerges(merges).length < 0.9 * words) refuse('merges.txt');
}
