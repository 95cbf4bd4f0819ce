import { OptionError, outputFile, readOptions, refuse, whole } from './command-options.mjs';

export { OptionError };

/** The suites there are. */
export const suites = ['inpaint', 'panel'];

/**
 * Reads the arguments of `npm run bench --`: suites (all where none is named) and options; paths come back absolute.
 * Throws OptionError for anything that could not run.
 */
export function parseBenchOptions(args) {
  const named = [];
  while (args[named.length] !== undefined && !args[named.length].startsWith('-'))
    named.push(args[named.length]);
  for (const name of named)
    if (!suites.includes(name)) refuse(`${name} is no suite of npm run bench: name ${suites.join(', ')}.`);
  const given = readOptions(args.slice(named.length), {
    command: 'npm run bench',
    values: ['json', 'jobs', 'only', 'sheet'],
  });
  if (given.only === '') refuse('--only needs a part of a measure’s name, such as seam.');
  return {
    suites: named.length === 0 ? suites : [...new Set(named)],
    jobs: given.jobs === undefined ? 500 : whole('--jobs', given.jobs, 1, 100_000),
    only: given.only ?? null,
    json: given.json === undefined ? null : outputFile('--json', given.json),
    sheet: given.sheet === undefined ? null : sheetFile(given.sheet),
  };
}

function sheetFile(value) {
  if (!/\.(png|webp)$/i.test(value))
    refuse(`--sheet: ${value} is neither a PNG nor a WebP. Give the name of one.`);
  return outputFile('--sheet', value);
}
