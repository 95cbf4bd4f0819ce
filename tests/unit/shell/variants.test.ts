import { describe, expect, it } from 'vitest';
import { mostVariants, plainPrompt, promptsFor, variantsOf } from '../../../ui/shell/state/variants.ts';

describe('prompts with alternatives', () => {
  it.each([
    ['a boat', ['a boat']],
    ['a {red|blue} boat', ['a red boat', 'a blue boat']],
    ['{red|blue} {boat|car}', ['red boat', 'red car', 'blue boat', 'blue car']],
    ['a {big |}boat', ['a big boat', 'a boat']],
    ['a {word} and {', ['a {word} and {']],
    ['{a|b} \\{c|d\\}', ['a {c|d}', 'b {c|d}']],
    ['{a\\|b|c}', ['a|b', 'c']],
  ])('%s', (prompt, variants) => {
    expect(variantsOf(prompt)).toEqual(variants);
  });

  it('gives each picture one, beginning anew, and at least one picture to each', () => {
    expect(promptsFor('a boat', 4)).toBeNull();
    expect(promptsFor('{a|b}', 3)).toEqual(['a', 'b', 'a']);
    expect(promptsFor('{a|b|c}', 1)).toEqual(['a', 'b', 'c']);
    const many = '{1|2|3|4|5|6|7|8|9}'.repeat(9);
    expect(promptsFor(many, 1)).toHaveLength(mostVariants);
  });

  it('reads signs that are escaped as themselves', () => {
    expect(promptsFor('\\{a|b\\}', 2)).toBeNull();
    expect(plainPrompt('\\{a|b\\} (x)')).toBe('{a|b} (x)');
  });
});
