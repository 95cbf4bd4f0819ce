import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { createCancellation } from '../../../../protocol/cancellation.ts';
import type { Clock } from '../../../../ui/engine/worker/downloads/clock.ts';
import { createDownloader } from '../../../../ui/engine/worker/downloads/create-downloader.ts';
import { type Fetch, stallMs } from '../../../../ui/engine/worker/downloads/fetch-answer.ts';
import { openJournal } from '../../../../ui/engine/worker/downloads/journal.ts';
import type { PackOrder } from '../../../../ui/engine/worker/downloads/pack-order.ts';
import { openPartFile } from '../../../../ui/engine/worker/downloads/part-file.ts';
import { pathsOfPack } from '../../../../ui/engine/worker/store/pack-folder.ts';
import type { ShelfStore } from '../../../../ui/engine/worker/store/shelf-store.ts';
import { openRigStore } from '../../../fakes/shelf-rig.ts';

const pieceBytes = 128 * 1024;
const content = Uint8Array.from({ length: 3 * pieceBytes + 5 }, (_, index) => (index * 7919) >> 3);
const sha256 = createHash('sha256').update(content).digest('hex');
const path = 'unet/model.onnx';
const [kind, good] = ['https://kind.example/', 'https://good.example/'];

const orderFrom = (...bases: string[]): PackOrder => ({
  id: 'fox',
  revision: 'r1',
  bases,
  files: [{ path, bytes: content.length, sha256 }],
});

/** Waiting takes no time, and nothing stalls. */
const hurried: Clock = {
  now: () => performance.now(),
  after(ms, call) {
    if (ms >= stallMs) return () => {};
    const timer = setTimeout(call, 0);
    return () => clearTimeout(timer);
  },
};

type Asked = { base: string; start: number; end: number };

function answerRange({ start, end }: Asked): Response {
  const until = Math.min(end, content.length);
  const headers = { 'Content-Range': `bytes ${start}-${until - 1}/${content.length}` };
  return new Response(content.slice(start, until), { status: 206, headers });
}

/** Sends the whole file and loses the line after so many bytes of it. */
function cutWhole(bytes: number): Response {
  let isSent = false;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (isSent) return controller.error(new TypeError('network error'));
      isSent = true;
      controller.enqueue(content.slice(0, bytes));
    },
  });
  return new Response(body, { headers: { 'Content-Length': String(content.length) } });
}

describe('downloading a pack', () => {
  let shelf: ShelfStore;
  let asked: Asked[];

  beforeEach(async () => {
    shelf = await openRigStore();
    asked = [];
  });

  function install(order: PackOrder, answer: (one: Asked) => Response): Promise<string> {
    const fetch: Fetch = async (url, init) => {
      // A downloader that never gives up must fail here and not go on for ever.
      if (asked.length > 100) throw new Error('asked too often');
      const [, start, end] = /bytes=(\d+)-(\d+)/.exec(new Headers(init.headers).get('Range') ?? '') ?? [];
      const base = new URL('/', url).href;
      const one = { base, start: Number(start), end: Number(end) + 1 };
      asked.push(one);
      return answer(one);
    };
    const downloader = createDownloader({ shelf, fetch, clock: hurried, random: () => 0, pieceBytes });
    return downloader.install(order, {}, createCancellation().token);
  }

  const refuseAt = (base: string, status: number) => (one: Asked) =>
    one.base === base ? new Response(null, { status }) : answerRange(one);

  const partOf = async () =>
    openPartFile({
      files: shelf.files,
      pack: orderFrom(kind),
      path,
      journal: await openJournal(shelf.files, orderFrom(kind)),
      pieceBytes,
      totalBytes: content.length,
    });

  it.each([403, 429, 503])('leaves a mirror that answers %i for ever', async (status) => {
    expect(await install(orderFrom(kind, good), refuseAt(kind, status))).toBe('installed');
    expect(asked.filter(({ base }) => base === kind).length).toBeLessThanOrEqual(4);
  });

  it.each([403, 429, 503])('ends where the only server answers %i for ever', async (status) => {
    await expect(install(orderFrom(kind), refuseAt(kind, status))).rejects.toMatchObject({
      code: 'server-refused',
    });
    expect(asked.length).toBeLessThanOrEqual(8);
  });

  it('ends where a server without ranges never comes further than before', async () => {
    await expect(install(orderFrom(kind), () => cutWhole(100_000))).rejects.toMatchObject({
      code: 'network-lost',
    });
    expect(asked.length).toBeLessThanOrEqual(9);
  });

  it('asks for nothing where a page ended between the last byte of a piece and its note', async () => {
    const part = await partOf();
    await part.write(content.slice(0, pieceBytes), 0);
    part.pieces.setWritten(0, pieceBytes);
    await part.rest();
    expect(await install(orderFrom(kind), answerRange)).toBe('installed');
    expect(asked.map(({ start }) => start).sort((a, b) => a - b)).toEqual(
      [1, 2, 3].map((i) => i * pieceBytes),
    );
  });

  it('installs nothing of what lay behind the end of the file', async () => {
    const left = await shelf.files.openForWriting(pathsOfPack(orderFrom(kind)).part(path));
    await left.write(new Uint8Array(10), content.length + 1000);
    await left.close();
    expect(await install(orderFrom(kind), answerRange)).toBe('installed');
    expect((await shelf.list()).map(({ state }) => state)).toEqual(['installed']);
  });

  it('counts a file no lower while it is put in its place', async () => {
    const part = await partOf();
    await part.write(content, 0);
    for (let index = 0; index < 4; index++) await part.keep(index);
    await part.publish(await part.digest());
    expect(part.pieces.doneBytes(content.length)).toBe(content.length);
  });
});
