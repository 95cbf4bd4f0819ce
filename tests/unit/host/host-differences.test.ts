import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const page = readFileSync(new URL('../../../docs/host-differences.md', import.meta.url), 'utf8');
const rows = page.split('\n').filter((line) => /^\| *\d+ *\|/.test(line));

/** Every test file by its name. */
function sourceOf(name: string): string {
  for (const folder of ['.', '../host-render', '../../browser']) {
    const directory = new URL(`${folder}/`, import.meta.url);
    if (readdirSync(directory).includes(name)) return readFileSync(new URL(name, directory), 'utf8');
  }
  throw new Error(`There is no ${name}`);
}

test('the list has every behaviour, once and in order', () => {
  expect(rows.map((row) => Number(row.split('|')[1]))).toEqual(
    Array.from({ length: 47 }, (_, index) => index + 1),
  );
});

test.each(rows.map((row) => [row.split('|')[2]?.trim(), row] as const))(
  'names tests that exist for: %s',
  (_what, row) => {
    const references = [...row.matchAll(/`([\w-]+\.test\.ts)`|"([^"]+)"/g)];
    expect(references.length).toBeGreaterThan(0);
    let source = '';
    for (const [, file, title] of references) {
      if (file !== undefined) source = sourceOf(file);
      if (title !== undefined) expect(source).toContain(title);
    }
  },
);
