import type { SchedulerName } from '../../protocol/generation.ts';
import { plainText } from './plain-text.ts';
import { samplerNames, samplerOf } from './samplers.ts';

/** What AUTOMATIC1111's text says of a picture; null where it does not say so. */
export type Parameters = {
  prompt: string;
  negativePrompt: string;
  steps: number | null;
  sampler: SchedulerName | null;
  guidance: number | null;
  seed: number | null;
  size: { width: number; height: number } | null;
  modelHash: string | null;
  model: string | null;
  strength: number | null;
  /** A region was repainted: the strength is that of a fill. */
  isMasked: boolean;
};

/** The search for pairs is quadratic in a line without any; longer ones are nobody's settings. */
const longestLine = 8_000;

/** One "Key: value" of the last line, as AUTOMATIC1111's own reader finds it (infotext_utils.py, re_param). */
const pair = /\s*(\w[\w \-/]+):\s*("(?:\\.|[^\\"])+"|[^,]*)(?:,|$)/g;
const negativeMark = 'Negative prompt:';

const quote = (value: string) => (/[,:\n"]/.test(value) ? JSON.stringify(value) : value);

function unquote(value: string): string {
  if (!/^".*"$/.test(value)) return value.trim();
  try {
    return String(JSON.parse(value));
  } catch {
    return value;
  }
}

/** Within a prompt a line must not begin like the next part. A model reads a line break and a space alike. */
const promptText = (prompt: string) =>
  plainText(prompt)
    .trim()
    .replace(/\n\s*(?=Negative prompt:)/g, ' ');

/** Writes the text that AUTOMATIC1111, Forge, Civitai and others read from the PNG chunk `parameters`. */
export function writeParameters(parameters: Parameters, version: string): string {
  const { steps, sampler, guidance, seed, size, modelHash, model, strength, isMasked } = parameters;
  const pairs: [string, string | number | null][] = [
    ['Steps', steps],
    ['Sampler', sampler === null ? null : samplerNames[sampler]],
    ['CFG scale', guidance],
    ['Seed', seed],
    ['Size', size === null ? null : `${size.width}x${size.height}`],
    ['Model hash', modelHash],
    ['Model', model === null ? null : plainText(model)],
    ['Denoising strength', strength],
    ['Mask blur', isMasked ? 0 : null],
    ['Version', version],
  ];
  const told = pairs.flatMap(([key, value]) => (value === null ? [] : [`${key}: ${quote(String(value))}`]));
  const negative = promptText(parameters.negativePrompt);
  const lines = [
    promptText(parameters.prompt),
    ...(negative === '' ? [] : [`${negativeMark} ${negative}`]),
    told.join(', '),
  ];
  return lines.join('\n').trim();
}

/** Reads such a text; null where its last line tells nothing, which is to say that it is another text. */
export function readParameters(text: string): Parameters | null {
  const lines = plainText(text).trim().split('\n');
  const pairs = new Map<string, string>();
  for (const [, key = '', value = ''] of (lines.pop() ?? '').slice(0, longestLine).matchAll(pair))
    pairs.set(key, unquote(value));
  if (!pairs.has('Steps') && pairs.size < 3) return null;
  const prompts = { prompt: [] as string[], negativePrompt: [] as string[] };
  let part: keyof typeof prompts = 'prompt';
  for (const line of lines.map((one) => one.trim())) {
    const isMark = line.startsWith(negativeMark);
    if (isMark) part = 'negativePrompt';
    prompts[part].push(isMark ? line.slice(negativeMark.length).trim() : line);
  }
  const number = (key: string) => numberOf(pairs.get(key));
  const [, width, height] = /^(\d{1,6})x(\d{1,6})$/.exec(pairs.get('Size') ?? '') ?? [];
  // A second pass over a generated picture has a strength, too, and no picture that it began with.
  const isSecondPass = pairs.has('Hires upscale') || pairs.has('Hires resize');
  return {
    prompt: prompts.prompt.join('\n'),
    negativePrompt: prompts.negativePrompt.join('\n'),
    steps: number('Steps'),
    sampler: samplerOf(pairs.get('Sampler') ?? '', pairs.get('Schedule type')),
    guidance: number('CFG scale'),
    seed: number('Seed'),
    size: width === undefined ? null : { width: Number(width), height: Number(height) },
    modelHash: pairs.get('Model hash') ?? null,
    model: pairs.get('Model') ?? null,
    strength: isSecondPass ? null : number('Denoising strength'),
    isMasked: [...pairs.keys()].some((key) => /^Mask|^Inpaint/i.test(key)),
  };
}

function numberOf(value: string | undefined): number | null {
  if (value === undefined || !/^\d{1,16}(\.\d+)?$/.test(value)) return null;
  return Number(value);
}
