import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type RunningServer, startServer } from '../../../tools/serve.mjs';
import { openWebSource } from '../../../ui/engine/worker/web-source.ts';
import { openPack } from '../../../ui/runtime/open-pack.ts';
import { addForeignNode } from '../../fakes/graph-variants.ts';
import { readFolder, startNodeRuntime } from '../../parity/open-pack-from-folder.ts';

const pack = fileURLToPath(new URL('../../fixtures/parity/packs/sd15', import.meta.url));
const whole = readFolder(pack);
const weights = async () => (await whole.read('unet/model.onnx'))! as Uint8Array<ArrayBuffer>;

let folder: string;
let server: RunningServer;
let base: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'web-source-'));
  cpSync(pack, join(folder, 'sd15'), { recursive: true });
  cpSync(pack, join(folder, 'foreign'), { recursive: true });
  const foreign = addForeignNode(await weights(), 'out_sample', 'com.microsoft', 'NhwcConv');
  writeFileSync(join(folder, 'foreign/unet/model.onnx'), foreign);
  server = await startServer({
    hostDir: folder,
    distDir: folder,
    pluginDir: folder,
    port: 0,
    control: true,
    folders: { '/packs/': folder },
  });
  base = `http://localhost:${server.port}/packs`;
});
afterEach(() => server.faults.clear());
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

const open = (url: string, told: [number, number][] = []) =>
  openWebSource(url, (loaded, total) => told.push([loaded, total]));

describe('a pack on the web', () => {
  it('gives ranges without the rest, whole files once, and null for what is not there', async () => {
    const told: [number, number][] = [];
    const source = open(`${base}/sd15`, told);
    const bytes = await weights();
    server.requests.length = 0;
    const range = await source.readRange('unet/model.onnx', 1000, 2000);
    expect(Buffer.compare(range!, bytes.slice(1000, 2000))).toBe(0);
    expect(server.requests.map((request) => request.range)).toEqual(['bytes=1000-1999']);
    expect(await source.has('unet/model.onnx')).toBe(true);
    const [file] = await Promise.all([source.open('unet/model.onnx'), source.open('unet/model.onnx')]);
    expect(Buffer.compare(new Uint8Array(await file!.arrayBuffer()), bytes)).toBe(0);
    expect(server.requests.filter((request) => request.range === undefined)).toHaveLength(1);
    expect(told.at(-1)).toEqual([bytes.length, bytes.length]);
    expect(await source.has('text_encoder_2/model.onnx')).toBe(false);
    expect(await source.open('text_encoder_2/model.onnx')).toBeNull();
    expect(await source.list()).toBeNull();
  });

  it('opens like one in a folder', async () => {
    const opened = await openPack(open(`${base}/sd15/`), await startNodeRuntime());
    expect(opened.info).toMatchObject({ unetChannels: 4, hasEncoder: true });
    await opened.release();
  });

  it('that cannot run is refused after a look at its graphs, before any file of weights is fetched', async () => {
    server.requests.length = 0;
    const opening = openPack(open(`${base}/foreign/`), await startNodeRuntime());
    await expect(opening).rejects.toMatchObject({
      reason: 'model-operator',
      subject: 'unet: com.microsoft NhwcConv',
    });
    const graphs = server.requests.filter((request) => request.path.endsWith('.onnx'));
    expect(graphs.length).toBeGreaterThan(3);
    expect(graphs.every((request) => request.range !== undefined)).toBe(true);
  });

  it.each(['cut', 'status'] as const)(
    'whose transfer is %s says so, and is asked again the next time',
    async (kind) => {
      server.faults.add({ path: 'unet/model.onnx', kind, atByte: 5000, status: 503, times: 1 });
      const source = open(`${base}/sd15/`);
      await expect(source.open('unet/model.onnx')).rejects.toMatchObject({
        code: 'model-missing',
        subject: 'unet/model.onnx',
      });
      expect((await source.open('unet/model.onnx'))?.size).toBe((await weights()).length);
    },
  );
});

describe('a server that knows no ranges', () => {
  let plain: Server;
  let url: string;
  beforeAll(async () => {
    const bytes = await weights();
    plain = createServer((_, response) => response.writeHead(200).end(bytes));
    await new Promise<void>((resolve) => plain.listen(0, 'localhost', resolve));
    url = `http://localhost:${(plain.address() as AddressInfo).port}/`;
  });
  afterAll(() => plain.close());

  it.each([
    [0, 1],
    [0, 8_000_000],
    [100_000, 100_100],
    [9_000_000, 9_000_010],
  ])('gives bytes %i to %i all the same', async (start, end) => {
    const range = await open(url).readRange('x', start, end);
    expect(Buffer.compare(range!, (await weights()).slice(start, end))).toBe(0);
  });
});
