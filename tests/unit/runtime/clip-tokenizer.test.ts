import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Tokenizer as HuggingFaceTokenizer } from '@huggingface/tokenizers';
import { describe, expect, it } from 'vitest';
import { openPackTokenizer } from '../../../ui/runtime/pack-tokenizer.ts';
import { readFolder } from '../../parity/open-pack-from-folder.ts';
import { createFolder } from './clip-files.ts';

const text = new TextEncoder();

/** A CLIP-like vocabulary with two merges, as packs without tokenizer.json carry it. */
const files = {
  'tokenizer/vocab.json': JSON.stringify({
    f: 0,
    o: 1,
    x: 2,
    's</w>': 3,
    "'": 4,
    fo: 5,
    'fox</w>': 6,
    'x</w>': 7,
    '1</w>': 8,
    '2</w>': 9,
    '<|startoftext|>': 10,
    '<|endoftext|>': 11,
    '!': 12,
  }),
  'tokenizer/merges.txt': '#version: 0.2\nf o\nfo x</w>\n',
  'tokenizer/tokenizer_config.json': JSON.stringify({
    bos_token: '<|startoftext|>',
    eos_token: { content: '<|endoftext|>' },
    unk_token: '<|endoftext|>',
    pad_token: '!',
    model_max_length: 77,
  }),
} as Record<string, string>;
const pack = {
  has: async (path: string) => path in files,
  read: async (path: string) => (path in files ? text.encode(files[path]!) : null),
};

describe('a tokenizer put together from vocab.json and merges.txt', () => {
  it('lowers case, merges, cuts digits one by one, and leaves the marks to others', async () => {
    const { tokenizer, layout } = await openPackTokenizer(pack, null);
    expect(tokenizer.encode('')).toEqual([]);
    expect(tokenizer.encode('FOX')).toEqual([6]);
    expect(tokenizer.encode('  fox   fox\n')).toEqual([6, 6]);
    expect(tokenizer.encode('12')).toEqual([8, 9]);
    expect(layout).toEqual({ contextLength: 77, beginId: 10, endId: 11, padId: 12 });
  });

  it('is never longer than the encoder has positions', async () => {
    expect((await openPackTokenizer(pack, 32)).layout.contextLength).toBe(32);
  });
});

it("reads the default pack's own tokenizer.json", async () => {
  const folder = fileURLToPath(new URL('../../../models/default', import.meta.url));
  const { tokenizer, layout } = await openPackTokenizer(readFolder(folder), 32);
  expect(layout).toEqual({ contextLength: 32, beginId: 1967, endId: 1968, padId: 1968 });
  // Every word of its own vocabulary is one token.
  expect(tokenizer.encode('a red circle on a blue background')).toHaveLength(7);
  const json = JSON.parse(await readFile(`${folder}/tokenizer/tokenizer.json`, 'utf8'));
  const asItStands = new HuggingFaceTokenizer(json, {});
  const prompts = ['', 'Ein GRÜNER Kreis, groß!', "it's 12 owls (at dusk)", 'a<|endoftext|>b', '狐 🦊 über'];
  for (const prompt of prompts) {
    expect([layout.beginId, ...tokenizer.encode(prompt), layout.endId]).toEqual(
      asItStands.encode(prompt).ids,
    );
  }
});

it('takes a tokenizer.json of another kind as it is, with the marks that it sets', async () => {
  const files = {
    'tokenizer/tokenizer.json': {
      version: '1.0',
      added_tokens: [
        { id: 3, content: '<end>', special: true, normalized: false },
        { id: 4, content: '<pad>', special: true, normalized: false },
      ],
      normalizer: null,
      pre_tokenizer: { type: 'WhitespaceSplit' },
      post_processor: {
        type: 'TemplateProcessing',
        single: [{ Sequence: { id: 'A', type_id: 0 } }, { SpecialToken: { id: '<end>', type_id: 0 } }],
        pair: [],
        special_tokens: { '<end>': { id: '<end>', ids: [3], tokens: ['<end>'] } },
      },
      decoder: null,
      model: { type: 'BPE', unk_token: '<pad>', vocab: { a: 0, b: 1, ab: 2 }, merges: ['a b'] },
    },
    'tokenizer/tokenizer_config.json': { pad_token: '<pad>', model_max_length: 1e30 },
  };
  const { tokenizer, layout } = await openPackTokenizer(createFolder(files), 64);
  expect(tokenizer.encode('ab a')).toEqual([2, 0]);
  expect(layout).toEqual({ contextLength: 64, beginId: null, endId: 3, padId: 4 });
});
