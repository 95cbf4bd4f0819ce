import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { defaultRequest } from '../../../protocol/generation.ts';
import { readBaseAddress } from '../../../ui/engine/worker/shelf/base-address.ts';
import { parseTeamFiles, parseTeamRows } from '../../../ui/engine/worker/shelf/team-rows.ts';
import { type PackServer, startPackServer } from '../../fakes/pack-server.ts';
import { createShelfRig, openRigStore, patient } from '../../fakes/shelf-rig.ts';

const base = 'https://models.example.com/';

describe('the address of a server', () => {
  it.each([
    ['https://models.example.com', base],
    [' https://models.example.com/shelf.json ', base],
    ['https://models.example.com/packs?x=1#y', 'https://models.example.com/packs/'],
    ['http://localhost:8000', 'http://localhost:8000/'],
    ['http://127.0.0.1:8000/a/', 'http://127.0.0.1:8000/a/'],
    ['http://[::1]/', 'http://[::1]/'],
  ])('%s is kept as %s', (typed, kept) => {
    expect(readBaseAddress(typed)).toBe(kept);
  });

  it.each([
    ['models.example.com', 'address-invalid'],
    ['ftp://models.example.com', 'address-invalid'],
    ['javascript:alert(1)', 'address-invalid'],
    ['https://anna:secret@models.example.com', 'address-invalid'],
    ['http://models.example.com', 'address-insecure'],
    ['http://localhost.example.com', 'address-insecure'],
    ['http://127.0.0.1.example.com', 'address-insecure'],
  ])('%s is refused as %s', (typed, code) => {
    expect(() => readBaseAddress(typed)).toThrow(expect.objectContaining({ code }));
  });
});

describe('the list of a server', () => {
  const sha256 = 'a'.repeat(64);

  it('becomes rows of the catalog, which say that nobody has told the license', () => {
    const files = [{ path: 'unet/model.onnx', bytes: 7, sha256 }, { path: 'model_index.json' }];
    const rows = parseTeamRows({ packs: [{ id: 'house-style', name: 'House style', files }] }, base);
    expect(rows).toMatchObject([
      {
        id: 'house-style',
        kind: 'diffusion',
        downloadBytes: null,
        license: { name: 'NOASSERTION', allowsCommercialUse: 'unclear' },
        source: {
          from: 'hub',
          mirrors: [`${base}house-style/`],
          files: [{ bytes: 7 }, { bytes: null, sha256: null }],
        },
      },
    ]);
  });

  it.each([
    ['an id that leads elsewhere', { id: '../other', name: 'x' }, 'packs.0.id'],
    ['the id of a folder above', { id: '..', name: 'x' }, 'packs.0.id'],
    ['no name', { id: 'x' }, 'packs.0.name'],
    ['a path that leads out', { id: 'x', name: 'x', files: [{ path: '../x.onnx' }] }, 'packs.0.files.0.path'],
    [
      'a hash that is none',
      { id: 'x', name: 'x', files: [{ path: 'x', sha256: 'abc' }] },
      'packs.0.files.0.sha256',
    ],
    [
      'a size that is none',
      { id: 'x', name: 'x', files: [{ path: 'x', bytes: -1 }] },
      'packs.0.files.0.bytes',
    ],
    [
      'a license without a meaning',
      { id: 'x', name: 'x', license: { name: 'MIT', allowsCommercialUse: 'yes' } },
      'packs.0.license.meaning',
    ],
  ])('is refused with %s, and says where', (_, row, fault) => {
    expect(parseTeamRows({ packs: [row] }, base)).toEqual({ fault });
  });

  it('of files is refused where one leads out or there is none', () => {
    expect(parseTeamFiles([{ path: 'a/b.onnx', bytes: 1, sha256 }])).toHaveLength(1);
    for (const wrong of [[], [{ path: '/a' }], [{ path: 'a/../../b' }], { files: [] }, null])
      expect(parseTeamFiles(wrong)).toBeNull();
  });
});

describe('a server that is added', () => {
  let server: PackServer;
  afterEach(() => server.close());
  const pack = join(import.meta.dirname, '../../fixtures/parity/packs/sd15');

  it('is known at the next start, and its models go with it unless they are installed', async () => {
    server = await startPackServer({
      packs: { 'house-style': pack, other: pack },
      shelf: {
        packs: [
          {
            id: 'house-style',
            name: 'House style',
            defaults: { steps: 7, guidance: 2, scheduler: 'euler' },
          },
          { id: 'other', name: 'Other' },
        ],
      },
    });
    const store = await openRigStore();
    const rig = createShelfRig(store);
    const { handlers } = rig.shelf;
    expect(await handlers.addBase({ url: server.url }, patient() as never)).toEqual({
      url: server.url,
      models: 2,
    });
    await rig.install('house-style');
    const next = createShelfRig(store);
    await expect
      .poll(async () => (await next.item('other').catch(() => null))?.state, { timeout: 10_000 })
      .toBe('offered');
    await next.shelf.handlers.removeBase({ url: server.url }, patient() as never);
    await expect(next.item('other')).rejects.toThrow();
    expect(await next.item('house-style')).toMatchObject({
      name: 'House style',
      origin: 'base',
      state: 'installed',
    });
    expect(await next.shelf.list()).toMatchObject([{ id: 'house-style', name: 'House style' }]);
    const request = { ...defaultRequest, model: 'house-style', steps: 3 };
    expect(await next.shelf.fillDefaults(request)).toEqual({ ...request, guidance: 2, scheduler: 'euler' });
  });

  it('is refused where nothing of a model is, and where its list is wrong', async () => {
    server = await startPackServer({ packs: {} });
    const { handlers } = createShelfRig(await openRigStore()).shelf;
    await expect(handlers.addBase({ url: server.url }, patient() as never)).rejects.toMatchObject({
      code: 'shelf-empty',
    });
    await server.close();
    server = await startPackServer({ packs: {}, shelf: { packs: [{ id: 'x' }] } });
    await expect(handlers.addBase({ url: server.url }, patient() as never)).rejects.toMatchObject({
      code: 'shelf-broken',
      subject: 'shelf.json, packs.0.name',
    });
  });
});
