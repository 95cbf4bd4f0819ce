import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPieces, rangeOfPiece } from '../../../../ui/engine/worker/downloads/pieces.ts';

describe('pieces of a file', () => {
  it('cover it without a gap or an overlap', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 500 }),
        fc.integer({ min: 1, max: 60 }),
        (totalBytes, pieceBytes) => {
          const pieces = createPieces(pieceBytes);
          let at = 0;
          for (
            let index = pieces.next(totalBytes, new Set());
            index !== null;
            index = pieces.next(totalBytes, new Set())
          ) {
            const { start, end } = rangeOfPiece(index, pieceBytes, totalBytes);
            expect(start).toBe(at);
            expect(end - start).toBeGreaterThan(0);
            expect(end - start).toBeLessThanOrEqual(pieceBytes);
            pieces.markDone(index);
            at = end;
          }
          expect(at).toBe(totalBytes);
          expect(pieces.isComplete(totalBytes)).toBe(true);
          expect(pieces.doneBytes(totalBytes)).toBe(totalBytes);
        },
      ),
    );
  });

  it('are handed out from the front, and not twice at once', () => {
    const pieces = createPieces(10);
    expect(pieces.next(35, new Set())).toBe(0);
    expect(pieces.next(35, new Set([0, 1]))).toBe(2);
    pieces.markDone(2);
    expect(pieces.next(35, new Set([0, 1]))).toBe(3);
    expect(pieces.next(35, new Set([0, 1, 3]))).toBeNull();
    expect(pieces.frontBytes(35)).toBe(0);
    pieces.markDone(0);
    expect(pieces.frontBytes(35)).toBe(10);
    pieces.markDone(1);
    expect(pieces.frontBytes(35)).toBe(30);
    expect(pieces.isComplete(35)).toBe(false);
    pieces.markDone(3);
    expect(pieces.frontBytes(35)).toBe(35);
  });

  it('are written down in few words and read back the same', () => {
    const indices = fc.uniqueArray(fc.integer({ min: 0, max: 40 }));
    fc.assert(
      fc.property(indices, (done) => {
        const pieces = createPieces(8);
        for (const index of done) pieces.markDone(index);
        pieces.setWritten(50, 3);
        const saved = pieces.save();
        const again = createPieces(8, JSON.parse(JSON.stringify(saved)));
        for (let index = 0; index < 45; index++) expect(again.has(index)).toBe(done.includes(index));
        expect(again.written(50)).toBe(3);
        expect(again.doneBytes(null)).toBe(done.length * 8 + 3);
      }),
    );
    const all = createPieces(8);
    for (let index = 0; index < 800; index++) all.markDone(index);
    expect(all.save().done).toEqual([[0, 799]]);
  });
});
