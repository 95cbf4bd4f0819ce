import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  inputFile,
  number,
  OptionError,
  oneOf,
  outputFile,
  readOptions,
  refuse,
  whole,
} from './command-options.mjs';

export { OptionError };

const tasks = ['generate', 'fill', 'expand', 'vary', 'remove', 'replace-background', 'add', 'sketch'];
/** The tasks whose region a mask says. */
const masked = ['fill', 'remove', 'replace-background', 'add', 'sketch'];
/** The tasks that start from noise in any case, or settle by themselves how much is forgotten. */
const withoutStrength = ['generate', 'remove', 'expand', 'replace-background'];
const schedulers = [
  'ddim',
  'euler',
  'euler-a',
  'dpm++2m',
  'dpm++2m-karras',
  'dpm++2m-sde',
  'unipc',
  'lcm',
  'tcd',
  'pndm',
  'flow',
];
const contexts = ['auto', 'whole', 'mask'];
const edges = ['blend', 'strict', 'raw'];
const devices = ['auto', 'webgpu', 'wasm'];
/** Ids of the packs of models/catalog.ts that need no download. */
export const models = ['default'];

const optionNames = [
  'task',
  'prompt',
  'negative',
  'seed',
  'steps',
  'guidance',
  'guidance-rescale',
  'strength',
  'scheduler',
  'count',
  'size',
  'image',
  'place',
  'mask',
  'context',
  'edge',
  'device',
  'model',
  'models-from',
  'out',
  'patch',
  'json',
];

/**
 * Reads the arguments of `npm run render --`. Returns everything that a job needs, with absolute paths;
 * throws OptionError for anything that could not run. Writes nothing.
 */
export function parseRenderOptions(args) {
  const given = readArguments(args);
  const task = oneOf(
    '--task',
    given.task ??
      refuse(`--task is missing: say --task ${tasks.slice(0, -1).join(', ')} or ${tasks.at(-1)}.`),
    tasks,
  );
  const options = {
    task,
    prompt: text('--prompt', given.prompt ?? ''),
    negativePrompt: given.negative === undefined ? null : text('--negative', given.negative),
    seed: given.seed === undefined ? 0 : whole('--seed', given.seed, 0, Number.MAX_SAFE_INTEGER),
    steps: given.steps === undefined ? null : whole('--steps', given.steps, 1, 60),
    guidance: given.guidance === undefined ? null : number('--guidance', given.guidance, 0, 30),
    guidanceRescale:
      given['guidance-rescale'] === undefined
        ? 0
        : number('--guidance-rescale', given['guidance-rescale'], 0, 1),
    strength: given.strength === undefined ? null : strength('--strength', given.strength),
    scheduler: given.scheduler === undefined ? null : oneOf('--scheduler', given.scheduler, schedulers),
    count: given.count === undefined ? 1 : whole('--count', given.count, 1, 4),
    size: given.size === undefined ? null : size(given.size),
    place: given.place === undefined ? null : place(given.place),
    membrane: given.membrane ?? false,
    context: oneOf('--context', given.context ?? 'auto', contexts),
    edge: oneOf('--edge', given.edge ?? 'blend', edges),
    device: oneOf('--device', given.device ?? 'auto', devices),
    model: model(given.model ?? 'default', given['models-from']),
    image: given.image === undefined ? null : inputFile('--image', given.image),
    mask: given.mask === undefined ? null : inputFile('--mask', given.mask),
    out: outputFile(
      '--out',
      given.out ?? refuse('--out is missing: say where the picture goes, for example --out picture.png.'),
    ),
    patch: given.patch === undefined ? null : outputFile('--patch', given.patch),
    json: given.json === undefined ? null : outputFile('--json', given.json),
  };
  const isMasked = masked.includes(task);
  if (isMasked && !options.image)
    refuse(`--image is missing: --task ${task} repaints a picture, so give it one.`);
  if (isMasked && !options.mask)
    refuse(`--mask is missing: --task ${task} needs a PNG that is white where to repaint.`);
  if (task === 'vary' && !options.image)
    refuse('--image is missing: --task vary makes another picture of one, so give it one.');
  if (!isMasked && options.mask)
    refuse(`--mask belongs to --task ${masked.join(', ')}: leave it out, or fill a picture.`);
  if (withoutStrength.includes(task) && given.strength !== undefined)
    refuse('--strength belongs to --task fill, add, sketch and vary: leave it out.');
  if (task === 'expand') requireExpansion(options);
  else if (options.place)
    refuse('--place belongs to --task expand, where the frame is larger than its picture: leave it out.');
  if (task === 'generate' && options.prompt.trim() === '')
    refuse('--prompt is missing: say what the picture shows.');
  if (!/\.png$/i.test(options.out))
    refuse(`--out: ${given.out} does not end in .png, the only format that is written.`);
  return options;
}

function requireExpansion({ image, size }) {
  if (!image) refuse('--image is missing: --task expand paints around a picture, so give it one.');
  if (!size)
    refuse('--size is missing: --task expand fills a frame larger than its picture, so say how large it is.');
}

/** The file of candidate `index` (from 0) of `count`: the name itself, or with -1, -2 … before its ending. */
export function numberedFile(file, index, count) {
  return count === 1 ? file : file.replace(/(\.[^./\\]+)?$/, (ending) => `-${index + 1}${ending}`);
}

/**
 * A model that comes with the plugin, one that a server has, or a folder to add one from. What comes with the plugin
 * needs no server.
 */
function model(value, from) {
  if (models.includes(value)) return { id: value };
  if (from !== undefined) {
    if (!/^[\w.-]+$/.test(value))
      refuse(
        `--model: ${value} is no id of a model. With --models-from, give the id that its folder there has.`,
      );
    return { id: value, from: serverAddress('--models-from', from) };
  }
  const folder = resolve(value);
  if (value === '' || !existsSync(folder))
    refuse(
      `--model: ${value} is no model (${models.join(', ')}) and there is no such folder. Give one that optimum-cli exported, or name a server that has the model with --models-from URL.`,
    );
  if (!statSync(folder).isDirectory())
    refuse(`--model: ${value} is a file. Give the folder that it lies in.`);
  return { folder };
}

/** An address that the engine fetches from: https, or http on this machine. */
function serverAddress(name, value) {
  const url = URL.canParse(value) ? new URL(value) : null;
  if (url === null || !/^https?:$/.test(url.protocol))
    refuse(`${name}: ${value} is no address. Write it like https://models.example.com/.`);
  if (url.protocol === 'http:' && !/^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname))
    refuse(`${name}: ${value} is http on another machine. Use https; http works for localhost alone.`);
  return url.href;
}

function readArguments(args) {
  return readOptions(args, { command: 'npm run render', values: optionNames, flags: ['membrane'] });
}

function strength(name, value) {
  const parsed = number(name, value, 0, 1);
  if (parsed === 0) refuse(`${name} ${value} leaves the picture as it is: give a number above 0, up to 1.`);
  return parsed;
}

function text(name, value) {
  if (value.length > 5000) refuse(`${name} has ${value.length} characters: shorten it to 5000 or fewer.`);
  return value;
}

function place(value) {
  const match = /^(-?\d{1,5}),(-?\d{1,5})$/.exec(value);
  if (!match) refuse(`--place ${value} is not a place: write it as X,Y in pixels, for example 100,0.`);
  return { x: Number(match[1]), y: Number(match[2]) };
}

function size(value) {
  const match = /^(\d{1,5})x(\d{1,5})$/.exec(value);
  const [width, height] = match ? [Number(match[1]), Number(match[2])] : [0, 0];
  if (width < 1 || height < 1)
    refuse(`--size ${value} is not a size: write it as WIDTHxHEIGHT, for example 640x480.`);
  return { width, height };
}
