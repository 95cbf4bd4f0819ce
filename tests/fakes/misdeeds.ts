import type { MadeFile } from './unkind-server.ts';

/** A request as a misdeed sees it. `before`: how many came for this file at this mirror already. */
export type Asked = {
  file: MadeFile | null;
  isGet: boolean;
  path: string;
  mirror: string;
  range: string | null;
  before: number;
  signature: string | null;
  sentBefore: number;
};

export type Answer = {
  status: number;
  headers: Record<string, string | number>;
  /** Bytes of the file to send; `cutAt` and `stallAt` are offsets in the file, `seed` makes them another file's. */
  body: { start: number; end: number; cutAt?: number; stallAt?: number; seed?: number } | null;
};

/** Changes what would be answered; null leaves it to the next. */
export type Misdeed = (asked: Asked, honest: Answer) => Answer | null;

const refuse = (status: number, headers: Answer['headers'] = {}): Answer => ({ status, headers, body: null });

/** What an honest server answers. */
function answerHonestly({ file, isGet, range }: Asked): Answer {
  if (!isGet) return refuse(405);
  if (file === null) return refuse(404);
  const etag = `"${file.seed}-${file.bytes}"`;
  const match = /^bytes=(\d+)-(\d+)$/.exec(range ?? '');
  if (match === null) {
    const headers = { ETag: etag, 'Content-Length': file.bytes };
    return { status: 200, headers, body: { start: 0, end: file.bytes } };
  }
  const start = Number(match[1]);
  const end = Math.min(file.bytes, Number(match[2]) + 1);
  if (start >= file.bytes) return refuse(416, { 'Content-Range': `bytes */${file.bytes}` });
  const headers = {
    ETag: etag,
    'Content-Length': end - start,
    'Content-Range': `bytes ${start}-${end - 1}/${file.bytes}`,
  };
  return { status: 206, headers, body: { start, end } };
}

/** The answer of the first misdeed that has one, else the honest one. */
export function answerOf(misdeeds: readonly Misdeed[], asked: Asked): Answer {
  const honest = answerHonestly(asked);
  for (const misdeed of misdeeds) {
    const answer = misdeed(asked, honest);
    if (answer !== null) return answer;
  }
  return honest;
}

/** Does it to the first so many requests of each file. */
export const times =
  (count: number, misdeed: Misdeed): Misdeed =>
  (asked, honest) =>
    asked.before < count ? misdeed(asked, honest) : null;

/** Does it to one file. */
export const to =
  (path: string, misdeed: Misdeed): Misdeed =>
  (asked, honest) =>
    asked.path === path ? misdeed(asked, honest) : null;

export const answers =
  (status: number, headers: Answer['headers'] = {}): Misdeed =>
  () =>
    refuse(status, headers);

/** Closes the line so many bytes into each answer. */
export const cuts =
  (bytes: number): Misdeed =>
  (_asked, honest) =>
    honest.body && { ...honest, body: { ...honest.body, cutAt: honest.body.start + bytes } };

/** Falls silent so many bytes into each answer. */
export const stalls =
  (bytes: number): Misdeed =>
  (_asked, honest) =>
    honest.body && { ...honest, body: { ...honest.body, stallAt: honest.body.start + bytes } };

/** Knows no ranges. */
export const ignoresRanges: Misdeed = (asked, honest) =>
  asked.range === null ? honest : answerHonestly({ ...asked, range: null });

/** Holds other bytes under the same name and length. */
export const holdsOther =
  (seed: number): Misdeed =>
  (_asked, honest) =>
    honest.body && { ...honest, body: { ...honest.body, seed } };

/** Sends what lies elsewhere, and says so. */
export const shifts =
  (bytes: number): Misdeed =>
  (asked, honest) => {
    if (honest.body === null || asked.file === null) return null;
    const { start, end } = honest.body;
    const range = `bytes ${start + bytes}-${end + bytes - 1}/${asked.file.bytes + bytes}`;
    return { ...honest, headers: { ...honest.headers, 'Content-Range': range } };
  };

/** From so many sent bytes of the file on, it is another one. */
export const changesAfter =
  (sentBytes: number, seed: number): Misdeed =>
  (asked, honest) => {
    if (asked.file === null || honest.body === null || asked.sentBefore < sentBytes) return null;
    return {
      ...honest,
      headers: { ...honest.headers, ETag: `"${seed}-${asked.file.bytes}"` },
      body: { ...honest.body, seed },
    };
  };

/** Says that the file has so many bytes more than it has, and sends on in its stead. */
export const claimsMore =
  (bytes: number): Misdeed =>
  (asked, honest) => {
    if (asked.file === null || honest.body === null) return null;
    const longer = { ...asked.file, bytes: asked.file.bytes + bytes };
    return answerHonestly({ ...asked, file: longer });
  };

/** Sends more bytes of a part than it announces, which needs an answer without a length. */
export const overflows =
  (bytes: number): Misdeed =>
  (_asked, honest) => {
    if (honest.body === null) return null;
    const { 'Content-Length': _, ...headers } = honest.headers;
    return { ...honest, headers, body: { ...honest.body, end: honest.body.end + bytes } };
  };

/** Redirects to a signed address that is good for so many requests, and then needs to be signed anew. */
export function signsAddresses(usesEach: number): Misdeed {
  const uses = new Map<string, number>();
  let signed = 0;
  return (asked) => {
    if (asked.signature === null) {
      const location = `/${asked.mirror}/${asked.path}?signature=${++signed}`;
      return refuse(302, { Location: location });
    }
    const used = (uses.get(asked.signature) ?? 0) + 1;
    uses.set(asked.signature, used);
    return used > usesEach ? refuse(403) : null;
  };
}
