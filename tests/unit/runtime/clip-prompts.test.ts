import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { cutIntoChunks, tokenizePrompt } from '../../../ui/diffusion/prompt-tokens.ts';
import { openPackTokenizer, type PackTokenizer } from '../../../ui/runtime/pack-tokenizer.ts';
import { clipMerges, createClipVocabulary, createFolder } from './clip-files.ts';

type Golden = { text: string } & Record<'sd1' | 'sd2' | 'sd1Padded' | 'sd2Padded', number[]>;

// Written by tests/parity/make_prompt_goldens.py with Python's CLIPTokenizer and ftfy.
const file = new URL('../../fixtures/text/clip-prompts.json', import.meta.url);
const { prompts }: { prompts: Golden[] } = JSON.parse(readFileSync(file, 'utf8'));

const begin = '<|startoftext|>';
const end = '<|endoftext|>';
const vocab = createClipVocabulary();
const inTwoFiles = { 'tokenizer/vocab.json': vocab, 'tokenizer/merges.txt': clipMerges };
const config = { bos_token: begin, eos_token: end, unk_token: end, model_max_length: 77 };
const added = (id: number, content: string) => ({ id, content, special: true, normalized: false });

/** A tokenizer.json with merges in pairs; what is around its model is what a badly converted pack had. */
const inOneFile = {
  'tokenizer/tokenizer.json': {
    version: '1.0',
    added_tokens: [added(0, '!'), added(49406, begin), added(49407, end)],
    normalizer: null,
    pre_tokenizer: { type: 'WhitespaceSplit' },
    post_processor: null,
    decoder: null,
    model: {
      type: 'BPE',
      unk_token: end,
      end_of_word_suffix: '</w>',
      vocab,
      merges: clipMerges
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => line.split(' ')),
    },
  },
};

describe.each([
  ['Stable Diffusion 1', 'sd1', { ...inTwoFiles, 'tokenizer/tokenizer_config.json': config }],
  [
    'Stable Diffusion 2, whose two configs disagree about the padding',
    'sd2',
    {
      ...inTwoFiles,
      'tokenizer/tokenizer_config.json': { ...config, pad_token: end },
      'tokenizer/special_tokens_map.json': { pad_token: '!' },
    },
  ],
  [
    'the second tokenizer of SDXL, as it is saved today',
    'sd2',
    {
      ...inTwoFiles,
      'tokenizer/tokenizer_config.json': {
        ...config,
        pad_token: '!',
        added_tokens_decoder: {
          0: { content: '!', special: true, normalized: false },
          49406: { content: begin, special: true, normalized: true },
          49407: { content: end, special: true, normalized: true },
        },
      },
    },
  ],
  [
    'a tokenizer.json alone',
    'sd2',
    { ...inOneFile, 'tokenizer/tokenizer_config.json': { ...config, pad_token: { content: '!' } } },
  ],
] as const)('%s', (_, kind, files) => {
  let opened: PackTokenizer;
  beforeAll(async () => {
    opened = await openPackTokenizer(createFolder(files), 77);
  }, 120_000);

  it('gives every prompt the ids that Python gives it', () => {
    expect(prompts.length).toBeGreaterThanOrEqual(200);
    const { tokenizer, layout } = opened;
    const wrong = prompts.flatMap(({ text, [kind]: expected }) => {
      const ids = [layout.beginId, ...tokenizer.encode(text), layout.endId];
      return ids.join() === expected.join() ? [] : [{ text, ids, expected }];
    });
    expect(wrong).toEqual([]);
  });

  it('cuts and pads them to 77 as Python does', () => {
    const { tokenizer, layout } = opened;
    const wrong = prompts.flatMap(({ text, [`${kind}Padded` as const]: expected }) => {
      const [chunk] = cutIntoChunks(tokenizePrompt(tokenizer, [{ text, weight: 1 }]), layout, 1);
      return chunk!.ids.join() === expected.join() ? [] : [{ text, ids: chunk!.ids, expected }];
    });
    expect(wrong).toEqual([]);
  });
});
