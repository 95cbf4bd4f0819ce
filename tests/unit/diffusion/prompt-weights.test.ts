import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePromptWeights } from '../../../ui/diffusion/prompt-weights.ts';
import { textGoldens } from '../../parity/text-goldens.ts';

const parse = (prompt: string) => parsePromptWeights(prompt).map(({ text, weight }) => [text, weight]);
const withEscapes = (text: string) => text.replace(/[\\()[\]]/g, '\\$&');
/** Text without anything that the grammar means. */
const plain = fc.stringMatching(/^[^\\()[\]:]+$/);
/** Any characters at all. */
const anything = fc
  .array(fc.integer({ min: 1, max: 0x10ffff }), { maxLength: 20 })
  .map((codes) => String.fromCodePoint(...codes));
/** Anything, with many of the signs that mean something. */
const strange = fc
  .array(fc.constantFrom('(', ')', '[', ']', ':', '\\', '1.3', '-', '.5', ' ', 'fox', ',', '🦊'), {
    maxLength: 30,
  })
  .map((parts) => parts.join(''));

describe('a prompt with weights', () => {
  it.each(textGoldens.weighted)('is cut as in Python: $text', ({ text, parts }) => {
    const found = parse(text);
    expect(found.map(([part]) => part)).toEqual(parts.map(([part]) => part));
    for (const [i, [, weight]] of found.entries()) expect(weight).toBeCloseTo(parts[i]![1], 12);
  });

  it.each<[string, [string, number][]]>([
    ['(fox', [['(fox', 1]]],
    ['fox)', [['fox)', 1]]],
    [':) a fox :(', [[':) a fox :(', 1]]],
    ['a] b', [['a] b', 1]]],
    ['fox:1.3) owl', [['fox:1.3) owl', 1]]],
    [
      '((fox:1.3) owl',
      [
        ['(', 1],
        ['fox', 1.3],
        [' owl', 1],
      ],
    ],
    [
      '(fox))',
      [
        ['fox', 1.1],
        [')', 1],
      ],
    ],
    ['(fox: 1.3 )', [['fox', 1.3]]],
    ['(fox:.5)', [['fox', 0.5]]],
    ['(fox:-1)', [['fox', -1]]],
    ['(fox:1.2.3)', [['fox:1.2.3', 1.1]]],
    ['(10:30)', [['10', 30]]],
    ['[fox:1.3]', [['fox:1.3', 1 / 1.1]]],
    ['()', [['', 1]]],
    ['(()', [['(', 1]]],
    [
      '\\\\(fox)',
      [
        ['\\', 1],
        ['fox', 1.1],
      ],
    ],
    [
      'a\\b (c)',
      [
        ['a\\b ', 1],
        ['c', 1.1],
      ],
    ],
  ])('%s is cut into %j', (prompt, parts) => {
    expect(parse(prompt)).toEqual(parts);
  });

  it('stays as it is, letter for letter, where it has no brackets', () => {
    fc.assert(
      fc.property(anything, (drawn) => {
        const text = drawn.replace(/[()[\]]/g, '');
        expect(parse(text)).toEqual([[text, 1]]);
      }),
    );
  });

  it('says what was escaped, and weighs none of it', () => {
    fc.assert(
      fc.property(strange, anything, (first, second) => {
        const text = `${first}(${second}`;
        expect(parse(withEscapes(text))).toEqual([[text, 1]]);
      }),
    );
  });

  it('multiplies brackets that lie in each other', () => {
    const brackets = fc.array(fc.constantFrom('(', '['), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(plain, brackets, (text, opens) => {
        const closes = opens.map((open) => (open === '(' ? ')' : ']')).reverse();
        const [part, ...others] = parse([...opens, text, ...closes].join(''));
        const expected = opens.reduce((weight, open) => (open === '(' ? weight * 1.1 : weight / 1.1), 1);
        expect(others).toEqual([]);
        expect(part![0]).toBe(text);
        expect(part![1]).toBeCloseTo(expected, 9);
      }),
    );
  });

  it('takes a stated weight in place of its own bracket, and no further', () => {
    const weight = fc.integer({ min: 0, max: 400 }).map((hundredths) => hundredths / 100);
    fc.assert(
      fc.property(plain, plain, weight, (before, text, stated) => {
        fc.pre(stated !== 1);
        expect(parse(`${before}(${text}:${stated})${before}`)).toEqual([
          [before, 1],
          [text, stated],
          [before, 1],
        ]);
      }),
    );
  });

  it('takes a bracket without its partner for text', () => {
    fc.assert(
      fc.property(plain, plain, fc.constantFrom('(', ')', '[', ']'), (before, after, bracket) => {
        expect(parse(before + bracket + after)).toEqual([[before + bracket + after, 1]]);
      }),
    );
  });

  it('loses none of its letters, whatever is written', () => {
    const letters = (text: string) => text.replace(/[\\()[\]:.\d\s+-]/g, '');
    fc.assert(
      fc.property(strange, (prompt) => {
        const parts = parsePromptWeights(prompt);
        expect(letters(parts.map(({ text }) => text).join(''))).toBe(letters(prompt));
        expect(parts.every(({ weight }) => Number.isFinite(weight))).toBe(true);
        for (const [i, part] of parts.slice(1).entries()) expect(part.weight).not.toBe(parts[i]!.weight);
      }),
      { numRuns: 1000 },
    );
  });
});
