import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { PictureRect } from '../../../../protocol/geometry.ts';
import { type BoxHandle, boxHandles, dragBox } from '../../state/context-box.ts';
import { type Point, toStage } from '../../state/editor-view.ts';
import { usePanel } from '../panel-provider.tsx';
import type { ViewControl } from './use-view.ts';

type ContextFrameProps = {
  box: PictureRect;
  /** Where the box may lie. */
  room: PictureRect;
  control: ViewControl;
  /** Is set while the frame is dragged: ends that, and leaves the box as it was. */
  letGo: RefObject<(() => void) | null>;
  /** The box while it is dragged; null once it is let go of. */
  onDrag(box: PictureRect | null): void;
  onChange(box: PictureRect, series?: string): void;
};

const edges = ['top', 'right', 'bottom', 'left'] as const;
const arrows: Record<string, Point> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};
/** What an arrow key moves the box, in CSS pixels, but never less than a pixel of the picture. */
const stepCssPx = 4;

/** The frame around what the model sees: its edges move it, eight handles resize it, its label takes the keys. */
export function ContextFrame({ box, room, control, letGo, onDrag, onChange }: ContextFrameProps) {
  const { actions, text } = usePanel();
  const drag = useRef<{ handle: BoxHandle | 'move'; from: Point; box: PictureRect } | null>(null);
  const { scale } = control.view;
  const corner = toStage(control.view, box);
  // A frame that goes away while it is dragged is not held any more.
  useEffect(() => drop, []);

  function drop(): void {
    drag.current = null;
    letGo.current = null;
    onDrag(null);
  }

  const handlersFor = (handle: BoxHandle | 'move') => ({
    onPointerDown(event: PointerEvent & { currentTarget: HTMLElement }) {
      if (event.button !== 0) return;
      event.stopPropagation();
      event.currentTarget.setPointerCapture(event.pointerId);
      drag.current = { handle, from: { x: event.clientX, y: event.clientY }, box };
      letGo.current = drop;
    },
    onPointerMove(event: PointerEvent) {
      const grip = drag.current;
      if (grip === null) return;
      event.stopPropagation();
      onDrag(dragged(grip, event, control.now().scale, room));
    },
    onPointerUp(event: PointerEvent) {
      const grip = drag.current;
      if (grip === null) return;
      event.stopPropagation();
      const next = dragged(grip, event, control.now().scale, room);
      drop();
      if (!isSame(next, grip.box)) onChange(next);
    },
    onPointerCancel: drop,
  });

  function onKeyDown(event: KeyboardEvent): void {
    const by = arrows[event.key];
    if (by === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    const step = Math.max(1, Math.round(stepCssPx / control.now().scale));
    const next = dragBox(box, event.shiftKey ? 'se' : 'move', { x: by.x * step, y: by.y * step }, room);
    if (!isSame(next, box)) onChange(next, 'context-keys');
  }

  return (
    <div
      class="context-frame"
      style={{
        left: `${corner.x}px`,
        top: `${corner.y}px`,
        width: `${box.width * scale}px`,
        height: `${box.height * scale}px`,
      }}
    >
      {edges.map((edge) => (
        <span key={edge} class={`context-edge ${edge}`} {...handlersFor('move')} />
      ))}
      {boxHandles.map((handle) => (
        <span key={handle} class={`context-handle ${handle}`} {...handlersFor(handle)} />
      ))}
      <button
        type="button"
        class="context-label"
        title={text.editor.contextKeys}
        aria-description={text.editor.contextKeys}
        onKeyDown={onKeyDown}
        onBlur={actions.editor.endSeries}
        {...handlersFor('move')}
      >
        {text.editor.contextBox}
      </button>
    </div>
  );
}

function dragged(
  { handle, from, box }: { handle: BoxHandle | 'move'; from: Point; box: PictureRect },
  { clientX, clientY }: PointerEvent,
  scale: number,
  room: PictureRect,
): PictureRect {
  return dragBox(box, handle, { x: (clientX - from.x) / scale, y: (clientY - from.y) / scale }, room);
}

function isSame(one: PictureRect, other: PictureRect): boolean {
  return one.x === other.x && one.y === other.y && one.width === other.width && one.height === other.height;
}
