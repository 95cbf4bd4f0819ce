import * as ort from 'onnxruntime-web/wasm';
import { describe, expect, it } from 'vitest';
import { createTensor } from '../../../ui/diffusion/tensor.ts';
import type { ModelSession } from '../../../ui/runtime/model-session.ts';
import type { PackTokenizer } from '../../../ui/runtime/pack-tokenizer.ts';
import { createTextEncoder, findHiddenOutput } from '../../../ui/runtime/text-encoder.ts';

const named = (...names: string[]) => names.map((name) => ({ name }));
const all = (layers: number) => Array.from({ length: layers + 1 }, (_, i) => `hidden_states.${i}`);

describe("a text encoder's states", () => {
  it.each<[string, string[], boolean, number | null, string | null]>([
    ['the last ones, by their name', ['pooler_output', 'last_hidden_state'], false, 12, 'last_hidden_state'],
    ['the last ones, by their place', ['output_0'], false, null, 'output_0'],
    ['those before the last layer', ['last_hidden_state', ...all(12)], true, 12, 'hidden_states.11'],
    ['the same without a config', ['text_embeds', ...all(32)], true, null, 'hidden_states.31'],
    ['the only ones of a pruned export', ['hidden_states.31', 'text_embeds'], true, 32, 'hidden_states.31'],
    ['none of an export without them', ['last_hidden_state', 'pooler_output'], true, 12, null],
    ['none of an export with others', ['hidden_states.4', 'text_embeds'], true, 12, null],
  ])('are %s', (_, outputs, isPenultimate, layers, expected) => {
    expect(findHiddenOutput(named(...outputs), isPenultimate, layers)).toBe(expected);
  });
});

/** An encoder of width 1 whose states are its ids, fixed to two prompts per call, as some published ones are. */
function createSession(): ModelSession & { fed: [type: string, dims: readonly number[]][] } {
  const fed: [string, readonly number[]][] = [];
  return {
    fed,
    part: 'text_encoder',
    inputs: [{ name: 'input_ids', type: 'int32', shape: [2, 77] }],
    outputs: [{ name: 'last_hidden_state', type: 'float32', shape: [2, 77, 1] }],
    async run({ input_ids: ids }) {
      fed.push([ids!.type, ids!.dims]);
      return [createTensor([...ids!.dims, 1], Float32Array.from(ids!.data as Int32Array))];
    },
    release: async () => {},
  };
}

it('an encoder of two prompts reads one at a time, and none of them twice', async () => {
  const session = createSession();
  const unused: PackTokenizer = {
    tokenizer: { encode: () => [] },
    layout: { contextLength: 3, beginId: 1, endId: 2, padId: 2 },
  };
  const { encode } = createTextEncoder(ort, session, unused, { isPenultimate: false, layers: null });
  const first = await encode([1, 7, 2]);
  expect(first).toEqual({ hidden: createTensor([1, 3, 1], Float32Array.of(1, 7, 2)), pooled: null });
  expect(await encode([1, 7, 2])).toBe(first);
  expect((await encode([1, 8, 2])).hidden.data).toEqual(Float32Array.of(1, 8, 2));
  expect(session.fed).toEqual([
    ['int32', [2, 3]],
    ['int32', [2, 3]],
  ]);
});
