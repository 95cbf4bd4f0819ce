import { AppError } from '../../../protocol/errors.ts';
import { type PackSource, sourceOf } from '../../runtime/pack-files.ts';

/** How long a transfer may stand still before it counts as dead. */
const stallMs = 30_000;

/** Large files come in pieces that the browser may keep on disk. */
const pieceBytes = 16 * 1024 * 1024;

async function readBody(
  response: Response,
  onBytes: (count: number) => void,
  alive: () => void,
): Promise<Blob> {
  const parts: Blob[] = [];
  let pending: Uint8Array<ArrayBuffer>[] = [];
  let pendingBytes = 0;
  const reader = response.body!.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (value !== undefined) {
      alive();
      pending.push(value);
      pendingBytes += value.length;
      onBytes(value.length);
    }
    if (done || pendingBytes >= pieceBytes) {
      parts.push(new Blob(pending));
      pending = [];
      pendingBytes = 0;
    }
    if (done) return new Blob(parts);
  }
}

/**
 * A pack in a static folder on the web, such as `https://host/packs/name/`. Needs nothing of its server but the files;
 * ranges where it knows them. 404 and 410 are absent files; a refused, cut or stalled transfer is `model-missing`.
 * `onLoaded` is told the bytes of whole files as they come.
 */
export function openWebSource(
  folderUrl: string,
  onLoaded: (loadedBytes: number, totalBytes: number) => void,
): PackSource {
  const base = folderUrl.endsWith('/') ? folderUrl : `${folderUrl}/`;
  const opened = new Map<string, Promise<Blob | null>>();
  let loadedBytes = 0;
  let totalBytes = 0;

  async function ask<T>(
    path: string,
    headers: Record<string, string>,
    take: (response: Response, alive: () => void) => Promise<T>,
  ): Promise<T | null> {
    const abort = new AbortController();
    let stall = setTimeout(() => abort.abort(), stallMs);
    const alive = () => {
      clearTimeout(stall);
      stall = setTimeout(() => abort.abort(), stallMs);
    };
    try {
      const send = () =>
        fetch(new URL(encodeURI(path), base), {
          headers,
          signal: abort.signal,
          credentials: 'omit',
          referrerPolicy: 'no-referrer',
        });
      // A connection that was kept may have been closed by the server while a model was being loaded.
      const response = await send().catch(send);
      if (response.status === 404 || response.status === 410) return null;
      if (!response.ok || response.body === null) throw new Error(`HTTP ${response.status}`);
      return await take(response, alive);
    } catch (thrown) {
      throw new AppError('model-missing', `${path} could not be fetched: ${String(thrown)}`, path);
    } finally {
      clearTimeout(stall);
      abort.abort();
    }
  }

  function fetchWhole(path: string): Promise<Blob | null> {
    return ask(path, {}, async (response, alive) => {
      const length = Number(response.headers.get('Content-Length') ?? 0);
      totalBytes += length;
      const count = (more: number) => {
        loadedBytes += more;
        onLoaded(loadedBytes, Math.max(totalBytes, loadedBytes));
      };
      const blob = await readBody(response, count, alive);
      // A compressed transfer counts other bytes than it delivers.
      const isPlain = response.headers.get('Content-Encoding') === null;
      if (isPlain && length > 0 && blob.size !== length)
        throw new Error(`${blob.size} of ${length} bytes came`);
      return blob;
    });
  }

  function open(path: string): Promise<Blob | null> {
    const known = opened.get(path) ?? fetchWhole(path);
    opened.set(path, known);
    known.catch(() => opened.delete(path));
    return known;
  }

  async function readRange(path: string, start: number, end: number): Promise<Uint8Array | null> {
    const known = await opened.get(path);
    if (known) return new Uint8Array(await known.slice(start, end).arrayBuffer());
    return ask(path, { Range: `bytes=${start}-${end - 1}` }, (response, alive) =>
      takeRange(response, start, end, alive),
    );
  }

  return {
    ...sourceOf(open),
    isRemote: true,
    readRange,
    has: async (path) =>
      opened.has(path) ? (await open(path)) !== null : (await readRange(path, 0, 1)) !== null,
  };
}

/** The range itself, cut out of the whole where the server knows no ranges; the rest of that is not waited for. */
async function takeRange(
  response: Response,
  start: number,
  end: number,
  alive: () => void,
): Promise<Uint8Array> {
  const skip = response.status === 206 ? 0 : start;
  const wanted = end - start;
  const range = new Uint8Array(wanted);
  const reader = response.body!.getReader();
  let position = -skip;
  while (position < wanted) {
    const { done, value } = await reader.read();
    if (done) break;
    alive();
    const from = Math.max(0, -position);
    const part = value.subarray(from, Math.max(from, wanted - position));
    range.set(part, Math.max(0, position));
    position += value.length;
  }
  return range.subarray(0, Math.max(0, Math.min(position, wanted)));
}
