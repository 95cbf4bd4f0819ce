import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { generationRequestSchema } from '../../../protocol/generation.ts';
import { parseSettings, requestFrom } from '../../../ui/shell/state/settings.ts';

describe('stored settings', () => {
  const defaults = parseSettings({});

  it('take the default for whatever is missing or broken, and keep the rest', () => {
    expect(defaults).toMatchObject({ prompt: '', count: 1, steps: null, edge: 'blend', language: 'auto' });
    expect(parseSettings({ prompt: 'a boat', count: 99, steps: 'many', guidance: 7.5, unknown: 1 })).toEqual({
      ...defaults,
      prompt: 'a boat',
      guidance: 7.5,
    });
  });

  it('are read back as they were written', () => {
    const chosen = {
      ...defaults,
      prompt: 'x',
      seed: 12,
      isSeedLocked: true,
      language: 'de' as const,
      frameWidth: 640,
    };
    expect(parseSettings(JSON.parse(JSON.stringify(chosen)))).toEqual(chosen);
  });

  it('survive anything that a storage may hold, and always make a valid request', () => {
    fc.assert(
      fc.property(fc.anything(), (stored) => {
        const settings = parseSettings(stored);
        expect(Object.keys(settings).sort()).toEqual(Object.keys(defaults).sort());
        const request = requestFrom(settings, 'generate', { width: 64, height: 64 });
        expect(v.safeParse(generationRequestSchema, request).success).toBe(true);
      }),
    );
  });

  it('ask for no negative prompt where none was typed, and for an empty one only while a driver does', () => {
    const negativeOf = (negativePrompt: string | null) =>
      requestFrom({ ...defaults, negativePrompt }, 'generate', { width: 64, height: 64 }).negativePrompt;
    expect([null, '  ', ' fog ', ''].map(negativeOf)).toEqual([null, null, 'fog', '']);
    expect(parseSettings({ negativePrompt: '' }).negativePrompt).toBeNull();
    expect(parseSettings({ negativePrompt: 'fog' }).negativePrompt).toBe('fog');
  });

  it('trim the prompt', () => {
    expect(requestFrom({ ...defaults, prompt: '  a boat\n' }, 'fill', { width: 1, height: 1 })).toMatchObject(
      {
        task: 'fill',
        prompt: 'a boat',
      },
    );
  });
});
