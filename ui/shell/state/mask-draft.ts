import type { Size } from '../../../protocol/geometry.ts';
import type { MaskEdit } from '../../../protocol/mask-edits.ts';
import { simplifyStroke } from '../../imaging/simplify-stroke.ts';
import type { Tooling } from './mask-editor.ts';
import { toTenth } from './mask-history.ts';

/** A place in picture pixels, and how hard the pen is pressed there: 0 to 1. */
export type DraftPoint = { x: number; y: number; pressure: number };

/** What is being drawn and not let go of yet; points as in protocol/mask-edits.ts. */
export type MaskDraft = {
  kind: 'brush' | 'lasso' | 'rectangle';
  effect: 'add' | 'subtract';
  sizePx: number;
  hardness: number;
  points: readonly number[];
  /** How many numbers of `points` stay while a straight line is drawn from the last of them; null: none is drawn. */
  fixed: number | null;
};

/** Begins to draw with a tool. `isOther`: takes away where the tool would add, and the other way round. */
export function startDraft(
  { tool, effect, sizePx, hardness }: Tooling,
  at: DraftPoint,
  isOther: boolean,
): MaskDraft {
  const isTaking = (tool === 'eraser' || (tool !== 'brush' && effect === 'subtract')) !== isOther;
  const kind = tool === 'eraser' ? 'brush' : tool;
  return {
    kind,
    effect: isTaking ? 'subtract' : 'add',
    sizePx,
    hardness,
    points: kind === 'rectangle' ? [at.x, at.y, at.x, at.y] : numbersOf(kind, at),
    fixed: null,
  };
}

/** Goes on to the next points. `isStraight`: in one line from where the straight part began. */
export function extendDraft(draft: MaskDraft, points: readonly DraftPoint[], isStraight: boolean): MaskDraft {
  const last = points.at(-1);
  if (last === undefined) return draft;
  if (draft.kind === 'rectangle') {
    return { ...draft, points: [...draft.points.slice(0, 2), last.x, last.y] };
  }
  if (!isStraight) {
    const added = points.flatMap((point) => numbersOf(draft.kind, point));
    return { ...draft, points: [...draft.points, ...added], fixed: null };
  }
  const fixed = draft.fixed ?? draft.points.length;
  return { ...draft, points: [...draft.points.slice(0, fixed), ...numbersOf(draft.kind, last)], fixed };
}

/** Lets a straight line end where it is, so that the next one begins there: a corner of an outline drawn by keys. */
export function fixCorner(draft: MaskDraft): MaskDraft {
  return { ...draft, fixed: draft.points.length };
}

/**
 * The edit that a finished draft is, simplified to `tolerancePx` picture pixels and rounded to tenths of them; null where it
 * does not touch the picture, or is too small to have been meant.
 */
export function finishDraft(draft: MaskDraft, tolerancePx: number, picture: Size): MaskEdit | null {
  const { kind, effect, sizePx, hardness } = draft;
  const stride = kind === 'brush' ? 3 : 2;
  const box = boundsOf(draft.points, stride);
  const reach = kind === 'brush' ? sizePx / 2 : 0;
  const isBeside =
    box.right + reach <= 0 ||
    box.bottom + reach <= 0 ||
    box.left - reach >= picture.width ||
    box.top - reach >= picture.height;
  if (isBeside) return null;
  if (kind === 'rectangle') {
    const points = [box.left, box.top, box.right, box.bottom].map(toTenth);
    return isTiny(box, tolerancePx) ? null : { kind, effect, points };
  }
  const radiusPx = kind === 'brush' ? sizePx / 2 : null;
  const points = rounded(simplifyStroke(draft.points, tolerancePx, radiusPx), stride);
  if (kind === 'brush') return { kind, effect, sizePx: toTenth(sizePx), hardness, points };
  return points.length < 6 || isTiny(box, tolerancePx) ? null : { kind, effect, points };
}

type Bounds = { left: number; top: number; right: number; bottom: number };

/** The box around the points of a stroke. */
export function boundsOf(points: readonly number[], stride: 2 | 3): Bounds {
  const bounds = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (let at = 0; at + 1 < points.length; at += stride) {
    const x = points[at] ?? 0;
    const y = points[at + 1] ?? 0;
    bounds.left = Math.min(bounds.left, x);
    bounds.top = Math.min(bounds.top, y);
    bounds.right = Math.max(bounds.right, x);
    bounds.bottom = Math.max(bounds.bottom, y);
  }
  return bounds;
}

/** A click where a shape was to be drawn: less than two screen pixels, of which the tolerance is half a one. */
function isTiny({ left, top, right, bottom }: Bounds, tolerancePx: number): boolean {
  return right - left < tolerancePx * 4 || bottom - top < tolerancePx * 4;
}

function numbersOf(kind: MaskDraft['kind'], { x, y, pressure }: DraftPoint): number[] {
  return kind === 'brush' ? [x, y, pressure] : [x, y];
}

function rounded(points: readonly number[], stride: 2 | 3): number[] {
  return points.map((value, at) => (at % stride === 2 ? Math.round(value * 100) / 100 : toTenth(value)));
}
