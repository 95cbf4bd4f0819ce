import { existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';

/** A bad command line: `message` is one sentence that names the argument and the remedy. */
export class OptionError extends Error {}

/** Ends the command with that sentence. */
export function refuse(sentence) {
  throw new OptionError(sentence);
}

/**
 * Reads `--name value` for every name in `values` and `--name` for every one in `flags`. `command` is what a person
 * typed, for the sentence about an option that it does not know. Throws OptionError.
 */
export function readOptions(args, { command, values, flags = [] }) {
  let parsed;
  try {
    parsed = parseArgs({
      args: args.map((arg, i) => joinNegative(args, i, arg)).filter((arg) => arg !== null),
      options: Object.fromEntries([
        ...values.map((name) => [name, { type: 'string' }]),
        ...flags.map((name) => [name, { type: 'boolean' }]),
      ]),
      strict: true,
      allowPositionals: false,
      tokens: true,
    });
  } catch (error) {
    const name = /'(--?[^' =]+)/.exec(error.message)?.[1] ?? error.message;
    if (error.code === 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE') {
      const isFlag = flags.includes(name.replace(/^--/, ''));
      refuse(isFlag ? `${name} takes no value: say ${name} alone.` : `${name} needs a value.`);
    }
    refuse(`${name} is not an option of ${command}. See README.md for the list.`);
  }
  const seen = new Set();
  for (const token of parsed.tokens.filter((one) => one.kind === 'option')) {
    if (seen.has(token.name)) refuse(`--${token.name} is given twice: keep one.`);
    seen.add(token.name);
  }
  return parsed.values;
}

/** parseArgs takes `--seed -1` for two options; joined it is one, and the number check below can name it. */
function joinNegative(args, i, arg) {
  const previous = args[i - 1];
  if (/^-\d/.test(arg) && previous?.startsWith('--')) return null;
  const next = args[i + 1];
  return arg.startsWith('--') && next !== undefined && /^-\d/.test(next) ? `${arg}=${next}` : arg;
}

/** One of the allowed words; those in `later` are refused by name, so that nobody takes them for a typing error. */
export function oneOf(name, value, allowed, later = []) {
  if (later.includes(value))
    refuse(`${name} ${value} does not exist yet in this version: use ${allowed.join(' or ')}.`);
  if (!allowed.includes(value)) refuse(`${name} ${value} is unknown: use ${allowed.join(', ')}.`);
  return value;
}

export function number(name, value, min, max) {
  const parsed = value.trim() === '' ? Number.NaN : Number(value);
  if (!Number.isFinite(parsed) || parsed < min || parsed > max)
    refuse(`${name} ${value} is out of range: give a number from ${min} to ${max}.`);
  return parsed;
}

export function whole(name, value, min, max) {
  const parsed = /^-?\d+$/.test(value) ? Number(value) : Number.NaN;
  if (!Number.isSafeInteger(parsed) || parsed < min || parsed > max) {
    refuse(`${name} ${value} is out of range: give a whole number from ${min} to ${max}.`);
  }
  return parsed;
}

/** The absolute path of a file that exists. */
export function inputFile(name, value) {
  const path = resolve(value);
  if (!existsSync(path) || !statSync(path).isFile())
    refuse(`${name}: there is no file ${value}. Check the path.`);
  return path;
}

/** The absolute path of a file that can be written. */
export function outputFile(name, value) {
  const path = resolve(value);
  if (value === '' || !existsSync(dirname(path)))
    refuse(`${name}: the folder of ${value} does not exist. Create it first.`);
  if (existsSync(path) && statSync(path).isDirectory())
    refuse(`${name}: ${value} is a folder. Give the name of a file.`);
  return path;
}
