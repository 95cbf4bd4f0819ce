import { describe, expect, it } from 'vitest';
import type { DiffusionError } from '../../../ui/diffusion/diffusion-error.ts';
import { sourceOf } from '../../../ui/runtime/pack-files.ts';
import { readPackFacts } from '../../../ui/runtime/read-pack-facts.ts';
import { readPackInfo } from '../../../ui/runtime/read-pack-info.ts';
import { recognizePack } from '../../../ui/runtime/recognize-pack.ts';

const sourceWith = (files: Readonly<Record<string, object>>) =>
  sourceOf(async (path) => (path in files ? new Blob([JSON.stringify(files[path])]) : null));

const outcomeOf = (task: Promise<unknown>) =>
  task.then(
    (value) => value,
    ({ reason, subject }: DiffusionError) => `${reason} (${subject})`,
  );

const networks = { unet: ['diffusers', 'x'], scheduler: ['diffusers', 'x'] };

describe('a pipeline with a U-Net', () => {
  it.each<[string, object, string]>([
    ['StableDiffusionPipeline', {}, 'StableDiffusionPipeline'],
    ['OnnxStableDiffusionInpaintPipeline', {}, 'OnnxStableDiffusionInpaintPipeline'],
    ['StableDiffusionXLImg2ImgPipeline', {}, 'StableDiffusionXLImg2ImgPipeline'],
    ['SomebodysOwnPipeline', { vae: ['diffusers', 'AutoencoderKL'] }, 'SomebodysOwnPipeline'],
    ['DDPMPipeline', {}, 'model-unsupported (DDPMPipeline)'],
    ['IFPipeline', { text_encoder: ['transformers', 'x'] }, 'model-unsupported (IFPipeline)'],
    ['KandinskyV22Pipeline', { movq: ['diffusers', 'VQModel'] }, 'model-unsupported (KandinskyV22Pipeline)'],
  ])(
    '%s is one of ours, or called by its name instead of asking for files',
    async (name, parts, expected) => {
      const index = { _class_name: name, ...networks, ...parts };
      expect(await outcomeOf(recognizePack(sourceWith({ 'model_index.json': index })))).toBe(expected);
    },
  );

  it.each([
    ['StableDiffusionUpscalePipeline', 7, 'model-unsupported (StableDiffusionUpscalePipeline)'],
    ['StableDiffusionDepth2ImgPipeline', 5, 'model-unsupported (StableDiffusionDepth2ImgPipeline)'],
    ['StableDiffusionPipeline', 5, 'model-mismatch (unet: 5 channels, vae: 4)'],
    [null, 5, 'model-mismatch (unet: 5 channels, vae: 4)'],
  ])('%s with %d channels is refused for what it is', async (pipeline, channels, expected) => {
    const source = sourceWith({
      'unet/config.json': { in_channels: channels },
      'scheduler/scheduler_config.json': {},
    });
    const facts = await readPackFacts(source, new Map(), pipeline);
    expect(await outcomeOf(readPackInfo(source, new Map(), facts))).toBe(expected);
  });
});
