import { describe, expect, it } from 'vitest';
import { answerRange } from '../../../ui/engine/service-worker/answer-range.ts';

const whole = () =>
  new Response('0123456789', {
    headers: {
      ETag: '"a"',
      'Document-Isolation-Policy': 'isolate-and-credentialless',
      'Content-Length': '10',
    },
  });

describe('a kept file answers', () => {
  it.each([
    ['bytes=0-3', '0123', 'bytes 0-3/10'],
    ['bytes=7-', '789', 'bytes 7-9/10'],
    ['bytes=-2', '89', 'bytes 8-9/10'],
    ['bytes=-99', '0123456789', 'bytes 0-9/10'],
    ['bytes=8-99', '89', 'bytes 8-9/10'],
  ])('%s as a server does', async (range, text, contentRange) => {
    const answer = await answerRange(new Headers({ Range: range }), whole());
    expect(answer.status).toBe(206);
    expect(await answer.text()).toBe(text);
    expect(answer.headers.get('Content-Range')).toBe(contentRange);
    expect(answer.headers.get('Content-Length')).toBe(String(text.length));
    expect(answer.headers.get('Document-Isolation-Policy')).toBe('isolate-and-credentialless');
  });

  it.each(['bytes=10-', 'bytes=-0'])('%s with 416, and says how long it is', async (range) => {
    const answer = await answerRange(new Headers({ Range: range }), whole());
    expect(answer.status).toBe(416);
    expect(answer.headers.get('Content-Range')).toBe('bytes */10');
    expect(await answer.text()).toBe('');
  });

  it.each([
    {},
    { Range: 'bytes=3-1' },
    { Range: 'bytes=0-1,3-4' },
    { Range: 'lines=0-1' },
    { Range: 'bytes=0-1', 'If-Range': '"b"' },
  ])('%o with all of it', async (headers) => {
    const answer = await answerRange(new Headers(headers as Record<string, string>), whole());
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe('0123456789');
  });

  it('a range that is wanted of just this file', async () => {
    const answer = await answerRange(new Headers({ Range: 'bytes=0-1', 'If-Range': '"a"' }), whole());
    expect(answer.status).toBe(206);
  });
});
