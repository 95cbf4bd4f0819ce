import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boxHandles, dragBox, roomFor, startBox } from '../../../ui/shell/state/context-box.ts';
import {
  fitView,
  panView,
  revealSpot,
  toPicture,
  toStage,
  zoomView,
} from '../../../ui/shell/state/editor-view.ts';

const picture = { width: 400, height: 300 };
const stage = { width: 300, height: 200 };

describe('the view of the picture', () => {
  it('shows it whole and in the middle', () => {
    const view = fitView(picture, stage);
    const [from, to] = [toStage(view, { x: 0, y: 0 }), toStage(view, { x: 400, y: 300 })];
    expect(from.x).toBeCloseTo(300 - to.x);
    expect(from.y).toBeCloseTo(200 - to.y);
    expect(Math.min(from.x, from.y)).toBeGreaterThanOrEqual(12);
  });

  it('keeps the spot under the pointer while it zooms, and turns back into the picture’s own pixels', () => {
    const about = { x: 120, y: 90 };
    const view = fitView(picture, stage);
    const spot = toPicture(view, about);
    const near = zoomView(view, 3, about, picture, stage);
    expect(near.scale).toBeCloseTo(view.scale * 3);
    const back = toPicture(near, about);
    expect(back.x).toBeCloseTo(spot.x);
    expect(back.y).toBeCloseTo(spot.y);
  });

  it('never loses the picture, however it is moved', () => {
    const move = fc.record({
      factor: fc.double({ min: 0.1, max: 9, noNaN: true }),
      x: fc.integer(),
      y: fc.integer(),
    });
    fc.assert(
      fc.property(fc.array(move, { maxLength: 8 }), (moves) => {
        let view = fitView(picture, stage);
        for (const { factor, x, y } of moves) {
          view = zoomView(view, factor, { x: x % 300, y: y % 200 }, picture, stage);
          view = panView(view, { x, y }, picture, stage);
        }
        const from = toStage(view, { x: 0, y: 0 });
        const to = toStage(view, { x: picture.width, y: picture.height });
        expect(from.x).toBeLessThan(stage.width);
        expect(from.y).toBeLessThan(stage.height);
        expect(to.x).toBeGreaterThan(0);
        expect(to.y).toBeGreaterThan(0);
      }),
    );
  });

  it('follows a spot that leaves it, and stays while it is seen', () => {
    const near = zoomView(fitView(picture, stage), 4, { x: 150, y: 100 }, picture, stage);
    expect(revealSpot(near, toPicture(near, { x: 150, y: 100 }), stage)).toBe(near);
    const far = toStage(revealSpot(near, { x: 399, y: 1 }, stage), { x: 399, y: 1 });
    expect(far.x).toBeLessThanOrEqual(stage.width);
    expect(far.y).toBeGreaterThanOrEqual(0);
  });
});

describe('the box around what the model sees', () => {
  const room = { x: 0, y: 0, ...picture };
  const box = { x: 100, y: 80, width: 120, height: 90 };

  it('moves as a whole, and stops at the picture’s edge', () => {
    expect(dragBox(box, 'move', { x: 10.4, y: -5 }, room)).toEqual({ ...box, x: 110, y: 75 });
    expect(dragBox(box, 'move', { x: 999, y: -999 }, room)).toEqual({ ...box, x: 280, y: 0 });
  });

  it('is resized by the side that is held', () => {
    expect(dragBox(box, 'e', { x: 20, y: 50 }, room)).toEqual({ ...box, width: 140 });
    expect(dragBox(box, 'nw', { x: -20, y: -10 }, room)).toEqual({ x: 80, y: 70, width: 140, height: 100 });
  });

  it('stays in its room, whole, and large enough to be taken again', () => {
    const drag = fc.record({
      handle: fc.constantFrom(...boxHandles, 'move' as const),
      x: fc.double({ min: -900, max: 900, noNaN: true }),
      y: fc.double({ min: -900, max: 900, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(drag, { maxLength: 6 }), (drags) => {
        const end = drags.reduce((now, { handle, ...by }) => dragBox(now, handle, by, room), box);
        expect(Object.values(end).every(Number.isInteger)).toBe(true);
        expect(Math.min(end.width, end.height)).toBeGreaterThanOrEqual(16);
        expect(Math.min(end.x, end.y)).toBeGreaterThanOrEqual(0);
        expect(end.x + end.width).toBeLessThanOrEqual(400);
        expect(end.y + end.height).toBeLessThanOrEqual(300);
      }),
    );
  });

  it('starts as what the model would see, as far as that is in the picture', () => {
    expect(startBox({ x: -50, y: 20, width: 200, height: 600 }, room)).toEqual({
      x: 0,
      y: 20,
      width: 150,
      height: 280,
    });
    expect(startBox(null, room)).toEqual(room);
  });

  it('has room for what an expansion adds', () => {
    expect(roomFor(picture, { x: -100, y: 0, width: 600, height: 300 })).toEqual({
      x: -100,
      y: 0,
      width: 600,
      height: 300,
    });
    expect(roomFor(picture, null)).toEqual(room);
  });
});
