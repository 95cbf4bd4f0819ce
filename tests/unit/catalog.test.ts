import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  bundledPacks,
  type CatalogEntry,
  catalog,
  catalogGroups,
  findInCatalog,
  type HubSource,
} from '../../models/catalog.ts';
import { findFaults } from './catalog-faults.ts';

const read = (path: string) => readFileSync(new URL(`../../models/default/${path}`, import.meta.url), 'utf8');
const readPackJson = (path: string): Record<string, unknown> => JSON.parse(read(path));

type HubRow = Extract<CatalogEntry, { kind: 'diffusion' }> & { source: HubSource };

/** The faults of the catalog after one row's copy was changed. */
async function faultsAfter(change: (row: HubRow) => void): Promise<string[]> {
  const rows = structuredClone(catalog) as CatalogEntry[];
  change(rows.find(({ id }) => id === 'sd-1.5') as HubRow);
  return findFaults(rows);
}

describe('catalog', () => {
  it('says of the default pack what its own files say', () => {
    const entry = bundledPacks[0];
    expect(entry.id).toBe('default');
    const unet = readPackJson('unet/config.json');
    const side = Number(unet.sample_size) * 8;
    expect(entry.nativePx).toEqual({ width: side, height: side });
    expect(unet.underpaint).toMatchObject({
      default_steps: entry.defaults.steps,
      default_guidance: entry.defaults.guidance,
    });
    const scheduler = readPackJson('scheduler/scheduler_config.json');
    expect(String(scheduler._class_name).toLowerCase()).toContain(entry.defaults.scheduler);
    expect(entry.license.url).toBe(`${entry.source.folder}LICENSE`);
    expect(read('LICENSE')).toContain(entry.license.name);
  });

  it('starts with what needs no download, and finds rows by their id alone', () => {
    expect(catalog.slice(0, bundledPacks.length)).toEqual(bundledPacks);
    expect(catalog.slice(bundledPacks.length).every(({ source }) => source.from !== 'engine')).toBe(true);
    for (const entry of catalog) expect(findInCatalog(entry.id)).toBe(entry);
    expect(findInCatalog('constructor')).toBeNull();
  });

  it('has no row that breaks a rule', async () => {
    expect(await findFaults(catalog)).toEqual([]);
  });

  it('has a title in both languages for every group, and no empty group', () => {
    for (const { id, title } of catalogGroups) {
      expect(title.en.trim() && title.de.trim(), id).not.toBe('');
      expect(
        catalog.some(({ group }) => group === id),
        id,
      ).toBe(true);
    }
  });
});

describe('the rules of the catalog', () => {
  const changes: Record<string, [fault: string, change: (row: HubRow) => void]> = {
    'a missing German sentence': ['purpose: no de', (row) => Reflect.deleteProperty(row.purpose, 'de')],
    'an empty English sentence': [
      'purpose: no en',
      (row) => {
        row.purpose.en = ' ';
      },
    ],
    'German that is English': [
      'not translated',
      (row) => {
        row.purpose.de = row.purpose.en;
      },
    ],
    'German that is formal': [
      'purpose: Sie',
      (row) => {
        row.purpose.de = 'Für alles, was Sie malen.';
      },
    ],
    'a license without its meaning in German': [
      'license: no de',
      (row) => {
        row.license = { ...row.license, meaning: { ...row.license.meaning, de: '' } };
      },
    ],
    'conditions that nobody accepts': [
      'nobody accepts',
      (row) => {
        row.license = { ...row.license, mustAccept: false };
      },
    ],
    'a license that forbids paid work, unsaid': [
      'offered without a word',
      (row) => {
        row.license = { ...row.license, allowsCommercialUse: 'no' };
      },
    ],
    'an id that is there already': [
      'an id twice',
      (row) => {
        row.id = 'default';
      },
    ],
    'a branch instead of a commit': [
      'not pinned',
      (row) => {
        row.source.mirrors = ['https://huggingface.co/nmkd/stable-diffusion-1.5-onnx-fp16/resolve/main/'];
      },
    ],
    'a shortened commit': [
      'not pinned',
      (row) => {
        row.source.mirrors = row.source.mirrors.map((base) => base.replace(row.source.revision, '38dacf2'));
      },
    ],
    'another commit than the revision': [
      'revision 0',
      (row) => {
        row.source.revision = '0'.repeat(40);
      },
    ],
    'an address without encryption': [
      'http://',
      (row) => {
        row.source.mirrors = row.source.mirrors.map((base) => base.replace('https', 'http'));
      },
    ],
    'an address of a file': [
      'not a folder',
      (row) => {
        row.source.mirrors = row.source.mirrors.map((base) => base.replace(/\/$/, ''));
      },
    ],
    'a path that leaves the folder': [
      'path ../',
      (row) => {
        row.source.files = [...row.source.files, { path: '../secrets.json', bytes: 1, sha256: null }];
      },
    ],
    'an absolute path': [
      'path /etc',
      (row) => {
        row.source.files = [...row.source.files, { path: '/etc/x.json', bytes: 1, sha256: null }];
      },
    ],
    'a file twice': [
      'a path twice',
      (row) => {
        row.source.files = [...row.source.files, row.source.files[0]!];
      },
    ],
    'a file of no bytes': [
      'bytes of unet/model.onnx',
      (row) => {
        row.source.files = row.source.files.map((file) => ({ ...file, bytes: 0 }));
      },
    ],
    'a shortened hash': [
      'sha256 of unet/model.onnx',
      (row) => {
        row.source.files = row.source.files.map((file) => ({ ...file, sha256: 'da837d5d' }));
      },
    ],
    'a sum that is not its files’': [
      'sum is',
      (row) => {
        row.downloadBytes = row.downloadBytes! + 1;
      },
    ],
    'a config that the loader misses': [
      'unet/config.json: missing',
      (row) => {
        row.source.supplements = {};
      },
    ],
    'weights that the loader misses': [
      'vae_decoder/model.onnx: missing',
      (row) => {
        row.source.files = row.source.files.filter(({ path }) => path !== 'vae_decoder/model.onnx');
      },
    ],
    'filling without an encoder': [
      'fills without an encoder',
      (row) => {
        row.source.files = row.source.files.filter(({ path }) => path !== 'vae_encoder/model.onnx');
        row.downloadBytes = 2_140_000_000;
      },
    ],
    'an unknown sampler': [
      'scheduler magic',
      (row) => {
        row.defaults.scheduler = 'magic';
      },
    ],
    'memory that the weights do not fit': [
      'do not fit',
      (row) => {
        row.gpuMemory = { bytes: 1_000_000_000, basis: 'estimate' };
      },
    ],
    '16 bits on any adapter': [
      '16-bit weights',
      (row) => {
        row.needs = [];
      },
    ],
    'a task that this edition has not': [
      'nothing here can run it',
      (row) => {
        row.tasks = ['colorize' as 'remove'];
      },
    ],
    'an eraser of several graphs': [
      'an eraser of other than one graph',
      (row) => {
        Object.assign(row, { kind: 'eraser', tasks: ['remove'], defaults: null });
      },
    ],
    'verified without anybody having run it': [
      'unverified',
      (row) => {
        row.unverified = false;
      },
    ],
    'a row behind one that asks for more': [
      'quality in disorder',
      (row) => {
        row.gpuMemory = { bytes: 7_000_000_000, basis: 'estimate' };
      },
    ],
    'a row outside of its group': [
      'groups in disorder',
      (row) => {
        row.group = 'included';
      },
    ],
  };
  for (const [name, [fault, change]] of Object.entries(changes))
    it(`refuse ${name}`, async () => {
      expect((await faultsAfter(change)).join('\n')).toContain(fault);
    });
});
