import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePromptWeights } from '../../../ui/diffusion/prompt-weights.ts';
import { applyEdit, changeWeight } from '../../../ui/shell/state/prompt-edit.ts';

/** A text with its selection: `|` is a caret, `<` and `>` stand around what is selected. */
function parse(marked: string): { text: string; start: number; end: number } {
  const text = marked.replace(/[|<>]/g, '');
  const caret = marked.indexOf('|');
  if (caret >= 0) return { text, start: caret, end: caret };
  return { text, start: marked.indexOf('<'), end: marked.indexOf('>') - 1 };
}

/** The text with its selection after each step; null where a step does nothing. */
function steps(marked: string, ...bys: (1 | -1)[]): (string | null)[] {
  let { text, start, end } = parse(marked);
  return bys.map((by) => {
    const edit = changeWeight(text, start, end, by);
    if (edit === null) return null;
    text = applyEdit(text, edit);
    [start, end] = edit.selection;
    if (start === end) return `${text.slice(0, start)}|${text.slice(start)}`;
    return `${text.slice(0, start)}<${text.slice(start, end)}>${text.slice(end)}`;
  });
}

describe('weighing words', () => {
  it('weighs the word under the caret and goes back to the plain word at 1', () => {
    expect(steps('a r|ed barn', 1, 1, -1, -1, -1, 1)).toEqual([
      'a (r|ed:1.1) barn',
      'a (r|ed:1.2) barn',
      'a (r|ed:1.1) barn',
      'a r|ed barn',
      'a (r|ed:0.9) barn',
      'a r|ed barn',
    ]);
  });

  it('weighs what is selected, without the blanks around it, and keeps it selected', () => {
    expect(steps('a < red barn>, sky', 1, 1, -1, -1)).toEqual([
      'a  (<red barn>:1.1), sky',
      'a  (<red barn>:1.2), sky',
      'a  (<red barn>:1.1), sky',
      'a  <red barn>, sky',
    ]);
  });

  it('changes the number of brackets that are there, in as many digits', () => {
    expect(steps('(a big| barn:1.25)', 1)).toEqual(['(a big| barn:1.35)']);
    expect(steps('(barn : 1|.3 )', -1)).toEqual(['(barn |: 1.2 )']);
    expect(steps('((r|ed:1.1) barn:1.2)', 1)).toEqual(['((r|ed:1.2) barn:1.2)']);
    expect(steps('(<red> barn:1.2)', 1, -1)).toEqual(['((<red>:1.1) barn:1.2)', '(<red> barn:1.2)']);
  });

  it('reads bare brackets as 1.1, and leaves square ones alone', () => {
    expect(steps('(ba|rn)', 1)).toEqual(['(ba|rn:1.2)']);
    expect(steps('(ba|rn)', -1)).toEqual(['ba|rn']);
    expect(steps('[ba|rn]', 1)).toEqual(['[(ba|rn:1.1)]']);
  });

  it('selects several words that lose their brackets, so that the next step weighs them again', () => {
    expect(steps('(red b|arn:1.1)', -1, 1)).toEqual(['<red barn>', '(<red barn>:1.1)']);
  });

  it('takes a word without the marks behind it, and none where there is none', () => {
    expect(steps('a barn|.', 1)).toEqual(['a (barn|:1.1).']);
    expect(steps('a , | b', 1)).toEqual([null]);
    expect(steps('|', 1)).toEqual([null]);
    expect(steps('< , >', 1)).toEqual([null]);
  });

  it('stops at the ends of the scale', () => {
    expect(steps('(a|:2.0)', 1)).toEqual([null]);
    expect(steps('(a|:0.1)', -1)).toEqual([null]);
    expect(steps('(a|:3)', 1, -1)).toEqual([null, '(a|:2.9)']);
  });

  it('tears no brackets apart', () => {
    expect(steps('(<a) b>', 1)).toEqual([null]);
    expect(steps('<(a> b)', 1)).toEqual([null]);
    expect(steps('a \\(b|\\) c', 1)).toEqual(['a (\\(b|\\):1.1) c']);
  });
});

const piece = fc.constantFrom(
  'red',
  'Überfluß',
  '🏠',
  '(',
  ')',
  '[',
  ']',
  ':1.2)',
  '\\(',
  '\\',
  ', ',
  ' ',
  ':',
  '.',
  '1.5',
  '\n',
);
const texts = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
const place = fc.nat(60);

describe('weighing anything', () => {
  const all = fc.tuple(texts, place, place).map(([text, a, b]) => {
    const start = Math.min(a, b, text.length);
    return { text, start, end: Math.min(Math.max(a, b), text.length) };
  });

  it('leaves every letter outside of the weighed words as it was, in the engine’s eyes too', () => {
    const letters = (text: string) =>
      parsePromptWeights(text)
        .map((part) => part.text)
        .join('');
    void fc.assert(
      fc.property(all, fc.constantFrom(1 as const, -1 as const), ({ text, start, end }, by) => {
        const edit = changeWeight(text, start, end, by);
        if (edit === null) return;
        const after = applyEdit(text, edit);
        expect(after.startsWith(text.slice(0, edit.from))).toBe(true);
        expect(after.endsWith(text.slice(edit.to))).toBe(true);
        expect(letters(after)).toBe(letters(text));
      }),
      { numRuns: 3000 },
    );
  });

  it('up and then down is what it was before', () => {
    const meaning = (text: string) =>
      parsePromptWeights(text).flatMap(({ text: words, weight }) =>
        Array.from(words.replace(/\s/g, ''), (letter) => [letter, Number(weight.toFixed(6))]),
      );
    void fc.assert(
      fc.property(all, fc.constantFrom(1 as const, -1 as const), ({ text, start, end }, by) => {
        const edit = changeWeight(text, start, end, by);
        if (edit === null) return;
        const there = applyEdit(text, edit);
        const back = changeWeight(there, ...edit.selection, by === 1 ? -1 : 1);
        expect(back, there).not.toBeNull();
        const again = back === null ? '' : applyEdit(there, back);
        expect(meaning(again)).toEqual(meaning(text));
        // To the letter but where brackets without a number got one.
        if (/^\(.*:/s.test(edit.insert)) expect(again).toBe(text);
      }),
      { numRuns: 3000 },
    );
  });
});
