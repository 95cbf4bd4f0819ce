import { describe, expect, it } from 'vitest';
import {
  countChunks,
  cutIntoChunks,
  findCutOff,
  roomOf,
  tokenizePrompt,
} from '../../../ui/diffusion/prompt-tokens.ts';

/** Begin 1, end 99, padding 0, three ids of text per chunk; one id per letter, none for spaces. */
const layout = { contextLength: 5, beginId: 1, endId: 99, padId: 0 };
const tokenizer = {
  encode: (text: string) => Array.from(text.replaceAll(' ', ''), (letter) => letter.charCodeAt(0)),
};
const plain = (text: string) => [{ text, weight: 1 }];
const cut = (text: string, count: number) =>
  cutIntoChunks(tokenizePrompt(tokenizer, plain(text)), layout, count).map(({ ids }) => ids);

describe('a prompt', () => {
  it('is filled up to the length of the encoder', () => {
    expect(cut('a', 1)).toEqual([[1, 97, 99, 0, 0]]);
    expect(cut('abc', 1)).toEqual([[1, 97, 98, 99, 99]]);
    expect(cut('', 1)).toEqual([[1, 99, 0, 0, 0]]);
  });

  it('fills as many chunks as it needs, each with marks of its own', () => {
    const tokens = (text: string) => tokenizePrompt(tokenizer, plain(text));
    expect(['', 'abc', 'abcd', 'abcdef', 'abcdefg'].map((text) => countChunks(tokens(text), layout))).toEqual(
      [1, 1, 2, 2, 3],
    );
    expect(cut('abcd', 2)).toEqual([
      [1, 97, 98, 99, 99],
      [1, 100, 99, 0, 0],
    ]);
  });

  it('gets empty chunks where another prompt is longer', () => {
    expect(cut('a', 2)).toEqual([
      [1, 97, 99, 0, 0],
      [1, 99, 0, 0, 0],
    ]);
  });

  it('is cut before the end mark where there are not enough chunks', () => {
    expect(cut('abcd', 1)).toEqual([[1, 97, 98, 99, 99]]);
  });

  it('needs no begin mark where the encoder knows none', () => {
    const without = { ...layout, beginId: null };
    expect(roomOf(without)).toBe(4);
    expect(cutIntoChunks(tokenizePrompt(tokenizer, plain('a')), without, 1)[0]!.ids).toEqual([
      97, 99, 0, 0, 0,
    ]);
  });

  it('carries the weight of each part to its ids and no further', () => {
    const parts = [
      { text: 'ab', weight: 1 },
      { text: ' c', weight: 1.3 },
      { text: 'd', weight: 0.5 },
    ];
    const [first, second] = cutIntoChunks(tokenizePrompt(tokenizer, parts), layout, 2);
    expect(first).toEqual({ ids: [1, 97, 98, 99, 99], weights: [1, 1, 1, 1.3, 1] });
    expect(second).toEqual({ ids: [1, 100, 99, 0, 0], weights: [1, 0.5, 1, 1, 1] });
  });
});

describe('the words that are cut off', () => {
  it('are named as they were typed, with the one that does not fit whole', () => {
    expect(findCutOff(tokenizer, plain('Red  Fox,\non a HILL'), 3)).toBe('Fox, on a HILL');
    expect(findCutOff(tokenizer, plain('Red Fox'), 5)).toBe('Fox');
  });

  it('are told without the signs of their weights', () => {
    const parts = [
      { text: 'a red ', weight: 1 },
      { text: 'fox', weight: 1.3 },
    ];
    expect(findCutOff(tokenizer, parts, 4)).toBe('fox');
  });
});
