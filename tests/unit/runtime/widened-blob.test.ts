import { expect, it } from 'vitest';
import { fromHalfArray } from '../../../ui/runtime/half-float.ts';
import { WidenedBlob } from '../../../ui/runtime/widened-blob.ts';

// More than one piece, and every pattern of a half.
const halves = Uint16Array.from({ length: 700_000 }, (_, i) => i);
const floats = new Uint8Array(fromHalfArray(halves).buffer);
const blob = new WidenedBlob(new Blob([halves]));

it('is as long as the numbers in 32 bits, and is them', async () => {
  expect(blob.size).toBe(4 * halves.length);
  expect(Buffer.compare(new Uint8Array(await blob.arrayBuffer()), floats)).toBe(0);
});

it('streams in pieces', async () => {
  const pieces: Uint8Array[] = [];
  for await (const piece of blob.stream()) pieces.push(piece);
  expect(pieces.length).toBeGreaterThan(1);
  expect(Buffer.compare(Buffer.concat(pieces), floats)).toBe(0);
});

it('is cut between numbers and nowhere else', async () => {
  const part = blob.slice(400, 1_300_000);
  expect(Buffer.compare(new Uint8Array(await part.arrayBuffer()), floats.slice(400, 1_300_000))).toBe(0);
  expect(() => blob.slice(2, 400)).toThrow(RangeError);
});

it('is read at once, any part of it, where its halves can be', () => {
  const bytes = new Uint8Array(halves.buffer);
  const read = (_: Blob, start: number, end: number) => bytes.slice(start, end);
  for (const [start, end] of [
    [0, floats.length],
    [400, 1_300_000],
    [2_097_152, 2_400_004],
    [8, 8],
  ] as const)
    expect(Buffer.compare(blob.readNow(start, end, read), floats.slice(start, end))).toBe(0);
});
