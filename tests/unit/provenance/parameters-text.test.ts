import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { schedulerNames } from '../../../protocol/generation.ts';
import { readParameters, writeParameters } from '../../../ui/provenance/parameters-text.ts';
import { samplerNames, samplerOf } from '../../../ui/provenance/samplers.ts';

const empty = {
  prompt: '',
  negativePrompt: '',
  steps: 20,
  sampler: null,
  guidance: null,
  seed: 1,
  size: null,
  modelHash: null,
  model: null,
  strength: null,
  isMasked: false,
};

describe('the text of AUTOMATIC1111', () => {
  it('is read as that program writes it', () => {
    const text = `portrait of a fox, (red:1.2), <lora:fox:0.8>
sitting in snow
Negative prompt: blurry, lowres
text
Steps: 28, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 6.5, Seed: 1234567890, Size: 512x768, Model hash: 6ce0161689, Model: v1-5-pruned-emaonly, Denoising strength: 0.6, Hires upscale: 2, Lora hashes: "fox: 12ab, snow: 34cd", Version: v1.9.4`;
    expect(readParameters(text)).toEqual({
      prompt: 'portrait of a fox, (red:1.2), <lora:fox:0.8>\nsitting in snow',
      negativePrompt: 'blurry, lowres\ntext',
      steps: 28,
      sampler: 'dpm++2m-karras',
      guidance: 6.5,
      seed: 1234567890,
      size: { width: 512, height: 768 },
      modelHash: '6ce0161689',
      model: 'v1-5-pruned-emaonly',
      // That of the second pass: nothing was painted over.
      strength: null,
      isMasked: false,
    });
  });

  it('tells a repainted region from a variation', () => {
    const read = (more: string) => readParameters(`x\nSteps: 20, Seed: 1, Denoising strength: 0.5${more}`);
    expect(read('')).toMatchObject({ strength: 0.5, isMasked: false });
    expect(read(', Mask blur: 4')).toMatchObject({ strength: 0.5, isMasked: true });
  });

  it('is no text that says nothing of a picture', () => {
    for (const text of ['', 'a fox', 'Title: x', '\0\0', '{"3": {"class_type": "KSampler"}}'])
      expect(readParameters(text)).toBeNull();
  });

  it('knows every sampler by its name, and none for one of another program', () => {
    for (const name of schedulerNames) expect(samplerOf(samplerNames[name])).toBe(name);
    expect(samplerOf('DPM++ 2M SDE Karras')).toBe('dpm++2m-sde');
    expect(samplerOf('Euler', 'Automatic')).toBe('euler');
    expect(samplerOf('DPM adaptive')).toBeNull();
  });

  it('gives back what was written: prompts to the blanks at the ends of lines, all else exactly', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc
        .array(fc.constantFrom('fox', '🦊', ', ', '{a|b}', '\n', 'Steps: 20, ', '"', '\\', 'Size: 1x1', ' '))
        .map((parts) => parts.join('')),
    );
    const lines = (value: string) =>
      value
        .replace(/\r\n?/g, '\n')
        .trim()
        .split('\n')
        .map((line) => line.trim())
        .join('\n');
    fc.assert(
      fc.property(text, text, text, fc.nat(), (prompt, negativePrompt, model, seed) => {
        const written = { ...empty, prompt, negativePrompt, model: model.trim() || null, seed };
        const read = readParameters(writeParameters(written, 'Underpaint 0.2.0'));
        expect(read).toEqual({
          ...written,
          prompt: lines(prompt),
          negativePrompt: lines(negativePrompt),
        });
      }),
      { numRuns: 500 },
    );
  });

  it('lets no prompt begin the next part by itself', () => {
    const read = readParameters(
      writeParameters({ ...empty, prompt: 'a fox\nNegative prompt: snow' }, 'Underpaint 0.2.0'),
    );
    expect(read).toMatchObject({ prompt: 'a fox Negative prompt: snow', negativePrompt: '' });
  });
});
