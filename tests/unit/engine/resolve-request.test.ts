import { describe, expect, it } from 'vitest';
import { defaultRequest, type GenerationRequest } from '../../../protocol/generation.ts';
import { resolveRequest } from '../../../ui/engine/worker/resolve-request.ts';
import { plainFacts } from '../../fakes/pack-facts.ts';

const defaults = { steps: 20, guidance: 7.5, scheduler: 'euler' } as const;
const facts = { sd: plainFacts, xl: { ...plainFacts, family: 'stable-diffusion-xl' as const } };
const resolve = (request: Partial<GenerationRequest>, family: 'sd' | 'xl' = 'sd') =>
  resolveRequest({ ...defaultRequest, ...request }, { defaults, facts: facts[family] });

describe('what a request leaves open', () => {
  it('is up to the pack', () => {
    expect(resolve({})).toMatchObject(defaults);
    expect(resolve({ steps: 4, guidance: 1 })).toMatchObject({ ...defaults, steps: 4, guidance: 1 });
  });

  const plain = { context: 'whole', edge: 'raw' } as const;
  it.each([
    [{ task: 'generate' }, 'sd', 1],
    [{ task: 'vary' }, 'sd', 0.7],
    [{ task: 'vary', ...plain }, 'xl', 0.7],
    [{ task: 'fill' }, 'xl', 1],
    [{ task: 'remove' }, 'sd', 0.6],
    [{ task: 'remove', ...plain }, 'xl', 1],
    [{ task: 'fill', ...plain }, 'sd', 1],
    // The default of StableDiffusionXLInpaintPipeline.
    [{ task: 'fill', ...plain }, 'xl', 0.9999],
    [{ task: 'fill', ...plain, strength: 1 }, 'xl', 1],
  ] as const)('%j has with %s a strength of %d', (request, family, strength) => {
    expect(resolve(request, family).strength).toBe(strength);
  });

  it('is background in the place of what is removed, unless something else is said', () => {
    expect(resolve({ task: 'remove', prompt: ' ' }).prompt).toBe('background');
    expect(resolve({ task: 'remove', prompt: 'sand' }).prompt).toBe('sand');
    expect(resolve({ task: 'fill', prompt: '' }).prompt).toBe('');
  });
});
