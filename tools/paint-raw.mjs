// Paints one picture with the TypeScript loop in Node and writes its numbers, for models/training/check_parity.py:
//   node tools/paint-raw.mjs --pack DIR --prompt TEXT --seed N --steps N --guidance N --out DIR
// writes latents.f32 and picture.f32 (32-bit floats, little-endian). Exit code 2: bad input, 1: it failed.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { ensurePackages } from './setup.mjs';

ensurePackages();
const { number, OptionError, readOptions, refuse, whole } = await import('./command-options.mjs');
const { importTypeScript } = await import('./import-typescript.mjs');

try {
  const names = ['pack', 'prompt', 'seed', 'steps', 'guidance', 'out'];
  const given = readOptions(process.argv.slice(2), { command: 'tools/paint-raw.mjs', values: names });
  const missing = names.find((name) => !(name in given));
  if (missing)
    refuse(`--${missing} is missing: this script needs ${names.map((name) => `--${name}`).join(' ')}.`);
  for (const name of ['pack', 'out'])
    if (!existsSync(given[name])) refuse(`--${name}: there is no folder ${given[name]}. Check the path.`);
  const { paintRaw, writeRaw } = await importTypeScript('tests/parity/paint-raw.ts');
  const tensors = await paintRaw({
    pack: resolve(given.pack),
    prompt: given.prompt,
    seed: whole('--seed', given.seed, 0, Number.MAX_SAFE_INTEGER),
    steps: whole('--steps', given.steps, 1, 60),
    guidance: number('--guidance', given.guidance, 0, 30),
  });
  await writeRaw(resolve(given.out), tensors);
} catch (error) {
  const isOurs = error instanceof OptionError;
  console.error(isOurs ? error.message : `Painting failed: ${error?.stack ?? error}`);
  process.exitCode = isOurs ? 2 : 1;
}
