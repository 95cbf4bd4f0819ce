import type { HTMLAttributes } from 'preact';
import type { Size } from '../../../../protocol/geometry.ts';
import type { Point } from '../../state/editor-view.ts';
import { extendDraft, fixCorner, startDraft } from '../../state/mask-draft.ts';
import type { Tooling } from '../../state/mask-editor.ts';
import type { Drawing } from './use-drawing.ts';
import { useNow } from './use-now.ts';
import type { ViewControl } from './use-view.ts';

type KeyEvents = Pick<HTMLAttributes<HTMLDivElement>, 'tabIndex' | 'onKeyDown' | 'onKeyUp' | 'onBlur'>;

type Options = {
  control: ViewControl;
  drawing: Drawing;
  picture: Size;
  tooling(): Tooling;
  /** Tells where the cursor is, and whether a point was set there. */
  onSpot(spot: Point, isSet: boolean): void;
};

const arrows: Record<string, Point> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};
/** What an arrow key moves the cursor, in CSS pixels, but never less than a pixel of the picture; ten times that with Shift. */
const stepCssPx = 2;

/**
 * Draws without a pointer: arrow keys move a cursor over the picture, Enter sets it down and lifts it again. An outline
 * gets a corner with each Enter, and is closed by a second one at the same spot.
 */
export function useCursor({ control, drawing, picture, tooling, onSpot }: Options): {
  cursor: Point | null;
  hide(): void;
  handlers: KeyEvents;
} {
  const cursor = useNow<Point | null>(null);
  const spotNow = () =>
    cursor.now() ?? { x: Math.round(picture.width / 2), y: Math.round(picture.height / 2) };

  function move(by: Point, isFar: boolean): void {
    const step = Math.max(1, Math.round(stepCssPx / control.now().scale)) * (isFar ? 10 : 1);
    const from = spotNow();
    const spot = {
      x: Math.min(picture.width, Math.max(0, from.x + by.x * step)),
      y: Math.min(picture.height, Math.max(0, from.y + by.y * step)),
    };
    cursor.set(spot);
    control.reveal(spot);
    const draft = drawing.draftNow();
    // Corners of an outline are set by Enter, a brush paints all of its way.
    if (draft !== null)
      drawing.setDraft(extendDraft(draft, [{ ...spot, pressure: 1 }], draft.kind === 'lasso'));
    onSpot(spot, false);
  }

  function setDown(isOther: boolean): void {
    const draft = drawing.draftNow();
    const spot = spotNow();
    cursor.set(spot);
    if (draft !== null && (draft.kind !== 'lasso' || draft.fixed === draft.points.length)) {
      drawing.finish();
      return;
    }
    drawing.setDraft(
      draft === null ? startDraft(tooling(), { ...spot, pressure: 1 }, isOther) : fixCorner(draft),
    );
    onSpot(spot, true);
  }

  return {
    cursor: cursor.shown,
    hide: () => cursor.set(null),
    handlers: {
      tabIndex: 0,
      onKeyDown(event) {
        const by = arrows[event.key];
        if (event.ctrlKey || event.metaKey) return;
        if (by !== undefined) move(by, event.shiftKey);
        else if (event.key === 'Enter') setDown(event.altKey);
        else if (event.key === ' ') drawing.holdSpace(true);
        else return;
        event.preventDefault();
      },
      onKeyUp(event) {
        if (event.key === ' ') drawing.holdSpace(false);
      },
      onBlur: () => drawing.holdSpace(false),
    },
  };
}
