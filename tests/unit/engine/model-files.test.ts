import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../protocol/errors.ts';
import { type FileCache, openModelFiles } from '../../../ui/engine/worker/model-files.ts';

const bytesOf = (text: string) => new Uint8Array(new TextEncoder().encode(text));
const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const weights = bytesOf('weights of a model');

function listOf(files: Record<string, Uint8Array>): Uint8Array<ArrayBuffer> {
  const list = Object.entries(files).map(([path, bytes]) => ({
    path,
    bytes: bytes.length,
    sha256: hashOf(bytes),
  }));
  return bytesOf(JSON.stringify(list));
}

type Served = { url: string; fresh: boolean };

/** A server that answers from `answers`, in turn where there are several; the last one stays. */
function serverOf(answers: Record<string, (Uint8Array<ArrayBuffer> | null)[]>) {
  const asked: Served[] = [];
  return {
    asked,
    async fetchBytes(url: string, { fresh, onBytes }: { fresh: boolean; onBytes(count: number): void }) {
      asked.push({ url, fresh });
      const queue = answers[url.replace('https://host/models/default/', '')] ?? [null];
      const bytes = (queue.length > 1 ? queue.shift() : queue[0]) ?? null;
      if (bytes !== null) onBytes(bytes.length);
      return bytes;
    },
  };
}

function cacheOf(kept = new Map<string, Uint8Array<ArrayBuffer>>()): FileCache {
  return {
    get: async (sha256) => kept.get(sha256) ?? null,
    put: async (sha256, bytes) => void kept.set(sha256, bytes),
  };
}

const open = (server: ReturnType<typeof serverOf>, cache: FileCache | null, told: number[] = []) =>
  openModelFiles({
    folderUrl: 'https://host/models/default/',
    fetchBytes: server.fetchBytes,
    cache,
    onLoaded: (loaded) => told.push(loaded),
  });

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (thrown: unknown) => (thrown instanceof AppError ? thrown.code : String(thrown)),
  );

describe('openModelFiles', () => {
  const list = listOf({ 'unet/model.onnx': weights });

  it('gives checked bytes, tells their progress, and null for what the pack has not', async () => {
    const told: number[] = [];
    const files = await open(serverOf({ 'files.json': [list], 'unet/model.onnx': [weights] }), null, told);
    expect(files.totalBytes).toBe(weights.length);
    expect(await files.read('unet/model.onnx')).toEqual(weights);
    expect(told).toEqual([weights.length]);
    expect(await files.has('unet/model.onnx')).toBe(true);
    expect(await files.has('text_encoder_2/model.onnx')).toBe(false);
    expect(await files.read('text_encoder_2/model.onnx')).toBeNull();
  });

  it('asks past the browser cache once when the bytes are wrong, and takes the right ones', async () => {
    const told: number[] = [];
    const server = serverOf({ 'files.json': [list], 'unet/model.onnx': [bytesOf('cut'), weights] });
    const files = await open(server, null, told);
    expect(await files.read('unet/model.onnx')).toEqual(weights);
    expect(server.asked.map(({ fresh }) => fresh)).toEqual([true, false, true]);
    expect(told.at(-1)).toBe(weights.length);
  });

  it('refuses bytes that stay wrong, of the right length too', async () => {
    const bent = weights.slice();
    bent[3] = bent[3]! ^ 1;
    const files = await open(serverOf({ 'files.json': [list], 'unet/model.onnx': [bent] }), null);
    expect(await codeOf(files.read('unet/model.onnx'))).toBe('model-broken');
  });

  it('keeps files in the cache and reads them from there, but believes no bytes without checking', async () => {
    const kept = new Map<string, Uint8Array<ArrayBuffer>>();
    const first = await open(serverOf({ 'files.json': [list], 'unet/model.onnx': [weights] }), cacheOf(kept));
    await first.read('unet/model.onnx');
    const server = serverOf({ 'files.json': [list], 'unet/model.onnx': [weights] });
    const again = await open(server, cacheOf(kept));
    expect(await again.read('unet/model.onnx')).toEqual(weights);
    expect(server.asked.length).toBe(1);
    kept.set(hashOf(weights), bytesOf('rotten'));
    const healed = await open(server, cacheOf(kept));
    expect(await healed.read('unet/model.onnx')).toEqual(weights);
    expect(kept.get(hashOf(weights))).toEqual(weights);
  });

  it('paints on where storage refuses everything', async () => {
    const refusing: FileCache = {
      get: () => Promise.reject(new Error('denied')),
      put: () => Promise.reject(new Error('full')),
    };
    const files = await open(serverOf({ 'files.json': [list], 'unet/model.onnx': [weights] }), refusing);
    expect(await files.read('unet/model.onnx')).toEqual(weights);
  });

  it('names a missing list, a missing file and a list that is none', async () => {
    expect(await codeOf(open(serverOf({}), null))).toBe('model-missing');
    const files = await open(serverOf({ 'files.json': [list] }), null);
    expect(await codeOf(files.read('unet/model.onnx'))).toBe('model-missing');
    expect(await codeOf(open(serverOf({ 'files.json': [bytesOf('<html>')] }), null))).toBe('model-broken');
    const climbing = bytesOf(JSON.stringify([{ path: '../secrets', bytes: 1, sha256: hashOf(weights) }]));
    expect(await codeOf(open(serverOf({ 'files.json': [climbing] }), null))).toBe('model-broken');
  });
});
