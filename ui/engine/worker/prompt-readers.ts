import type { EngineContract } from '../../../protocol/engine-contract.ts';
import type { PackSource } from '../../runtime/pack-files.ts';
import { openPromptReader, type PromptReader } from '../../runtime/read-prompt.ts';

/** The tokenizers of the models that prompts were typed for. */
export type PromptReaders = {
  read(
    id: string,
    prompt: string,
    negative: string,
  ): Promise<EngineContract['requests']['readPrompt']['result']>;
  /** Forgets a model, whose files may be others from now on. */
  drop(id: string): void;
};

/** A vocabulary takes some megabytes, and people try few models at a time. */
const mostKept = 3;

/** Keeps the tokenizers of the last models; one that could not be opened is tried again. */
export function createPromptReaders(find: (id: string) => Promise<PackSource>): PromptReaders {
  const kept = new Map<string, Promise<PromptReader>>();

  function open(id: string): Promise<PromptReader> {
    const opened = kept.get(id) ?? find(id).then(openPromptReader);
    // The order of a map is that of use here.
    kept.delete(id);
    kept.set(id, opened);
    for (const old of [...kept.keys()].slice(0, -mostKept)) kept.delete(old);
    opened.catch(() => {
      if (kept.get(id) === opened) kept.delete(id);
    });
    return opened;
  }

  return {
    async read(id, prompt, negative) {
      const reader = await open(id);
      return { prompt: reader(prompt), negative: reader(negative) };
    },
    drop: (id) => void kept.delete(id),
  };
}
