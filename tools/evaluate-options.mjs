import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { number, OptionError, outputFile, readOptions, refuse, whole } from './command-options.mjs';
import { root } from './setup.mjs';

export { OptionError };

/**
 * Reads the arguments of `npm run evaluate --`; paths come back absolute. `most` is the number of questions there are.
 * Throws OptionError for anything that could not run.
 */
export function parseEvaluateOptions(args, most) {
  const given = readOptions(args, {
    command: 'npm run evaluate',
    values: ['pack', 'count', 'steps', 'guidance', 'json'],
    flags: ['both', 'corpus', 'shuffled'],
  });
  const isSelfCheck = Boolean(given.corpus || given.shuffled);
  const forPacks = ['pack', 'count', 'steps', 'guidance', 'both'].find((name) => name in given);
  if (isSelfCheck && forPacks)
    refuse(
      `--${forPacks} belongs to a pack, and --corpus and --shuffled measure none: leave one of them out.`,
    );
  if (given.both && given.steps !== undefined && Number(given.steps) <= 4)
    refuse('--both compares with 4 steps: give more of them with --steps, or leave it out.');
  return {
    pack: packFolder(given.pack ?? join(root, 'models/default')),
    count: given.count === undefined ? 120 : whole('--count', given.count, 10, most),
    steps: given.steps === undefined ? null : whole('--steps', given.steps, 1, 60),
    guidance: given.guidance === undefined ? null : number('--guidance', given.guidance, 0, 30),
    both: given.both ?? false,
    corpus: given.corpus ?? false,
    shuffled: given.shuffled ?? false,
    json: given.json === undefined ? null : outputFile('--json', given.json),
  };
}

function packFolder(value) {
  const path = resolve(value);
  if (!existsSync(join(path, 'model_index.json')) || !statSync(path).isDirectory())
    refuse(`--pack: ${value} is no pack: give a folder that holds a model_index.json.`);
  return path;
}
