import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { generationRequestSchema, tasks } from '../../../protocol/generation.ts';
import { noRegion, requestFrom } from '../../../ui/shell/state/request-from.ts';
import { parseSettings } from '../../../ui/shell/state/settings.ts';

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

  it('of the former version keep their mode, and a mode that nobody knows is none', () => {
    for (const mode of ['auto', 'vary', 'remove', 'expand', 'replace-background'])
      expect(parseSettings({ mode, varyStrength: 0.35 })).toMatchObject({ mode, varyStrength: 0.35 });
    expect(parseSettings({ mode: 'upscale', growPercent: 33, growZoom: 2 })).toMatchObject({
      mode: 'auto',
      growPercent: 50,
      growZoom: 2,
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
        for (const task of tasks) {
          const request = requestFrom(settings, task, { width: 64, height: 64 });
          expect(v.safeParse(generationRequestSchema, request).success).toBe(true);
        }
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

  it('ask for the strength of the task where one was chosen, and leave the others to the engine', () => {
    const chosen = { ...defaults, fillStrength: 0.6, sketchStrength: 0.5, varyStrength: 0.35 };
    const strengths = tasks.map((task) => [
      task,
      requestFrom(chosen, task, { width: 8, height: 8 }).strength,
    ]);
    expect(Object.fromEntries(strengths)).toEqual({
      generate: 1,
      fill: 0.6,
      vary: 0.35,
      remove: null,
      expand: null,
      add: null,
      'replace-background': null,
      sketch: 0.5,
    });
  });

  it('take a mask and a box for what repaints a region, padding for an expansion, and none for the rest', () => {
    const region = {
      mask: {
        size: { width: 8, height: 8 },
        edits: [{ kind: 'invert' as const }],
        growPx: 0,
        fillHolesPx: 0,
      },
      contextBox: { x: 1, y: 2, width: 3, height: 4 },
      paddingPx: { left: 1, top: 0, right: 0, bottom: 0 },
    };
    const { mask, contextBox, paddingPx } = region;
    const regionOf = (task: (typeof tasks)[number]) => {
      const request = requestFrom(defaults, task, { width: 8, height: 8 }, null, region);
      return { mask: request.mask, contextBox: request.contextBox, paddingPx: request.paddingPx };
    };
    for (const task of ['fill', 'add', 'sketch', 'remove', 'replace-background'] as const)
      expect(regionOf(task)).toEqual({ mask, contextBox, paddingPx: null });
    expect(regionOf('expand')).toEqual({ ...noRegion, paddingPx });
    for (const task of ['generate', 'vary'] as const) expect(regionOf(task)).toEqual(noRegion);
  });
});
