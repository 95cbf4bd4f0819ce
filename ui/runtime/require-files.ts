import { DiffusionError } from '../diffusion/diffusion-error.ts';
import type { PackFiles } from './pack-files.ts';
import type { PartGraph } from './part-graph.ts';

/** The first file of a tokenizer that is not there: its vocabulary, or the merges that belong to one of CLIP's kind. */
async function nameMissingOf(files: PackFiles, folder: string): Promise<string[]> {
  if (await files.has(`${folder}/tokenizer.json`)) return [];
  if (!(await files.has(`${folder}/vocab.json`))) return [`${folder}/vocab.json`];
  return (await files.has(`${folder}/merges.txt`)) ? [] : [`${folder}/merges.txt`];
}

/**
 * Refuses a pack that lacks files which no pack can do without: `model-file-missing` with all of them, so that a person
 * who copied half of a folder need not find out one by one. The refiner of XL has the second text encoder alone.
 */
export async function requireFiles(files: PackFiles, graphs: ReadonlyMap<string, PartGraph>): Promise<void> {
  const hasOnlySecond = graphs.has('text_encoder_2') && !graphs.has('text_encoder');
  const configs = ['unet/config.json', 'scheduler/scheduler_config.json'];
  const parts = ['unet', ...(hasOnlySecond ? [] : ['text_encoder']), 'vae_decoder'];
  const absent = parts.filter((part) => !graphs.has(part)).map((part) => `${part}/model.onnx`);
  for (const path of configs) if (!(await files.has(path))) absent.push(path);
  if (!hasOnlySecond) absent.push(...(await nameMissingOf(files, 'tokenizer')));
  if (graphs.has('text_encoder_2')) absent.push(...(await nameMissingOf(files, 'tokenizer_2')));
  if (absent.length === 0) return;
  const subject = absent.join(', ');
  throw new DiffusionError('model-file-missing', `${subject}: missing.`, { subject });
}
