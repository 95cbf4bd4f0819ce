import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdit } from '../../../ui/shell/state/prompt-edit.ts';
import { cutIn, nameCut, unusedFields } from '../../../ui/shell/state/prompt-reading.ts';
import {
  addPrompt,
  type KeptPrompt,
  mostPrompts,
  type PromptWalk,
  parsePrompts,
  pinPrompt,
  removePrompt,
  searchPrompts,
  stepPrompts,
  writePrompts,
} from '../../../ui/shell/state/prompts.ts';
import {
  builtInStyles,
  hasStyle,
  parseStyles,
  removeStyle,
  renameStyle,
  saveStyle,
  toggleStyle,
} from '../../../ui/shell/state/style-presets.ts';

const kept = (...prompts: string[]): KeptPrompt[] => prompts.map((prompt) => ({ prompt, isPinned: false }));
const names = (prompts: readonly KeptPrompt[]) => prompts.map(({ prompt }) => prompt);

describe('the history of prompts', () => {
  it('has the last one first and no doubles, and keeps pins', () => {
    let list = addPrompt(addPrompt([], 'a barn'), ' a hill ');
    list = pinPrompt(list, 'a barn', true);
    expect(names(list)).toEqual(['a hill', 'a barn']);
    list = addPrompt(list, 'a barn');
    expect(list[0]).toEqual({ prompt: 'a barn', isPinned: true });
    expect(names(removePrompt(list, 'a barn'))).toEqual(['a hill']);
    expect(addPrompt(list, '  ')).toEqual(list);
  });

  it('lets the oldest go that nobody pinned', () => {
    let list = pinPrompt(addPrompt([], 'first'), 'first', true);
    for (let i = 0; i < mostPrompts + 20; i++) list = addPrompt(list, `prompt ${i}`);
    expect(list).toHaveLength(mostPrompts);
    expect(list[0]?.prompt).toBe(`prompt ${mostPrompts + 19}`);
    expect(list.at(-1)?.prompt).toBe('first');
  });

  it('finds every word in any order, case and accents, pinned ones first', () => {
    const list = pinPrompt(kept('Grüne Hügel', 'red barn on a hill', 'a Barn, red'), 'a Barn, red', true);
    expect(names(searchPrompts(list, 'RED barn'))).toEqual(['a Barn, red', 'red barn on a hill']);
    expect(names(searchPrompts(list, 'hugel'))).toEqual(['Grüne Hügel']);
    expect(searchPrompts(list, 'sea')).toEqual([]);
    expect(searchPrompts(list, '')).toHaveLength(3);
  });

  it('survives what is stored, whatever it is', () => {
    const list = pinPrompt(kept('a', 'b'), 'b', true);
    expect(parsePrompts(writePrompts(list))).toEqual(list);
    expect(parsePrompts(null)).toEqual([]);
    expect(parsePrompts('{')).toEqual([]);
    expect(parsePrompts('{"a":1}')).toEqual([]);
    expect(names(parsePrompts('[{"prompt":"a"},{"prompt":""},7,{"prompt":"a","isPinned":1}]'))).toEqual([
      'a',
    ]);
  });

  it('stays within what a host takes', () => {
    const long = Array.from({ length: mostPrompts }, (_, i) => `${i}${'"'.repeat(4990)}`);
    const written = writePrompts(kept(...long));
    expect(written.length).toBeLessThan(1_000_000);
    expect(parsePrompts(written)[0]?.prompt).toBe(long[0]);
  });

  it('is walked like a shell’s, back to what was being typed', () => {
    const list = kept('three', 'two', 'one');
    const seen: (string | null)[] = [];
    let walk: PromptWalk | null = null;
    let current = 'dra';
    for (const by of [1, 1, 1, 1, -1, -1, -1, -1] as const) {
      const next = stepPrompts(list, walk, current, by);
      seen.push(next?.shown ?? null);
      if (next !== null) {
        walk = next;
        current = next.shown;
      }
    }
    expect(seen).toEqual(['three', 'two', 'one', null, 'two', 'three', 'dra', null]);
    // Typed in between, it is the new draft; what is in the field already is passed over.
    expect(stepPrompts(list, walk, 'three', 1)?.shown).toBe('two');
  });
});

describe('styles', () => {
  const toggled = (prompt: string, style: string) => {
    const edit = toggleStyle(prompt, style);
    return edit === null ? prompt : applyEdit(prompt, edit);
  };

  it('add their words to the end, for all to see, and take them out again', () => {
    const { watercolor, pixelArt } = builtInStyles;
    const one = toggled('a red barn, ', watercolor);
    expect(one).toBe(`a red barn, ${watercolor}`);
    const two = toggled(one, pixelArt);
    expect(two).toBe(`a red barn, ${watercolor}, ${pixelArt}`);
    expect(hasStyle(two, watercolor)).toBe(true);
    expect(toggled(two, watercolor)).toBe(`a red barn, ${pixelArt}`);
    expect(toggled('', watercolor)).toBe(watercolor);
    expect(toggled(`${watercolor}, a barn`, watercolor)).toBe('a barn');
    expect(hasStyle('a photograph', 'photo')).toBe(false);
  });

  it('leave a prompt as it was when chosen twice', () => {
    void fc.assert(
      fc.property(fc.string(), fc.constantFrom(...Object.values(builtInStyles)), (prompt, style) => {
        const once = toggled(prompt, style);
        expect(hasStyle(once, style)).toBe(true);
        expect(toggled(once, style)).toBe(prompt.replace(/[\s,]+$/, ''));
      }),
    );
  });

  it('are not added where they have no room', () => {
    expect(toggleStyle('a'.repeat(4990), builtInStyles.photo)).toBeNull();
  });

  it('of one’s own have a name each', () => {
    let list = saveStyle([], ' Mine ', ', soft light,');
    expect(list).toEqual([{ name: 'Mine', text: 'soft light' }]);
    list = saveStyle(saveStyle(list, 'Other', 'ink'), 'Mine', 'hard light');
    expect(list).toEqual([
      { name: 'Mine', text: 'hard light' },
      { name: 'Other', text: 'ink' },
    ]);
    expect(saveStyle(list, '', 'x')).toEqual(list);
    expect(saveStyle(list, 'x', ' , ')).toEqual(list);
    expect(renameStyle(list, 'Mine', 'Other')).toEqual(list);
    list = renameStyle(list, 'Mine', 'Hard');
    expect(removeStyle(list, 'Other')).toEqual([{ name: 'Hard', text: 'hard light' }]);
    expect(parseStyles(JSON.stringify([...list, { name: 'broken' }, null]))).toEqual(list);
  });
});

describe('the reading of a prompt', () => {
  const reading = { tokens: 12, room: 10, cutFrom: 8 };

  it('holds while only what follows is typed', () => {
    expect(cutIn('a b c d e f', reading, 'a b c d e f')).toBe(8);
    expect(cutIn('a b c d e f', reading, 'a b c d eleven')).toBe(8);
    expect(cutIn('a b c d e f', reading, 'b c d e f')).toBeNull();
    expect(cutIn('a b c d e f', reading, 'a b c d')).toBeNull();
    expect(cutIn('a b', { ...reading, cutFrom: null }, 'a b')).toBeNull();
  });

  it('names the first words that are not read', () => {
    expect(nameCut('a b (evening light:1.2)', 4)).toBe('evening light:1.2)');
    expect(nameCut('a hill', 2)).toBe('hill');
    expect(nameCut(`a ${'🏠'.repeat(40)}`, 2)).toBe(`${'🏠'.repeat(24)}…`);
  });

  it('says which fields a model makes no use of', () => {
    const plain = { guidanceUse: 'negative' as const, defaultGuidance: 7 };
    const turbo = { guidanceUse: 'none' as const, defaultGuidance: 1 };
    expect(unusedFields(plain, null)).toEqual({ negative: null, guidance: null });
    expect(unusedFields(plain, 1)).toEqual({ negative: 'guidance-one', guidance: null });
    expect(unusedFields(turbo, null)).toEqual({ negative: 'distilled', guidance: 'distilled' });
    expect(unusedFields(turbo, 2)).toEqual({ negative: null, guidance: null });
    expect(unusedFields({ guidanceUse: 'input', defaultGuidance: 8 }, null).negative).toBe('no-negative');
    // Noted before it was asked.
    expect(unusedFields({ defaultGuidance: 1 }, null).guidance).toBe('distilled');
    expect(unusedFields(null, 1)).toEqual({ negative: null, guidance: null });
  });
});
