import { takeItem } from '../diffusion/batch.ts';
import { DiffusionError } from '../diffusion/diffusion-error.ts';
import type { Tensor } from '../diffusion/tensor.ts';
import type { ModelSession } from './model-session.ts';
import type { OrtModule } from './ort-environment.ts';
import type { PackTokenizer } from './pack-tokenizer.ts';
import { requireInputs } from './session-specs.ts';
import { createFeed } from './tensor-bridge.ts';

/** What an encoder says of one chunk: states [1, tokens, width], and [1, width] for all of it where it gives that. */
export type EncodedChunk = { readonly hidden: Tensor; readonly pooled: Tensor | null };

/** One text encoder of a pack with the tokenizer that goes with it. */
export type PackTextEncoder = {
  readonly part: string;
  readonly tokenizer: PackTokenizer;
  encode(ids: readonly number[]): Promise<EncodedChunk>;
};

/** Chunks whose states are kept: the same words with another seed, and the negative prompt, come again and again. */
const keptChunks = 32;

const hiddenName = /^hidden_states\.(\d+)$/;

/**
 * The output that holds an encoder's last states, or those before its last layer. `layers` is the number of layers in
 * its config: exports that carry fewer states than they have layers and one are only understood with it.
 */
export function findHiddenOutput(
  outputs: readonly { readonly name: string }[],
  isPenultimate: boolean,
  layers: number | null,
): string | null {
  const names = outputs.map(({ name }) => name);
  if (!isPenultimate) return names.includes('last_hidden_state') ? 'last_hidden_state' : (names[0] ?? null);
  const numbers = names.flatMap((name) => hiddenName.exec(name)?.[1] ?? []).map(Number);
  const wanted = layers === null ? Math.max(...numbers) - 1 : layers - 1;
  return numbers.includes(wanted) ? `hidden_states.${wanted}` : null;
}

/**
 * A text encoder; `isPenultimate` takes the states before the last layer and the pooled prompt, as SDXL does. Refuses
 * an export that does not give them.
 */
export function createTextEncoder(
  ort: OrtModule,
  session: ModelSession,
  tokenizer: PackTokenizer,
  { isPenultimate, layers }: { readonly isPenultimate: boolean; readonly layers: number | null },
): PackTextEncoder {
  const { input_ids: spec } = requireInputs(session, ['input_ids']);
  const hiddenOutput = findHiddenOutput(session.outputs, isPenultimate, layers);
  if (hiddenOutput === null) {
    throw new DiffusionError('model-unsupported', `${session.part} does not give its hidden states.`);
  }
  const givesPooled = isPenultimate && session.outputs.some(({ name }) => name === 'text_embeds');
  const wanted = givesPooled ? [hiddenOutput, 'text_embeds'] : [hiddenOutput];
  const [batch] = spec.shape;
  const count = typeof batch === 'number' ? batch : 1;
  const kept = new Map<string, EncodedChunk>();

  async function encode(ids: readonly number[]): Promise<EncodedChunk> {
    const key = ids.join();
    const known = kept.get(key);
    if (known !== undefined) return known;
    const repeated = Array.from({ length: count }, () => ids).flat();
    const feeds = { input_ids: createFeed(ort, spec, repeated, [count, ids.length]) };
    const [hidden, pooled] = await session.run(feeds, wanted);
    const encoded = {
      hidden: takeItem(hidden!, 0),
      pooled: pooled === undefined ? null : takeItem(pooled, 0),
    };
    if (kept.size >= keptChunks) kept.delete(kept.keys().next().value!);
    kept.set(key, encoded);
    return encoded;
  }

  return { part: session.part, tokenizer, encode };
}
