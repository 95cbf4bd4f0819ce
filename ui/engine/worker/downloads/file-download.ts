import { AppError, type ErrorCode } from '../../../../protocol/errors.ts';
import { planWaitMs } from './backoff.ts';
import { sleep } from './clock.ts';
import { fetchAnswer, type Transfer } from './fetch-answer.ts';
import { judgeAnswer, type Verdict } from './judge-answer.ts';
import { createMirrors } from './mirrors.ts';
import { addressOf, type FileOrder } from './pack-order.ts';
import type { PartFile } from './part-file.ts';
import { rangeOfPiece } from './pieces.ts';
import type { ReadChunk } from './read-body.ts';
import { takePart, takeWhole } from './take-bytes.ts';

export type FileDownload = {
  readonly path: string;
  /** Something to do for this file now, and which of several may be done at once; null while there is nothing. */
  claim(): (() => Promise<void>) | null;
  isDone(): boolean;
  doneBytes(): number;
  totalBytes(): number | null;
  /** What was verified, once done. */
  sha256(): string | null;
  /** Lets the file go with everything written down, once nothing that was claimed runs any more. */
  rest(): Promise<void>;
};

export type FileDownloadOptions = Transfer & {
  order: FileOrder;
  bases: readonly string[];
  part: PartFile;
  random: () => number;
  /** Aborted when the whole download stops. */
  signal: AbortSignal;
  onBytes(count: number): void;
  /** Told when the first answer has told a size that the order did not. Throws `no-space`. */
  onSize(): Promise<void>;
};

/** So little counts as nothing: a mirror that cuts every answer at once must not be asked for ever. */
const leastProgressBytes = 64 * 1024;

/** One file of a pack, fetched piece by piece. Throws one code once no mirror is left; `bases` in order of preference. */
export function createFileDownload(options: FileDownloadOptions): FileDownload {
  const { order, part, signal, clock, random } = options;
  const resumedFrom = part.origin().base;
  // Going on where the bytes came from mixes no mirrors.
  const bases = [...options.bases].sort((a, b) => Number(b === resumedFrom) - Number(a === resumedFrom));
  const mirrors = createMirrors(order.path, bases);
  const sources = new Set(part.pieces.doneBytes(null) > 0 ? ['an earlier attempt'] : []);
  const busy = new Set<number>();
  let round = new AbortController();
  let isProbed = false;
  let isFinishing = false;
  let isPure = order.sha256 === null;
  let isNamed = true;
  let verified: string | null = null;
  let notBeforeMs = 0;

  async function restart(totalBytes: number | null): Promise<void> {
    round.abort();
    round = new AbortController();
    isProbed = false;
    sources.clear();
    await part.restart(order.bytes ?? totalBytes);
  }

  /** Turns to the current mirror. Bytes of two mirrors are joined only where a hash will tell whether they fit. */
  async function followMirror(): Promise<void> {
    const base = mirrors.current();
    if (part.origin().base === base) return;
    const hasBytes = part.pieces.doneBytes(null) > 0;
    part.setOrigin({ base, etag: null, lastModified: null });
    isProbed = false;
    if (hasBytes && isPure) await restart(null);
  }

  async function waitFor(ms: number): Promise<void> {
    notBeforeMs = clock.now() + ms;
    await sleep(clock, ms, signal);
    // Timers may be early by a fraction, and nobody would come to look a second time.
    notBeforeMs = 0;
  }

  async function suffer(code: ErrorCode, reason: string, waitMs: number | null): Promise<void> {
    if (mirrors.fail(code, reason)) return followMirror();
    await waitFor(waitMs ?? planWaitMs(mirrors.failures(), random));
  }

  async function leave(code: ErrorCode, reason: string): Promise<void> {
    mirrors.leave(code, reason);
    await followMirror();
  }

  async function startOver(verdict: Extract<Verdict, { kind: 'changed' }>): Promise<void> {
    const { totalBytes, reason } = verdict;
    const isForeign = order.bytes !== null && totalBytes !== null && totalBytes !== order.bytes;
    if (isForeign) return leave('changed-on-server', reason);
    // Some hosts name one file differently from answer to answer; where the hash is known, it has the last word.
    if (order.sha256 !== null) isNamed = false;
    mirrors.change(reason);
    await restart(totalBytes);
    await followMirror();
  }

  async function noteFacts(verdict: Extract<Verdict, { kind: 'part' | 'whole' }>): Promise<void> {
    const before = part.origin();
    const totalBytes = verdict.totalBytes ?? before.totalBytes;
    part.setOrigin({ totalBytes, etag: verdict.etag, lastModified: verdict.lastModified });
    sources.add(mirrors.current());
    if (before.totalBytes === null && totalBytes !== null) await options.onSize();
  }

  async function obey(verdict: Verdict, index: number, next: ReadChunk, stop: AbortSignal): Promise<void> {
    let received = 0;
    // What a server without ranges sends once more is no progress.
    const onBytes = (count: number) => {
      received += count;
      if (received >= leastProgressBytes) mirrors.succeed();
      options.onBytes(count);
    };
    switch (verdict.kind) {
      case 'part':
        await noteFacts(verdict);
        isProbed = true;
        await takePart({ part, index, end: verdict.end, next, stop, onBytes });
        return mirrors.succeed();
      case 'whole': {
        const isWaste = part.pieces.doneBytes(null) > 0;
        if (isWaste && mirrors.lackRanges()) return followMirror();
        // Whoever else is writing this file comes first.
        if (busy.size > 1) {
          isProbed = false;
          return suffer('server-refused', 'the whole file for a part of it', null);
        }
        isProbed = false;
        await noteFacts(verdict);
        await takeWhole({ part, next, stop, onBytes });
        return mirrors.succeed();
      }
      case 'changed':
        return startOver(verdict);
      case 'wait':
        return suffer('server-refused', verdict.reason, verdict.waitMs);
      case 'expired':
        if (mirrors.expire(verdict.reason)) return followMirror();
        return waitFor(planWaitMs(1, random));
      case 'useless':
        return leave('server-refused', verdict.reason);
    }
  }

  async function fetchPiece(index: number): Promise<void> {
    await followMirror();
    const base = mirrors.current();
    const { signal: stop } = round;
    const { totalBytes, etag, lastModified } = part.origin();
    const piece = rangeOfPiece(index, part.pieces.pieceBytes, totalBytes);
    const range = { start: piece.start + part.pieces.written(index), end: piece.end };
    // A page may end between the last byte of a piece and the note that it is whole.
    if (range.start >= range.end) return part.keep(index);
    const isStale = () => stop.aborted || mirrors.current() !== base;
    try {
      await fetchAnswer(
        options,
        addressOf(base, order.path),
        range,
        AbortSignal.any([signal, stop]),
        (response, next) => {
          const asked = {
            ...range,
            totalBytes,
            etag: isNamed ? etag : null,
            lastModified: isNamed ? lastModified : null,
          };
          const verdict = judgeAnswer(response, asked, Date.now());
          if (isStale()) return Promise.resolve();
          return obey(verdict, index, next, stop);
        },
      );
    } catch (thrown) {
      if (thrown instanceof AppError) throw thrown;
      if (signal.aborted || isStale()) return;
      if (thrown instanceof RangeError) return leave('server-refused', thrown.message);
      await suffer('network-lost', String(thrown), null);
    }
  }

  async function finish(): Promise<void> {
    const sha256 = await part.digest();
    const expected = order.sha256;
    if (expected === null || sha256 === expected) {
      await part.publish(sha256);
      verified = sha256;
      return;
    }
    // Where the bytes are of several mirrors or attempts, the next try tells whose fault it is.
    const isProven = sources.size === 1 && sources.has(mirrors.current());
    await restart(null);
    isPure = true;
    if (isProven) await leave('model-broken', `SHA-256 ${sha256} instead of ${expected}`);
    options.onBytes(0);
  }

  function claim(): (() => Promise<void>) | null {
    if (verified !== null || isFinishing || clock.now() < notBeforeMs) return null;
    const { totalBytes } = part.origin();
    // Until the first answer has told what this server can do, one request is enough.
    if (!isProbed && busy.size > 0) return null;
    if (totalBytes !== null && part.pieces.isComplete(totalBytes)) {
      if (busy.size > 0) return null;
      isFinishing = true;
      return () =>
        finish().finally(() => {
          isFinishing = false;
        });
    }
    const index = part.pieces.next(totalBytes ?? Number.POSITIVE_INFINITY, busy);
    if (index === null) return null;
    busy.add(index);
    return () => fetchPiece(index).finally(() => busy.delete(index));
  }

  return {
    path: order.path,
    claim,
    isDone: () => verified !== null,
    doneBytes: () =>
      verified === null ? part.pieces.doneBytes(part.origin().totalBytes) : (part.origin().totalBytes ?? 0),
    totalBytes: () => part.origin().totalBytes,
    sha256: () => verified,
    rest: () => part.rest(),
  };
}
