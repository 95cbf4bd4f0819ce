import { AppError } from '../../../protocol/errors.ts';
import type { FetchBytes } from './model-files.ts';

/** How long a transfer may stand still before it counts as dead. */
const stallMs = 30_000;

/** Fetches over HTTP in pieces. 404 and 410 are null; a refused, cut or stalled transfer is `model-missing`. */
export const fetchBytes: FetchBytes = async (url, { fresh, onBytes }) => {
  const abort = new AbortController();
  let stall = setTimeout(() => abort.abort(), stallMs);
  try {
    const response = await fetch(url, { cache: fresh ? 'reload' : 'default', signal: abort.signal });
    if (response.status === 404 || response.status === 410) return null;
    if (!response.ok || response.body === null) throw new Error(`HTTP ${response.status}`);
    const pieces: Uint8Array[] = [];
    let length = 0;
    const reader = response.body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      clearTimeout(stall);
      stall = setTimeout(() => abort.abort(), stallMs);
      pieces.push(value);
      length += value.length;
      onBytes(value.length);
    }
    const bytes = new Uint8Array(length);
    let offset = 0;
    for (const piece of pieces) {
      bytes.set(piece, offset);
      offset += piece.length;
    }
    return bytes;
  } catch (thrown) {
    throw new AppError('model-missing', `${url} could not be fetched: ${String(thrown)}`);
  } finally {
    clearTimeout(stall);
  }
};
