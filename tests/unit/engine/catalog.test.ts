import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { catalog, findInCatalog } from '../../../models/catalog.ts';

const readPackJson = (path: string): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL(`../../../models/default/${path}`, import.meta.url), 'utf8'));

describe('catalog', () => {
  it('says of the default pack what its own files say', () => {
    const entry = findInCatalog('default')!;
    const unet = readPackJson('unet/config.json');
    const side = Number(unet.sample_size) * 8;
    expect(entry.nativePx).toEqual({ width: side, height: side });
    expect(unet.underpaint).toMatchObject({
      default_steps: entry.defaults.steps,
      default_guidance: entry.defaults.guidance,
    });
    const scheduler = readPackJson('scheduler/scheduler_config.json');
    expect(String(scheduler._class_name).toLowerCase()).toContain(entry.defaults.scheduler);
    const license = readFileSync(new URL('../../../models/default/LICENSE', import.meta.url), 'utf8');
    expect(license).toContain(entry.license);
  });

  it('knows each id once, and no other', () => {
    expect(new Set(catalog.map(({ id }) => id)).size).toBe(catalog.length);
    expect(findInCatalog('constructor')).toBeNull();
  });
});
