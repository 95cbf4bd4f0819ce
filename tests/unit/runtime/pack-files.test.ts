import { expect, it } from 'vitest';
import { readJson, sourceOf } from '../../../ui/runtime/pack-files.ts';

const read = (text: string) =>
  readJson(
    sourceOf(async () => new Blob([text])),
    'config.json',
  );

it('reads the numbers that Python writes and JSON does not have as not given', async () => {
  const text = '{ "lambda_min_clipped": -Infinity, "a": [NaN, Infinity, 1], "b": "is -Infinity, \\" NaN" }';
  expect(await read(text)).toEqual({
    lambda_min_clipped: null,
    a: [null, null, 1],
    b: 'is -Infinity, " NaN',
  });
});

it.each(['{ "a": Infinite }', '{ "a": --Infinity }', '[1]', '{'])('refuses %s', async (text) => {
  await expect(read(text)).rejects.toMatchObject({ reason: 'model-json' });
});
