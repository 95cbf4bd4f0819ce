import type { PictureRect, Size } from '../../../protocol/geometry.ts';

/** What of a box is dragged: all of it, or one of its eight handles by the side of the compass. */
export const boxHandles = ['nw', 'n', 'ne', 'e', 'se', 's', 'sw', 'w'] as const;
export type BoxHandle = (typeof boxHandles)[number];

/** Picture pixels that a box must have each way, so that there is something to see. */
const leastSidePx = 16;

/** The box after a drag by so many picture pixels: whole pixels, inside of `room`, and never too small to be taken again. */
export function dragBox(
  box: PictureRect,
  handle: BoxHandle | 'move',
  by: { x: number; y: number },
  room: PictureRect,
): PictureRect {
  const [left, right] = dragSide(
    [box.x, box.x + box.width],
    handle === 'move' ? 'both' : handle.includes('w') ? 'first' : handle.includes('e') ? 'last' : 'none',
    by.x,
    [room.x, room.x + room.width],
  );
  const [top, bottom] = dragSide(
    [box.y, box.y + box.height],
    handle === 'move' ? 'both' : handle.includes('n') ? 'first' : handle.includes('s') ? 'last' : 'none',
    by.y,
    [room.y, room.y + room.height],
  );
  return { x: left, y: top, width: right - left, height: bottom - top };
}

type Span = readonly [number, number];

function dragSide([from, to]: Span, ends: 'both' | 'first' | 'last' | 'none', by: number, room: Span): Span {
  const [low, high] = [Math.floor(room[0]), Math.ceil(room[1])];
  const least = Math.min(leastSidePx, high - low);
  const length = Math.min(high - low, Math.max(least, Math.round(to - from)));
  if (ends === 'both' || ends === 'none') {
    const start = within(Math.round(ends === 'both' ? from + by : from), low, high - length);
    return [start, start + length];
  }
  const [first, last] = [Math.round(from), Math.round(to)];
  if (ends === 'first') return [within(Math.round(from + by), low, last - least), last];
  return [first, within(Math.round(to + by), first + least, high)];
}

/** Where a box may lie: in the picture together with what an expansion adds to it. */
export function roomFor(picture: Size, area: PictureRect | null): PictureRect {
  if (area === null) return { x: 0, y: 0, width: picture.width, height: picture.height };
  const x = Math.min(0, area.x);
  const y = Math.min(0, area.y);
  return {
    x,
    y,
    width: Math.max(picture.width, area.x + area.width) - x,
    height: Math.max(picture.height, area.y + area.height) - y,
  };
}

/** The box that a person starts from who wants one of their own: what the model would see, as far as it is in the room. */
export function startBox(context: PictureRect | null, room: PictureRect): PictureRect {
  if (context === null) return dragBox(room, 'move', { x: 0, y: 0 }, room);
  const x = Math.max(room.x, context.x);
  const y = Math.max(room.y, context.y);
  const right = Math.min(room.x + room.width, context.x + context.width);
  const bottom = Math.min(room.y + room.height, context.y + context.height);
  const cut = { x, y, width: Math.max(1, right - x), height: Math.max(1, bottom - y) };
  return dragBox(cut, 'move', { x: 0, y: 0 }, room);
}

function within(value: number, min: number, max: number): number {
  return Math.min(Math.max(min, max), Math.max(min, value));
}
