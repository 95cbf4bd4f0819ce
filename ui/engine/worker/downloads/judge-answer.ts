import { longestRetryAfterMs, readRetryAfterMs } from './backoff.ts';

/** As much of a Response as tells what it holds. */
export type AnswerHead = { readonly status: number; readonly headers: { get(name: string): string | null } };

/** Which bytes were asked for, the end exclusive, and what is known of the file. */
export type Asked = {
  readonly start: number;
  readonly end: number;
  readonly totalBytes: number | null;
  /** How the same mirror named the file before; null where it has not. */
  readonly etag: string | null;
  readonly lastModified: string | null;
};

/**
 * What an answer is worth. `part`: the bytes asked for, up to `end`. `whole`: the file from its beginning. `changed`:
 * another state of the file than the bytes at hand. `wait`: the server asks for patience. `expired`: a signed address
 * is no longer good. `useless`: nothing to hope for from this mirror.
 */
export type Verdict =
  | { kind: 'part'; end: number; totalBytes: number; etag: string | null; lastModified: string | null }
  | { kind: 'whole'; totalBytes: number | null; etag: string | null; lastModified: string | null }
  | { kind: 'changed'; totalBytes: number | null; reason: string }
  | { kind: 'wait'; waitMs: number | null; reason: string }
  | { kind: 'expired'; reason: string }
  | { kind: 'useless'; reason: string };

/** `bytes 0-99/1000` and `bytes *`/1000`; null where it cannot be read, be it because the host does not expose it. */
export function readContentRange(header: string | null) {
  const match = /^\s*bytes\s+(?:(\d+)-(\d+)|\*)\/(\d+|\*)\s*$/i.exec(header ?? '');
  if (match === null) return null;
  const [, from, to, total] = match;
  return {
    start: from === undefined ? null : Number(from),
    end: to === undefined ? null : Number(to) + 1,
    totalBytes: total === undefined || total === '*' ? null : Number(total),
  };
}

function readLength(head: AnswerHead): number | null {
  const text = head.headers.get('Content-Length');
  // A compressed transfer counts other bytes than it delivers.
  const isPlain = (head.headers.get('Content-Encoding') ?? 'identity') === 'identity';
  return text === null || !isPlain || !/^\d+$/.test(text) ? null : Number(text);
}

const differs = (before: string | null, now: string | null) =>
  before !== null && now !== null && before !== now;

function judgePart(head: AnswerHead, asked: Asked): Verdict {
  const names = { etag: head.headers.get('ETag'), lastModified: head.headers.get('Last-Modified') };
  const range = readContentRange(head.headers.get('Content-Range'));
  const length = readLength(head);
  if (range === null) {
    const wanted = asked.end - asked.start;
    if (asked.totalBytes === null || length !== wanted)
      return { kind: 'useless', reason: 'a part without a readable Content-Range' };
    return { kind: 'part', end: asked.end, totalBytes: asked.totalBytes, ...names };
  }
  const totalBytes = range.totalBytes ?? asked.totalBytes;
  if (range.start !== asked.start || range.end === null || range.end <= asked.start || range.end > asked.end)
    return { kind: 'useless', reason: `bytes ${range.start}-${range.end} for ${asked.start}-${asked.end}` };
  if (totalBytes === null || range.end > totalBytes)
    return { kind: 'useless', reason: 'a part of a file without a length' };
  if (length !== null && length !== range.end - range.start)
    return { kind: 'useless', reason: `${length} bytes for ${range.start}-${range.end}` };
  if (asked.totalBytes !== null && totalBytes !== asked.totalBytes)
    return { kind: 'changed', totalBytes, reason: `${totalBytes} instead of ${asked.totalBytes} bytes` };
  return { kind: 'part', end: range.end, totalBytes, ...names };
}

function judgeContent(head: AnswerHead, asked: Asked): Verdict {
  const verdict: Verdict =
    head.status === 206
      ? judgePart(head, asked)
      : {
          kind: 'whole',
          totalBytes: readLength(head),
          etag: head.headers.get('ETag'),
          lastModified: head.headers.get('Last-Modified'),
        };
  if (verdict.kind !== 'part' && verdict.kind !== 'whole') return verdict;
  const { totalBytes, etag, lastModified } = verdict;
  if (asked.totalBytes !== null && totalBytes !== null && totalBytes !== asked.totalBytes)
    return { kind: 'changed', totalBytes, reason: `${totalBytes} instead of ${asked.totalBytes} bytes` };
  // A date says less than an ETag: it counts where there is none.
  const isOther =
    asked.etag !== null && etag !== null
      ? differs(asked.etag, etag)
      : differs(asked.lastModified, lastModified);
  return isOther
    ? {
        kind: 'changed',
        totalBytes,
        reason: `${etag ?? lastModified} instead of ${asked.etag ?? asked.lastModified}`,
      }
    : verdict;
}

/** Judges the head of an answer to a request for a range; `nowMs` is the date, for a Retry-After that names one. */
export function judgeAnswer(head: AnswerHead, asked: Asked, nowMs: number): Verdict {
  const { status } = head;
  if (status === 206 || status === 200) return judgeContent(head, asked);
  const reason = `HTTP ${status}`;
  if (status === 416) {
    const totalBytes = readContentRange(head.headers.get('Content-Range'))?.totalBytes ?? null;
    return totalBytes !== null && totalBytes !== asked.totalBytes
      ? { kind: 'changed', totalBytes, reason }
      : { kind: 'useless', reason };
  }
  if (status === 403) return { kind: 'expired', reason };
  if (status === 408 || status === 425 || status === 429 || status >= 500) {
    const waitMs = readRetryAfterMs(head.headers.get('Retry-After'), nowMs);
    if (waitMs !== null && waitMs > longestRetryAfterMs)
      return { kind: 'useless', reason: `${reason}, for ${waitMs / 1000} s` };
    return { kind: 'wait', waitMs, reason };
  }
  return { kind: 'useless', reason };
}
