import { usePanel } from './panel-provider.tsx';

const keyStep = 20;
const arrows: Record<string, readonly [number, number]> = {
  ArrowLeft: [-keyStep, 0],
  ArrowRight: [keyStep, 0],
  ArrowUp: [0, -keyStep],
  ArrowDown: [0, keyStep],
};

/** The corner by which the panel is made larger, with the pointer or with arrow keys. */
export function ResizeHandle() {
  const { actions, text } = usePanel();
  return (
    <button
      type="button"
      class="resize-handle"
      aria-label={text.resize}
      title={text.resize}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={(event) => {
        if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
        actions.resize.resizeTo({ width: event.clientX + 5, height: event.clientY + 5 });
      }}
      onKeyDown={(event) => {
        const by = arrows[event.key];
        if (by === undefined) return;
        event.preventDefault();
        actions.resize.resizeBy(...by);
      }}
    >
      <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
        <path d="M14 6 6 14m8-4-4 4" stroke="currentColor" fill="none" stroke-linecap="round" />
      </svg>
    </button>
  );
}
