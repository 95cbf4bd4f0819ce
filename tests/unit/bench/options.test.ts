import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { OptionError, parseBenchOptions } from '../../../tools/bench-options.mjs';

const root = resolve(fileURLToPath(new URL('../../..', import.meta.url)));
const parse = (...args: string[]) => parseBenchOptions(args);

describe('the options of the benchmarks', () => {
  it('run every suite with 500 jobs where nothing is said', () => {
    expect(parse()).toEqual({ suites: ['inpaint', 'panel'], jobs: 500, only: null, json: null, sheet: null });
  });

  it('name suites first and files as absolute paths', () => {
    const found = parse('inpaint', '--jobs', '20', '--only', 'seam', '--json', join(root, 'rows.json'));
    expect(found).toMatchObject({
      suites: ['inpaint'],
      jobs: 20,
      only: 'seam',
      json: join(root, 'rows.json'),
    });
    expect(parse('--sheet', join(root, 'fills.webp')).sheet).toBe(join(root, 'fills.webp'));
  });

  it.each([
    [['outpaint'], 'outpaint is no suite of npm run bench: name inpaint, panel.'],
    [['--jobs', '0'], '--jobs 0 is out of range: give a whole number from 1 to 100000.'],
    [['--only', ''], '--only needs a part of a measure’s name, such as seam.'],
    [['--sheet', 'fills.gif'], '--sheet: fills.gif is neither a PNG nor a WebP. Give the name of one.'],
    [
      ['--json', 'no/such/rows.json'],
      '--json: the folder of no/such/rows.json does not exist. Create it first.',
    ],
    [
      ['inpaint', '--frobnicate'],
      '--frobnicate is not an option of npm run bench. See README.md for the list.',
    ],
  ])('refuse %j in one sentence', (args, sentence) => {
    expect(() => parse(...args)).toThrow(OptionError);
    expect(() => parse(...args)).toThrow(sentence);
  });
});
