import { describe, expect, it } from 'vitest';
import { errorCodes } from '../../../protocol/errors.ts';
import { chooseLanguage, languages } from '../../../ui/shell/text/language.ts';
import type { Region } from '../../../ui/shell/text/task-text.ts';
import { textFor, warningSentence } from '../../../ui/shell/text/text.ts';

/** Every string in a text, with a sample for those that are made of values. */
function stringsOf(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function') return [[path, String(value(...samples(path)))]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) =>
    stringsOf(part, path === '' ? key : `${path}.${key}`),
  );
}

/** How a task repaints a region, by what marks it. */
const regions: Region[] = [
  { kind: 'layer', name: 'Ellipse 1' },
  { kind: 'layers', count: 2 },
  { kind: 'painted' },
];

function samples(path: string): unknown[] {
  if (path === 'plans.newFrame') return [{ width: 64, height: 48 }];
  if (path === 'plans.expand') return ['Hero', { width: 64, height: 48 }];
  if (/^plans\.(fill|add|sketch|remove|replace-background)$/.test(path)) return [regions[0], 'Hero'];
  if (path === 'shelf.done') return [{ doneBytes: 2, totalBytes: 4, bytesPerSecond: 1, secondsLeft: 2 }];
  if (/^about\.plan\.(painted|seen)$/.test(path)) {
    const size = { width: 64, height: 48 };
    return [size, size];
  }
  return [2, 4, 5];
}

describe.each(languages)('the text in %s', (language) => {
  const text = textFor(language);

  it('has no empty words', () => {
    const strings = stringsOf(text);
    expect(strings.length).toBeGreaterThan(100);
    expect(strings.filter(([, words]) => words.trim() === '' || words.includes('undefined'))).toEqual([]);
  });

  it.each(errorCodes)('says what %s means and what to do next', (code) => {
    const sentences = text.errors[code].split(/(?<=[.;:,]) /);
    expect(text.errors[code]).toMatch(/\.$/);
    expect(sentences.length, 'a cause and a next step').toBeGreaterThanOrEqual(2);
    expect(text.errors[code].length).toBeLessThan(170);
    expect(text.errors[code]).toMatch(nextStep[language]);
  });

  it('ends every warning as a sentence, also that of a code from a newer engine', () => {
    for (const code of Object.keys(text.warnings))
      expect(warningSentence(text, `${code}: 4`)).toMatch(/\.( \(4\))?$/);
    expect(warningSentence(text, 'prompt-truncated')).toBe(text.warnings['prompt-truncated']);
    expect(warningSentence(text, 'toString')).toBe(text.warnings.other);
    expect(warningSentence(text, 'toString: a fox')).toBe(text.warnings.other);
  });

  it('says how many within the sentence of a warning that counts', () => {
    expect(warningSentence(text, 'strength-quantized: 8')).toMatch(/\b8\b.*\.$/);
    const [one, three] = ['candidate-shifted: 1', 'candidate-shifted: 3'].map((warning) =>
      warningSentence(text, warning),
    );
    expect(one).not.toMatch(/1/);
    expect(three).toMatch(/^3 /);
    expect(warningSentence(text, 'candidate-shifted')).toBe(text.warnings.other);
  });

  it('names a region by its layer, by how many there are, or as what was marked', () => {
    for (const task of ['fill', 'add', 'sketch', 'remove', 'replace-background'] as const) {
      const lines = regions.map((region) => text.plans[task](region, 'Hero'));
      expect(new Set(lines).size).toBe(regions.length);
      for (const line of lines) expect(line).toContain('Hero');
      expect(lines[0]).toContain('Ellipse 1');
      expect(lines[1]).toContain('2');
    }
    expect(text.plans.expand('Hero', null)).not.toMatch(/\d/);
  });

  it('names what a warning is about, as much of it as there is room for', () => {
    const sentence = String(text.warnings['prompt-truncated']);
    expect(warningSentence(text, 'prompt-truncated: a dog: big')).toBe(`${sentence} (a dog: big)`);
    const shown = warningSentence(text, `prompt-truncated: ${'fox '.repeat(100)}`);
    expect(shown.startsWith(`${sentence} (fox fox`)).toBe(true);
    expect(shown).toMatch(/fox …\)$/);
    expect(shown.length).toBeLessThan(sentence.length + 100);
  });

  it('has a different sentence for every error', () => {
    expect(new Set(Object.values(text.errors)).size).toBe(errorCodes.length);
  });
});

/** Words that ask a person to do something. */
const nextStep = {
  en: /\b(again|close|connect|select|show|put|scale|choose|move|give|check|go back|ask|shorten|use|install|try|describe|remove|allow|open|wait|write)\b/i,
  de: /\b(nochmal|neu|schließe|verbinde|wähle|blende|lege|verkleinere|schiebe|gib|prüfe|geh|bitte|kürze|nimm|installiere|versuche|beschreibe|öffne|entferne|erlaube|warte|schreib|hol)\b/i,
};

describe('the language', () => {
  it.each([
    [['de-AT', 'en'], 'de'],
    [['fr', 'de'], 'de'],
    [['en-GB'], 'en'],
    [['ja'], 'en'],
    [[], 'en'],
  ] as const)('for %j is %s', (preferred, language) => {
    expect(chooseLanguage(preferred)).toBe(language);
  });
});

it('both languages differ wherever words can', () => {
  const english = new Map(stringsOf(textFor('en')));
  const same = stringsOf(textFor('de')).filter(
    ([path, words]) => path.startsWith('errors.') && english.get(path) === words,
  );
  expect(same).toEqual([]);
});
