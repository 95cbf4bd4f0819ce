import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ErrorCode } from '../../protocol/errors.ts';
import { moveWeights, spoilWeight } from './graph-variants.ts';

/** A folder that is no model which paints, what a person is told of it, and where they are told: when adding or painting. */
export type WrongFolder = {
  readonly name: string;
  readonly code: ErrorCode;
  /** What stands in brackets behind the sentence; null where nothing does. */
  readonly subject: string | null;
  readonly isFoundWhen: 'adding' | 'painting';
  /** Turns a copy of a whole pack into it. */
  change(path: string): void | Promise<void>;
};

const unet = 'unet/model.onnx';
const bytesOf = (file: string) => new Uint8Array(readFileSync(file));
const write = (path: string, file: string, content: string | Uint8Array) => {
  mkdirSync(join(path, file, '..'), { recursive: true });
  writeFileSync(join(path, file), content);
};
const remove = (path: string, ...files: string[]) => {
  for (const file of files) rmSync(join(path, file), { recursive: true });
};
const empty = (path: string) => remove(path, ...readdirSync(path));
const index = (pipeline: string, parts: object = {}) => JSON.stringify({ _class_name: pipeline, ...parts });
const spoil = (part: string) => (path: string) =>
  write(
    path,
    `${part}/model.onnx`,
    spoilWeight(bytesOf(join(path, part, 'model.onnx')), Number.NaN, Number.POSITIVE_INFINITY),
  );
const rewriteJson = (path: string, file: string, change: object) =>
  write(path, file, JSON.stringify({ ...JSON.parse(readFileSync(join(path, file), 'utf8')), ...change }));

/** A vocabulary of CLIP's size and nothing to build its words from. */
function takeLargeVocabulary(path: string): void {
  const vocab = JSON.parse(readFileSync(join(path, 'tokenizer/vocab.json'), 'utf8'));
  for (let id = Object.keys(vocab).length; id < 49408; id++) vocab[`word${id}</w>`] = id;
  write(path, 'tokenizer/vocab.json', JSON.stringify(vocab));
}

type Case = [string, ErrorCode, string | null, WrongFolder['change']];

const cuts = Array.from({ length: 10 }, (_, i): Case => {
  const share = (i + 1) / 11;
  const change = (path: string) =>
    truncateSync(join(path, unet), Math.floor(bytesOf(join(path, unet)).length * share));
  return [`a graph cut at ${i + 1}/11`, 'model-broken', unet, change];
});

const foundWhenAdding: Case[] = [
  ...cuts,
  [
    'external weights that did not come along',
    'model-file-missing',
    'unet/model.onnx_data',
    async (path) => write(path, unet, await moveWeights(bytesOf(join(path, unet)), 'model.onnx_data')),
  ],
  [
    'external weights that are cut',
    'model-broken',
    'unet/model.onnx_data',
    async (path) => {
      const whole = bytesOf(join(path, unet));
      write(path, unet, await moveWeights(whole, 'model.onnx_data'));
      write(path, 'unet/model.onnx_data', whole.slice(0, whole.length / 2));
    },
  ],
  ['a tokenizer of another size', 'tokenizer-mismatch', 'tokenizer: 49408 > 1000', takeLargeVocabulary],
  [
    'a tokenizer of another size, and configs that do not say so',
    'tokenizer-mismatch',
    'tokenizer: 49408 > 1000',
    (path) => {
      takeLargeVocabulary(path);
      remove(path, 'text_encoder/config.json');
    },
  ],
  [
    'a tokenizer without its merges',
    'model-file-missing',
    'tokenizer/merges.txt',
    (path) => remove(path, 'tokenizer/merges.txt'),
  ],
  [
    'a tokenizer that is no JSON',
    'model-json',
    'tokenizer/vocab.json',
    (path) => write(path, 'tokenizer/vocab.json', '<!doctype html>'),
  ],
  [
    'an index that is no JSON',
    'model-json',
    'model_index.json',
    (path) => write(path, 'model_index.json', 'x'),
  ],
  [
    'an index that is a list',
    'model-json',
    'model_index.json',
    (path) => write(path, 'model_index.json', '[]'),
  ],
  [
    'a pipeline for sound',
    'model-of-sound',
    'AudioLDMPipeline',
    (path) => write(path, 'model_index.json', index('AudioLDMPipeline', { unet: ['diffusers', 'x'] })),
  ],
  [
    'FLUX',
    'model-unsupported',
    'FluxPipeline',
    (path) => {
      remove(path, 'unet');
      write(path, 'model_index.json', index('FluxPipeline', { transformer: ['diffusers', 'x'] }));
      write(path, 'transformer/model.onnx', 'x');
    },
  ],
  [
    'Z-Image before its export',
    'model-unsupported',
    'ZImagePipeline',
    (path) => {
      empty(path);
      write(path, 'model_index.json', index('ZImagePipeline', { transformer: ['diffusers', 'x'] }));
      write(path, 'transformer/diffusion_pytorch_model.safetensors', 'x');
    },
  ],
  [
    'a decoder for other latents',
    'model-mismatch',
    'unet: 4 channels, vae: 16',
    (path) => {
      for (const part of ['vae_decoder', 'vae_encoder'])
        rewriteJson(path, `${part}/config.json`, { latent_channels: 16 });
    },
  ],
  ['an empty index', 'model-json', 'model_index.json', (path) => write(path, 'model_index.json', '')],
  ['an empty graph', 'model-broken', unet, (path) => write(path, unet, '')],
  [
    'half of the files',
    'model-file-missing',
    'vae_decoder/model.onnx, scheduler/scheduler_config.json, tokenizer/merges.txt',
    (path) => remove(path, 'vae_decoder', 'scheduler', 'tokenizer/merges.txt'),
  ],
  [
    'only an index',
    'model-file-missing',
    'unet/model.onnx, text_encoder/model.onnx, vae_decoder/model.onnx, unet/config.json, scheduler/scheduler_config.json, tokenizer/vocab.json',
    (path) => remove(path, 'unet', 'text_encoder', 'vae_decoder', 'vae_encoder', 'scheduler', 'tokenizer'),
  ],
  [
    'two packs',
    'several-models',
    'one, two',
    (path) => {
      for (const name of ['one', 'two']) cpSync(path, `${path} ${name}`, { recursive: true });
      empty(path);
      for (const name of ['one', 'two']) {
        cpSync(`${path} ${name}`, join(path, name), { recursive: true });
        rmSync(`${path} ${name}`, { recursive: true });
      }
    },
  ],
  [
    'a checkpoint alone',
    'model-not-exported',
    null,
    (path) => {
      empty(path);
      write(path, 'dreamer.safetensors', 'x');
    },
  ],
  [
    'thousands of other files',
    'not-a-model',
    null,
    (path) => {
      empty(path);
      for (let i = 0; i < 10_000; i++) write(path, `album ${i % 100}/photo ${i}.jpg`, 'x');
    },
  ],
];

const foundWhenPainting: Case[] = ['unet', 'text_encoder', 'vae_decoder'].map((part) => [
  `a weight of ${part} that is no number`,
  'bad-numbers',
  part,
  spoil(part),
]);

/** The ways in which folders of real people are wrong. */
export const wrongFolders: readonly WrongFolder[] = [
  ...foundWhenAdding.map((one) => [...one, 'adding'] as const),
  ...foundWhenPainting.map((one) => [...one, 'painting'] as const),
].map(([name, code, subject, change, isFoundWhen]) => ({ name, code, subject, change, isFoundWhen }));
