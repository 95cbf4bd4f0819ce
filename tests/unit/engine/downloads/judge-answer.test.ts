import { describe, expect, it } from 'vitest';
import {
  type Asked,
  judgeAnswer,
  readContentRange,
} from '../../../../ui/engine/worker/downloads/judge-answer.ts';

const asked: Asked = { start: 100, end: 200, totalBytes: 1000, etag: '"a"', lastModified: null };

function judge(status: number, headers: Record<string, string>, changes: Partial<Asked> = {}) {
  return judgeAnswer({ status, headers: new Headers(headers) }, { ...asked, ...changes }, 0);
}
const part = (range: string, more: Record<string, string> = {}) =>
  judge(206, { 'Content-Range': `bytes ${range}`, ETag: '"a"', ...more });

describe('judging an answer', () => {
  it('takes the part that was asked for, and a shorter one up to where it goes', () => {
    expect(part('100-199/1000')).toMatchObject({ kind: 'part', end: 200, totalBytes: 1000, etag: '"a"' });
    expect(part('100-149/1000', { 'Content-Length': '50' })).toMatchObject({ kind: 'part', end: 150 });
    expect(part('100-199/*')).toMatchObject({ kind: 'part', totalBytes: 1000 });
  });

  it.each([
    ['another beginning', '101-199/1000', {}],
    ['more than was asked for', '100-200/1000', {}],
    ['nothing', '100-99/1000', {}],
    ['a length that does not fit', '100-199/1000', { 'Content-Length': '99' }],
    ['a part beyond the end', '100-199/150', {}],
    ['no range', '*/1000', {}],
  ])('believes no part with %s', (_what, range, more) => {
    expect(part(range, more).kind).toBe('useless');
  });

  it('sees that the file is another one by its length, its ETag or its date', () => {
    expect(part('100-199/1001')).toMatchObject({ kind: 'changed', totalBytes: 1001 });
    expect(part('100-199/1000', { ETag: '"b"' })).toMatchObject({ kind: 'changed' });
    const dated = { etag: null, lastModified: 'Mon' };
    const headers = { 'Content-Range': 'bytes 100-199/1000', 'Last-Modified': 'Tue' };
    expect(judge(206, headers, dated)).toMatchObject({ kind: 'changed' });
    // With an ETag that is the same, a date that differs between two machines says nothing.
    expect(part('100-199/1000', { 'Last-Modified': 'Tue' })).toMatchObject({ kind: 'part' });
    expect(judge(200, { 'Content-Length': '999' })).toMatchObject({ kind: 'changed', totalBytes: 999 });
    expect(judge(416, { 'Content-Range': 'bytes */50' })).toMatchObject({ kind: 'changed', totalBytes: 50 });
  });

  it('does without a Content-Range that the host hides only where lengths leave no doubt', () => {
    expect(judge(206, { 'Content-Length': '100' })).toMatchObject({ kind: 'part', end: 200 });
    expect(judge(206, { 'Content-Length': '101' }).kind).toBe('useless');
    expect(judge(206, {}).kind).toBe('useless');
    expect(judge(206, { 'Content-Length': '100' }, { totalBytes: null }).kind).toBe('useless');
  });

  it('takes no length from a compressed transfer', () => {
    expect(judge(200, { 'Content-Length': '40', 'Content-Encoding': 'gzip' })).toMatchObject({
      kind: 'whole',
      totalBytes: null,
    });
  });

  it('knows whom to wait for and whom to leave', () => {
    expect(judge(429, { 'Retry-After': '7' })).toMatchObject({ kind: 'wait', waitMs: 7000 });
    expect(judge(503, { 'Retry-After': new Date(9000).toUTCString() })).toMatchObject({
      kind: 'wait',
      waitMs: 9000,
    });
    expect(judge(500, {})).toMatchObject({ kind: 'wait', waitMs: null });
    expect(judge(429, { 'Retry-After': '7200' }).kind).toBe('useless');
    expect(judge(403, {}).kind).toBe('expired');
    for (const status of [400, 401, 404, 405, 410, 416, 451]) expect(judge(status, {}).kind).toBe('useless');
  });

  it('reads Content-Range', () => {
    expect(readContentRange('bytes 0-0/1')).toEqual({ start: 0, end: 1, totalBytes: 1 });
    expect(readContentRange('bytes */5')).toEqual({ start: null, end: null, totalBytes: 5 });
    for (const header of [null, '', 'bytes 1-2', 'items 0-1/2', 'bytes a-b/c'])
      expect(readContentRange(header)).toBeNull();
  });
});
