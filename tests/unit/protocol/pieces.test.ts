import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inPieces, type PiecesOptions } from '../../../protocol/pieces.ts';
import { createWirePair } from '../../fakes/wire-pair.ts';

const settle = () => new Promise((done) => setTimeout(done, 10));

async function send(message: unknown, options?: PiecesOptions) {
  const [near, far] = createWirePair();
  const received: unknown[] = [];
  inPieces(far, options).listen((whole) => received.push(whole));
  inPieces(near, options).post(message);
  await settle();
  return { received, posted: near.posted };
}

const bytesIn = (value: unknown): number => {
  if (value instanceof Uint8Array) return value.byteLength;
  return typeof value === 'object' && value !== null
    ? Object.values(value).reduce((sum: number, item) => sum + bytesIn(item), 0)
    : 0;
};

const filled = (length: number) => Uint8Array.from({ length }, (_, i) => (i * 31) % 256);

test('a picture of 20 MB crosses in messages of at most 8 MB', async () => {
  const message = { kind: 'result', id: 3, value: { png: filled(20_000_001), box: { x: 0.5, y: -1 } } };
  const { received, posted } = await send(message);
  expect(posted).toHaveLength(4);
  expect(Math.max(...posted.map(bytesIn))).toBeLessThanOrEqual(8 * 2 ** 20);
  expect(Buffer.compare((received[0] as typeof message).value.png, message.value.png)).toBe(0);
  expect(received).toHaveLength(1);
  expect((received[0] as typeof message).value.box).toEqual({ x: 0.5, y: -1 });
});

test('several pictures that are small alone do not add up beyond the limit', async () => {
  const message = { all: [filled(6), filled(6), filled(6)] };
  const { received, posted } = await send(message, { pieceBytes: 8 });
  expect(Math.max(...posted.map(bytesIn))).toBeLessThanOrEqual(8);
  expect(received).toEqual([message]);
});

test('a small message crosses as it is', async () => {
  const message = { kind: 'event', name: 'bell', payload: { bytes: filled(8) } };
  const { received, posted } = await send(message, { pieceBytes: 8 });
  expect(posted).toEqual([message]);
  expect(received).toEqual([message]);
});

test('whatever Figma carries arrives the same', async () => {
  const { tie } = fc.letrec((again) => ({
    tie: fc.oneof(
      { maxDepth: 4 },
      fc.string(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.constant(null),
      fc.uint8Array({ maxLength: 40 }),
      fc.array(again('tie'), { maxLength: 4 }),
      fc.dictionary(
        fc.string().filter((key) => key !== '__proto__'),
        again('tie'),
        { maxKeys: 4, noNullPrototype: true },
      ),
    ),
  }));
  await fc.assert(
    fc.asyncProperty(tie, async (message) => {
      const { received, posted } = await send(message, { pieceBytes: 16 });
      expect(received).toEqual([message]);
      expect(Math.max(...posted.map(bytesIn))).toBeLessThanOrEqual(16);
    }),
    { numRuns: 60 },
  );
});

test('a view takes no more than itself along', async () => {
  const { posted } = await send({ png: filled(4096).subarray(10, 14) });
  expect((posted[0] as { png: Uint8Array }).png.buffer.byteLength).toBe(4);
});

describe('what Figma does not carry', () => {
  const cyclic: Record<string, unknown> = {};
  cyclic.self = cyclic;
  const cases: [string, unknown][] = [
    ['a buffer', new ArrayBuffer(4)],
    ['floats', new Float32Array(2)],
    ['clamped bytes', new Uint8ClampedArray(2)],
    ['a function', () => 1],
    ['a symbol', Symbol('mixed')],
    ['NaN', Number.NaN],
    ['Infinity', Number.POSITIVE_INFINITY],
    ['a bigint', 1n],
    ['a date', new Date(0)],
    ['a map', new Map()],
    ['an error', new Error('no')],
    ['a cycle', cyclic],
    ['a prototype', JSON.parse('{"__proto__": {"polluted": true}}')],
  ];
  test.each(cases)('%s is refused before anything is sent', (_, value) => {
    const [near] = createWirePair();
    const wire = inPieces(near, { pieceBytes: 4 });
    expect(() => wire.post({ first: filled(9), second: [{ value }] })).toThrow(
      /second\.0\.(value|value\.self.*).* cannot cross/,
    );
    expect(near.posted).toEqual([]);
  });
});

describe('a message whose pieces did not all arrive', () => {
  async function lose(which: (message: { kind?: string; index?: number }) => boolean) {
    const [near, far] = createWirePair();
    const received: unknown[] = [];
    inPieces(far).listen((message) => received.push(message));
    const [recorder] = createWirePair();
    inPieces(recorder, { pieceBytes: 4 }).post({ png: filled(10), name: 'a' });
    for (const message of recorder.posted) if (!which(message as object)) near.post(message);
    await settle();
    return received;
  }

  test.each([0, 1, 2])('is delivered with null in their place (piece %i lost)', async (lost) => {
    expect(await lose(({ kind, index }) => kind === 'piece' && index === lost)).toEqual([
      { png: null, name: 'a' },
    ]);
  });

  test.each([
    ['in the wrong order', [0, 2, 1]],
    ['twice', [0, 1, 1, 2]],
  ])('is not put together from pieces that came %s', async (_, order) => {
    const [near, far] = createWirePair();
    const received: unknown[] = [];
    inPieces(far).listen((message) => received.push(message));
    for (const index of order) near.post({ kind: 'piece', stream: 1, index, bytes: filled(4) });
    const totalBytes = 4 * order.length;
    near.post({ kind: 'assembly', body: { png: null }, parts: [{ path: ['png'], stream: 1, totalBytes }] });
    await settle();
    expect(received).toEqual([{ png: null }]);
  });

  test('is whole when none is lost', async () => {
    expect(await lose(() => false)).toEqual([{ png: filled(10), name: 'a' }]);
  });
});

test('pieces that are never asked for do not pile up', async () => {
  const [near, far] = createWirePair();
  const received: { png: Uint8Array | null }[] = [];
  inPieces(far, { maxHeldBytes: 100 }).listen((message) => received.push(message as { png: Uint8Array }));
  for (let stream = 1; stream <= 30; stream++)
    near.post({ kind: 'piece', stream, index: 0, bytes: filled(10) });
  for (const stream of [1, 30]) {
    near.post({ kind: 'assembly', body: { png: null }, parts: [{ path: ['png'], stream, totalBytes: 10 }] });
  }
  await settle();
  expect(received).toEqual([{ png: null }, { png: filled(10) }]);
});

test('a path from outside reaches no prototype', async () => {
  const [near, far] = createWirePair();
  const received: unknown[] = [];
  inPieces(far).listen((message) => received.push(message));
  for (const path of [
    ['__proto__', 'polluted'],
    ['constructor', 'prototype', 'polluted'],
    [],
    ['a', 'b', 'c'],
  ]) {
    near.post({ kind: 'piece', stream: 1, index: 0, bytes: filled(3) });
    near.post({ kind: 'assembly', body: { a: 1 }, parts: [{ path, stream: 1, totalBytes: 3 }] });
  }
  await settle();
  expect(received).toEqual([{ a: 1 }, { a: 1 }, { a: 1 }, { a: 1 }]);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});
