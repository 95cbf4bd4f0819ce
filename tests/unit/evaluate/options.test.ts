import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { OptionError, parseEvaluateOptions } from '../../../tools/evaluate-options.mjs';
import { row } from '../../../tools/measuring/report.mjs';

const root = resolve(fileURLToPath(new URL('../../..', import.meta.url)));
const parse = (...args: string[]) => parseEvaluateOptions(args, 360);

it('takes the default pack and its own settings where nothing is said', () => {
  expect(parse()).toEqual({
    pack: join(root, 'models/default'),
    count: 120,
    steps: null,
    guidance: null,
    both: false,
    corpus: false,
    shuffled: false,
    json: null,
  });
});

it.each([
  [['--count', '361'], '--count 361 is out of range: give a whole number from 10 to 360.'],
  [['--steps', '0'], '--steps 0 is out of range: give a whole number from 1 to 60.'],
  [['--guidance', 'high'], '--guidance high is out of range: give a number from 0 to 30.'],
  [['--pack', 'tests'], '--pack: tests is no pack: give a folder that holds a model_index.json.'],
  [['--corpus=yes'], '--corpus takes no value: say --corpus alone.'],
  [
    ['--corpus', '--steps', '8'],
    '--steps belongs to a pack, and --corpus and --shuffled measure none: leave one of them out.',
  ],
  [
    ['--both', '--steps', '4'],
    '--both compares with 4 steps: give more of them with --steps, or leave it out.',
  ],
  [['--frobnicate'], '--frobnicate is not an option of npm run evaluate. See README.md for the list.'],
  [
    ['--json', 'no/such/folder/rows.json'],
    '--json: the folder of no/such/folder/rows.json does not exist. Create it first.',
  ],
])('refuses %j with one sentence', (args, sentence) => {
  expect(() => parse(...args)).toThrow(new OptionError(sentence));
});

it('says of a measured row whether its limit holds, and of one without a limit nothing', () => {
  expect(row('a', 90, '%', { atLeast: 90 })).toMatchObject({ limit: 90, holds: true });
  expect(row('a', 89.9, '%', { atLeast: 90 })).toMatchObject({ limit: 90, holds: false });
  expect(row('a', 6, 'points', { atMost: 5 })).toMatchObject({ limit: 5, holds: false });
  expect(row('a', -6, 'points', { atMost: 5 })).toMatchObject({ limit: 5, holds: true });
  expect(row('a', 6, 'ms')).toMatchObject({ limit: null, holds: null });
});

it('refuses to call a figure right that is none', () => {
  expect(row('a', Number.NaN, '%', { atLeast: 90 }).holds).toBe(false);
});
