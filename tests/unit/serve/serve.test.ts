import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { PortBusyError, type RunningServer, startServer } from '../../../tools/serve.mjs';

let folder: string;
let server: RunningServer;
const model = Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7) % 256));

type Answer = { status: number; headers: IncomingHttpHeaders; body: Buffer };

/** Asks one site; rejects when the connection breaks. */
function get(
  host: string,
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      { port: server.port, host: '127.0.0.1', path, method, headers: { Host: `${host}:8573`, ...headers } },
      (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('error', reject);
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(parts) }),
        );
      },
    );
    sent.on('error', reject);
    sent.end();
  });
}
const engine = (path: string, headers?: Record<string, string>, method?: string) =>
  get('localhost', path, headers, method);
const editor = (path: string, headers?: Record<string, string>) => get('127.0.0.1', path, headers);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'serve-'));
  const write = (path: string, bytes: string | Buffer) => {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  };
  write('dist/engine/index.html', '<!doctype html>engine');
  write('dist/engine/models/default/unet/model.onnx', model);
  write('dist/engine/worker.js', 'plain');
  write('dist/engine/worker.js.gz', gzipSync('plain'));
  write('dist/engine/chunk-ABCD2345.js', 'chunk');
  write('dist/engine/v1.2.3/frame.js', 'frame');
  write('dist/engine/ort/ort.wasm', 'wasm');
  write('dist/host/index.html', '<!doctype html>editor');
  write('secret.txt', 'secret');
  write('plugin/manifest.json', JSON.stringify({ main: 'dist/plugin.js', ui: { one: 'one.html' } }));
  write('plugin/dist/plugin.js', 'code');
  write('plugin/one.html', 'one');
  write('plugin/.env', 'secret');
  server = await startServer({
    hostDir: join(folder, 'dist/host'),
    distDir: join(folder, 'dist'),
    pluginDir: join(folder, 'plugin'),
    port: 0,
    control: true,
  });
});

afterEach(() => server.faults.clear());
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

describe('the two sites', () => {
  it('are told apart by the Host header', async () => {
    expect((await editor('/')).body.toString()).toContain('editor');
    expect((await engine('/engine/')).body.toString()).toContain('engine');
    expect((await engine('/')).status).toBe(404);
    expect((await editor('/engine/')).status).toBe(404);
    expect((await get('evil.example', '/')).status).toBe(421);
  });

  it('let the engine be framed, isolated and read from anywhere, and the editor not', async () => {
    const { headers } = await engine('/engine/index.html');
    expect(headers).toMatchObject({
      'document-isolation-policy': 'isolate-and-credentialless',
      'cross-origin-resource-policy': 'cross-origin',
      'access-control-allow-origin': '*',
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
    });
    expect(headers['x-frame-options']).toBeUndefined();
    expect(headers['content-security-policy']).toBeUndefined();
    expect((await editor('/')).headers['access-control-allow-origin']).toBeUndefined();
    expect((await engine('/engine/x', {}, 'OPTIONS')).headers['access-control-allow-headers']).toContain(
      'Range',
    );
  });

  it('open only the files that the manifest names', async () => {
    expect((await editor('/plugin/manifest.json')).status).toBe(200);
    expect((await editor('/plugin/dist/plugin.js')).body.toString()).toBe('code');
    expect((await editor('/plugin/one.html')).status).toBe(200);
    expect((await editor('/plugin/.env')).status).toBe(404);
  });

  it.each([
    '/engine/../../secret.txt',
    '/engine/%2e%2e/%2e%2e/secret.txt',
    '/engine/..%2f..%2fsecret.txt',
    '/%00',
    '/engine/%zz',
  ])('never leave their folder: %s', async (path) => {
    expect((await engine(path)).status).toBe(404);
  });

  it('are read only', async () => {
    expect((await engine('/engine/index.html', {}, 'POST')).status).toBe(405);
  });
});

describe('files', () => {
  it('have the right types', async () => {
    expect((await engine('/engine/ort/ort.wasm')).headers['content-type']).toBe('application/wasm');
    expect((await engine('/engine/worker.js')).headers['content-type']).toContain('text/javascript');
    expect((await engine('/engine/models/default/unet/model.onnx')).headers['content-type']).toBe(
      'application/octet-stream',
    );
  });

  it('are kept for ever only under a versioned name', async () => {
    const cached = async (path: string) => (await engine(path)).headers['cache-control'];
    expect(await cached('/engine/chunk-ABCD2345.js')).toContain('immutable');
    expect(await cached('/engine/v1.2.3/frame.js')).toContain('immutable');
    expect(await cached('/engine/worker.js')).toBe('no-cache');
  });

  it('are not sent twice', async () => {
    const { etag } = (await engine('/engine/worker.js')).headers;
    const again = await engine('/engine/worker.js', { 'If-None-Match': String(etag) });
    expect([again.status, again.body.length]).toEqual([304, 0]);
  });

  it('are sent packed where a packed copy lies beside them', async () => {
    const packed = await engine('/engine/worker.js', { 'Accept-Encoding': 'gzip, br' });
    expect(packed.headers['content-encoding']).toBe('gzip');
    expect((await engine('/engine/worker.js')).body.toString()).toBe('plain');
  });

  it.each([
    ['bytes=0-99', 206, 0, 100],
    ['bytes=4990-', 206, 4990, 5000],
    ['bytes=-10', 206, 4990, 5000],
    ['bytes=10-99999', 206, 10, 5000],
    ['bytes=0-1,5-6', 200, 0, 5000],
    ['bytes=9-2', 200, 0, 5000],
  ])('are sent in parts: %s', async (range, status, start, end) => {
    const answer = await engine('/engine/models/default/unet/model.onnx', { Range: range });
    expect(answer.status).toBe(status);
    expect(answer.body.equals(model.subarray(start, end))).toBe(true);
    if (status === 206) expect(answer.headers['content-range']).toBe(`bytes ${start}-${end - 1}/5000`);
  });

  it('refuse a part beyond their end, and send everything when they have changed', async () => {
    const path = '/engine/models/default/unet/model.onnx';
    expect((await engine(path, { Range: 'bytes=5000-' })).status).toBe(416);
    expect((await engine(path, { Range: 'bytes=0-9', 'If-Range': '"older"' })).status).toBe(200);
  });
});

describe('faults', () => {
  const path = '/engine/models/default/unet/model.onnx';

  it('answer another status, as often as told', async () => {
    server.faults.add({ path: 'unet', kind: 'status', status: 503, times: 1 });
    expect((await engine(path)).status).toBe(503);
    expect((await engine(path)).status).toBe(200);
  });

  it('let some requests pass first', async () => {
    server.faults.add({ path: 'unet', kind: 'status', after: 1 });
    expect([(await engine(path)).status, (await engine(path)).status]).toEqual([200, 404]);
  });

  it('cut the connection', async () => {
    server.faults.add({ path: 'unet', kind: 'cut', atByte: 1000 });
    await expect(engine(path)).rejects.toThrow();
  });

  it('change a byte', async () => {
    server.faults.add({ path: 'unet', kind: 'corrupt', atByte: 1234 });
    const { body } = await engine(path);
    const different = [...body.keys()].filter((i) => body[i] !== model[i]);
    expect(different).toEqual([1234]);
  });

  it('stall until they are cleared', async () => {
    server.faults.add({ path: 'unet', kind: 'stall', atByte: 1000 });
    let isOver = false;
    const answer = engine(path)
      .catch(() => 'broken')
      .finally(() => {
        isOver = true;
      });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(isOver).toBe(false);
    server.faults.clear();
    expect(await answer).toBe('broken');
  });

  it('can be set through the control door, and only there', async () => {
    const body = JSON.stringify({ path: 'unet', kind: 'status', status: 500 });
    const answer = await fetch(`http://127.0.0.1:${server.port}/control/faults`, { method: 'POST', body });
    expect(answer.ok).toBe(true);
    expect((await engine(path)).status).toBe(500);
    expect((await engine('/control/faults')).status).toBe(404);
  });

  it('refuse a rule that makes no sense', () => {
    expect(() => server.faults.add({ path: '', kind: 'cut' })).toThrow('needs a path');
  });
});

describe('the port', () => {
  it('is a sentence when it is taken, and never another one', async () => {
    const second = startServer({ port: server.port });
    await expect(second).rejects.toThrow(PortBusyError);
    await expect(second).rejects.toThrow(`Port ${server.port} is in use.`);
  });

  it('passes on what a proxied browser asks of another server of this machine', async () => {
    const other = await startServer({ distDir: join(folder, 'dist'), port: 0 });
    const text = await new Promise<string>((resolve) => {
      const socket = connect(server.port, '127.0.0.1');
      let received = '';
      socket.on('data', (part) => {
        received += part;
      });
      socket.on('close', () => resolve(received));
      const address = `localhost:${other.port}`;
      socket.write(
        `GET http://${address}/engine/index.html HTTP/1.1\r\nHost: ${address}\r\nConnection: close\r\n\r\n`,
      );
    });
    expect(text).toContain('<!doctype html>engine');
    await other.close();
  });
});
