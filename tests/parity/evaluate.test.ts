import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

/** Half a minute on a machine of its own. */
const patienceMs = 600_000;
const root = resolve(fileURLToPath(new URL('../..', import.meta.url)));
const scratchFolder = () => mkdtempSync(join(tmpdir(), 'underpaint-evaluate-'));
const run = (script: string, ...args: string[]) =>
  spawnSync(process.execPath, [join(root, script), ...args], {
    cwd: root,
    encoding: 'utf8',
    timeout: 170_000,
  });

type Row = { name: string; value: number; unit: string; limit: number | null; holds: boolean | null };

it('npm run evaluate measures what the default pack paints, in both languages and in holes', {
  timeout: patienceMs,
}, () => {
  const json = join(scratchFolder(), 'rows.json');
  const done = run('tools/evaluate.mjs', '--count', '10', '--steps', '4', '--json', json);
  expect(done.stderr).toBe('');
  expect(done.status).toBe(0);
  const { machine, rows }: { machine: Record<string, unknown>; rows: Row[] } = JSON.parse(
    readFileSync(json, 'utf8'),
  );
  expect(machine).toMatchObject({ node: process.version, threads: 1 });
  for (const { name, value, limit, holds } of rows) {
    expect(Number.isFinite(value), name).toBe(true);
    expect(holds === null, name).toBe(limit === null);
    expect(done.stdout).toContain(name);
  }
  const value = (name: string) => rows.find((one) => one.name === name)?.value ?? Number.NaN;
  for (const family of ['shape', 'two: relation', 'count', 'pattern', 'scene: land', 'icon']) {
    for (const language of ['English', 'German']) {
      expect(value(`${family}, ${language}`)).toBeGreaterThanOrEqual(0);
    }
  }
  // Figures that no machinery gets by accident: by chance two of a hundred pictures have both colors.
  expect(value('both colors, English') + value('both colors, German')).toBeGreaterThanOrEqual(100);
  expect(value('two prompts at one seed differ by')).toBeGreaterThan(10);
  expect(value('autoencoder: round trip')).toBeGreaterThanOrEqual(27);
  expect(value('fill: seam outside the mask')).toBeLessThan(30);
  expect(value('processor time of a picture over that of its U-Net calls')).toBeGreaterThan(0.9);
});

it('npm run evaluate refuses bad input with exit code 2 and one sentence, and writes nothing', () => {
  const json = join(scratchFolder(), 'rows.json');
  const done = run('tools/evaluate.mjs', '--count', '9', '--json', json);
  expect(done.stderr.trim()).toBe('--count 9 is out of range: give a whole number from 10 to 360.');
  expect(done.status).toBe(2);
  expect(existsSync(json)).toBe(false);
});

it('writes one picture before rounding for the comparison with PyTorch', { timeout: patienceMs }, () => {
  const out = scratchFolder();
  const settings = ['--prompt', 'a red circle', '--seed', '42', '--steps', '2', '--guidance', '3'];
  const done = run('tools/paint-raw.mjs', '--pack', 'models/default', ...settings, '--out', out);
  expect(done.stderr).toBe('');
  const read = (name: string) => {
    const { buffer, byteOffset, byteLength } = readFileSync(join(out, name));
    return new Float32Array(buffer.slice(byteOffset, byteOffset + byteLength));
  };
  const [latents, picture] = [read('latents.f32'), read('picture.f32')];
  expect(latents).toHaveLength(4 * 16 * 16);
  expect(picture).toHaveLength(3 * 128 * 128);
  expect([...latents, ...picture].every(Number.isFinite)).toBe(true);
  // Unrounded: hardly any value is a whole level.
  const isWhole = (value: number) =>
    Math.abs(value * 127.5 + 127.5 - Math.round(value * 127.5 + 127.5)) < 1e-4;
  expect(picture.filter(isWhole).length).toBeLessThan(picture.length / 10);
});
