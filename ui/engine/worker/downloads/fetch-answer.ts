import type { Clock } from './clock.ts';
import { openBody, type ReadChunk } from './read-body.ts';

/** The part of `fetch` that downloads need. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** A transfer that stands still for so long is dead. */
export const stallMs = 20_000;

export type Transfer = { fetch: Fetch; clock: Clock };

/**
 * Asks for bytes [start, end) of an address and hands the answer to `take`, which reads its body through `next`: one
 * chunk at a time, null at the end. Rejects where no byte comes for 20 s or `signal` is aborted.
 */
export async function fetchAnswer<T>(
  { fetch, clock }: Transfer,
  url: string,
  range: { start: number; end: number },
  signal: AbortSignal,
  take: (response: Response, next: ReadChunk) => Promise<T>,
): Promise<T> {
  const abort = new AbortController();
  const stop = () => abort.abort(signal.reason);
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  const stall = () => clock.after(stallMs, () => abort.abort(new Error(`no byte for ${stallMs / 1000} s`)));
  let callOff = stall();
  const alive = () => {
    callOff();
    callOff = stall();
  };
  try {
    const response = await fetch(url, {
      // One range of a plain GET needs no preflight; HEAD and several ranges would.
      headers: { Range: `bytes=${range.start}-${range.end - 1}` },
      // Always the address that does not expire, and no second copy of gigabytes in the browser's cache.
      cache: 'no-store',
      credentials: 'omit',
      mode: 'cors',
      redirect: 'follow',
      referrerPolicy: 'no-referrer',
      signal: abort.signal,
    });
    alive();
    const read = openBody(response);
    return await take(response, async () => {
      const chunk = await read();
      alive();
      return chunk;
    });
  } finally {
    callOff();
    signal.removeEventListener('abort', stop);
    // What is not read to its end must not go on arriving.
    abort.abort();
  }
}
