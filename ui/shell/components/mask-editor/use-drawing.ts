import type { HTMLAttributes, TargetedEvent } from 'preact';
import { useRef } from 'preact/hooks';
import type { Size } from '../../../../protocol/geometry.ts';
import type { MaskEdit } from '../../../../protocol/mask-edits.ts';
import { type Point, toPicture } from '../../state/editor-view.ts';
import {
  type DraftPoint,
  extendDraft,
  finishDraft,
  type MaskDraft,
  startDraft,
} from '../../state/mask-draft.ts';
import type { Tooling } from '../../state/mask-editor.ts';
import { useNow } from './use-now.ts';
import type { ViewControl } from './use-view.ts';

type PointerEvents = HTMLAttributes<HTMLDivElement>;

export type Drawing = {
  draft: MaskDraft | null;
  /** Where the pointer is, in picture pixels; null while it is elsewhere. */
  hover: Point | null;
  handlers: PointerEvents;
  draftNow(): MaskDraft | null;
  setDraft(draft: MaskDraft | null): void;
  /** Makes an edit of the draft. */
  finish(): void;
  /** Drops the draft and lets go of the picture; false where neither was there. */
  cancel(): boolean;
  /** While the space bar is held, a drag moves the picture. */
  holdSpace(isHeld: boolean): void;
};

type Options = {
  control: ViewControl;
  picture: Size;
  tooling(): Tooling;
  onEdit(edit: MaskEdit | null): void;
};

/** Half a pixel of the screen is what nobody sees of a simplified stroke. */
const toleranceCssPx = 0.5;

/** Draws, pans and zooms with a mouse, pen or fingers. */
export function useDrawing({ control, picture, tooling, onEdit }: Options): Drawing {
  const draft = useNow<MaskDraft | null>(null);
  const hover = useNow<Point | null>(null);
  const fingers = useRef(new Map<number, Point>());
  const panning = useRef<{ pointer: number; at: Point } | null>(null);
  const isSpaceHeld = useRef(false);
  const lastSpot = useRef<Point | null>(null);
  /** False where the last click drew nothing: only then a second one of a double click means something else. */
  const hasDrawn = useRef(false);

  function finish(): void {
    const drawn = draft.now();
    if (drawn === null) return;
    draft.set(null);
    const edit = finishDraft(drawn, toleranceCssPx / control.now().scale, picture);
    hasDrawn.current = edit !== null;
    const [x, y] = drawn.points.slice(drawn.kind === 'brush' ? -3 : -2);
    if (edit?.kind === 'brush' && x !== undefined && y !== undefined) lastSpot.current = { x, y };
    onEdit(edit);
  }

  function begin(event: PointerEvent, place: Point): void {
    const spot = draftPoint(event, toPicture(control.now(), place));
    const from = lastSpot.current;
    const { tool } = tooling();
    const goesOn = event.shiftKey && from !== null && (tool === 'brush' || tool === 'eraser');
    const first = goesOn ? { ...from, pressure: spot.pressure } : spot;
    const start = startDraft(tooling(), first, event.altKey);
    draft.set(goesOn ? extendDraft(start, [spot], true) : start);
  }

  /** Two fingers move and zoom the picture together. */
  function pinch(event: PointerEvent, place: Point): void {
    const before = [...fingers.current.values()];
    fingers.current.set(event.pointerId, place);
    const after = [...fingers.current.values()];
    const [a, b, c, d] = [before[0], before[1], after[0], after[1]];
    if (a === undefined || b === undefined || c === undefined || d === undefined) return;
    const middle = { x: (c.x + d.x) / 2, y: (c.y + d.y) / 2 };
    control.pan({ x: middle.x - (a.x + b.x) / 2, y: middle.y - (a.y + b.y) / 2 });
    const spread = Math.hypot(a.x - b.x, a.y - b.y);
    if (spread > 0) control.zoom(Math.hypot(c.x - d.x, c.y - d.y) / spread, middle);
  }

  function end(event: PointerEvent, isMeant: boolean): void {
    fingers.current.delete(event.pointerId);
    if (panning.current?.pointer === event.pointerId) panning.current = null;
    else if (isMeant) finish();
    else draft.set(null);
  }

  const handlers: PointerEvents = {
    onPointerDown(event) {
      const place = placeOf(event);
      event.currentTarget.focus();
      event.currentTarget.setPointerCapture(event.pointerId);
      if (event.pointerType === 'touch') fingers.current.set(event.pointerId, place);
      if (fingers.current.size > 1) return draft.set(null);
      if (event.button === 1 || (event.button === 0 && isSpaceHeld.current)) {
        // A middle click would otherwise scroll by itself.
        event.preventDefault();
        hasDrawn.current = false;
        panning.current = { pointer: event.pointerId, at: place };
      } else if (event.button === 0) begin(event, place);
    },
    onPointerMove(event) {
      const place = placeOf(event);
      hover.set(event.pointerType === 'touch' ? null : toPicture(control.now(), place));
      if (fingers.current.size > 1) return pinch(event, place);
      if (fingers.current.has(event.pointerId)) fingers.current.set(event.pointerId, place);
      const grip = panning.current;
      if (grip?.pointer === event.pointerId) {
        control.pan({ x: place.x - grip.at.x, y: place.y - grip.at.y });
        grip.at = place;
        return;
      }
      const drawn = draft.now();
      if (drawn === null || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
      const coalesced = event.getCoalescedEvents?.() ?? [];
      const origin = event.currentTarget.getBoundingClientRect();
      const points = (coalesced.length > 0 ? coalesced : [event]).map((one) =>
        draftPoint(one, toPicture(control.now(), { x: one.clientX - origin.x, y: one.clientY - origin.y })),
      );
      draft.set(extendDraft(drawn, points, event.shiftKey));
    },
    onPointerUp: (event) => end(event, true),
    onPointerCancel: (event) => end(event, false),
    onPointerLeave: () => hover.set(null),
    onDblClick() {
      if (!hasDrawn.current) control.fit();
    },
    onWheel(event) {
      event.preventDefault();
      // A trackpad's pinch comes as a wheel with the control key.
      if (event.ctrlKey || event.metaKey) control.zoom(Math.exp(-event.deltaY / 200), placeOf(event));
      else if (event.shiftKey && event.deltaX === 0) control.pan({ x: -event.deltaY, y: 0 });
      else control.pan({ x: -event.deltaX, y: -event.deltaY });
    },
  };

  return {
    draft: draft.shown,
    hover: hover.shown,
    handlers,
    draftNow: draft.now,
    setDraft: draft.set,
    finish,
    cancel() {
      const isBusy = draft.now() !== null || panning.current !== null;
      draft.set(null);
      panning.current = null;
      return isBusy;
    },
    holdSpace(isHeld) {
      isSpaceHeld.current = isHeld;
    },
  };
}

/** In CSS pixels of the stage, whatever lies over it. */
function placeOf(event: TargetedEvent<HTMLDivElement, MouseEvent>): Point {
  const { x, y } = event.currentTarget.getBoundingClientRect();
  return { x: event.clientX - x, y: event.clientY - y };
}

/** Only a pen knows how hard it is pressed; it tells 0 while it says nothing. */
function draftPoint({ pointerType, pressure }: PointerEvent, at: Point): DraftPoint {
  return { ...at, pressure: pointerType === 'pen' && pressure > 0 ? pressure : 1 };
}
