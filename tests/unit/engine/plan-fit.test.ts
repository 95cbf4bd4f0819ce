import { describe, expect, it } from 'vitest';
import type { CatalogEntry } from '../../../models/catalog.ts';
import { catalog } from '../../../models/catalog.ts';
import { planFit } from '../../../ui/engine/worker/shelf/plan-fit.ts';
import type { MachineFacts } from '../../../ui/engine/worker/shelf/probe-machine.ts';

const find = (id: string): CatalogEntry => {
  const entry = catalog.find((one) => one.id === id);
  if (entry === undefined) throw new Error(`${id} is not in the catalog`);
  return entry;
};

const desktop: MachineFacts = {
  webgpu: 'hardware',
  hasShaderF16: true,
  tensorBytes: 2 ** 32 - 4,
  memoryBytes: null,
};
const gibibyte = 2 ** 30;

const cases: [string, string, Partial<MachineFacts>, string, string | null][] = [
  ['what comes with the page, on nothing but a processor', 'default', { webgpu: 'none' }, 'fits', null],
  ['SD 1.5 on a desktop', 'sd-1.5', {}, 'fits', null],
  ['SD 1.5 without 16-bit numbers', 'sd-1.5', { hasShaderF16: false }, 'slow', 'full-floats-instead'],
  [
    'SD 1.5 where its attention does not fit a buffer',
    'sd-1.5',
    { tensorBytes: 2 ** 28 - 1 },
    'unfit',
    'buffer-too-small',
  ],
  ['SD 1.5 where it just fits', 'sd-1.5', { tensorBytes: 2 ** 28 }, 'fits', null],
  [
    'SD 1.5 where 32-bit numbers would make it too large',
    'sd-1.5',
    { hasShaderF16: false, tensorBytes: 2 ** 28 },
    'unfit',
    'buffer-too-small',
  ],
  ['SD 1.5 in little memory', 'sd-1.5', { memoryBytes: 4 * gibibyte }, 'slow', 'memory-too-small'],
  ['SD 1.5 in too little memory', 'sd-1.5', { memoryBytes: 2 * gibibyte }, 'unfit', 'memory-too-small'],
  ['tiny SD on the processor', 'lcm-tiny-sd', { webgpu: 'none' }, 'slow', 'no-gpu'],
  ['tiny SD on a rasterizer', 'lcm-tiny-sd', { webgpu: 'software' }, 'slow', 'software-gpu'],
  ['SD-Turbo, too large for WASM', 'sd-turbo', { webgpu: 'none' }, 'unfit', 'no-gpu'],
  ['what no engine of this edition runs', 'z-image-turbo', {}, 'unfit', 'not-yet'],
];

describe('whether a model fits, before a byte is fetched', () => {
  it.each(cases)('%s', (_, id, change, verdict, reason) => {
    expect(planFit(find(id), { ...desktop, ...change })).toMatchObject({ verdict, reason });
  });

  it('says the numbers where they decide', () => {
    const fit = planFit(find('sd-1.5'), { ...desktop, tensorBytes: 128 * 2 ** 20 });
    expect(fit.subject).toBe('0.3 GB > 0.1 GB');
  });

  it('says of what takes most of the memory how much of it that is', () => {
    const memory = find('sd-1.5').gpuMemory!.bytes;
    const memoryBytes = memory / 0.8;
    expect(planFit(find('sd-1.5'), { ...desktop, memoryBytes })).toMatchObject({
      verdict: 'slow',
      subject: `${(memory / 1e9).toFixed(1)} GB / ${(memoryBytes / 1e9).toFixed(1)} GB`,
    });
    expect(planFit(find('sd-1.5'), { ...desktop, memoryBytes: memory / 2 }).subject).toContain(' > ');
  });

  it('refuses weights that are too large to be widened', () => {
    const large = { ...find('sd-1.5'), downloadBytes: 5e9 };
    expect(planFit(large, { ...desktop, hasShaderF16: false })).toMatchObject({
      verdict: 'unfit',
      reason: 'no-half-floats',
    });
  });
});
