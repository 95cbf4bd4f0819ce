import { describe, expect, it } from 'vitest';
import { findHiddenOutput } from '../../../ui/runtime/text-encoder.ts';

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
