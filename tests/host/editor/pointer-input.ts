import type { PointerAt, Tool } from './tools/tool.ts';
import type { Viewport } from './viewport.ts';

/** Brings the pointer, the wheel and the space bar on the canvas to the tool in hand. */
export function listenToPointer(
  canvas: HTMLCanvasElement,
  viewport: Viewport,
  toolInHand: () => Tool,
  hand: Tool,
): void {
  let held: { id: number; tool: Tool } | null = null;
  let isSpaceDown = false;

  const at = (event: MouseEvent): PointerAt => {
    const box = canvas.getBoundingClientRect();
    const [left, top] = [event.clientX - box.left, event.clientY - box.top];
    const command = event.ctrlKey || event.metaKey;
    const { shiftKey: shift, altKey: alt } = event;
    return { canvas: viewport.toCanvas(left, top), left, top, shift, alt, command };
  };

  canvas.addEventListener('pointerdown', (event) => {
    if (event.button > 1 || held) return;
    const isHand = isSpaceDown || event.button === 1;
    held = { id: event.pointerId, tool: isHand ? hand : toolInHand() };
    canvas.setPointerCapture(event.pointerId);
    // Leaves any field, so that what was typed there is taken before the next action.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    event.preventDefault();
    held.tool.down(at(event));
  });
  canvas.addEventListener('pointermove', (event) => {
    if (held && held.id !== event.pointerId) return;
    const tool = held?.tool ?? toolInHand();
    if (!held) canvas.style.cursor = isSpaceDown ? hand.cursor : tool.cursor;
    tool.move?.(at(event), held !== null);
  });
  const release = (event: PointerEvent) => {
    if (held?.id !== event.pointerId) return;
    const { tool } = held;
    held = null;
    tool.up?.(at(event));
  };
  canvas.addEventListener('pointerup', release);
  canvas.addEventListener('pointercancel', release);
  canvas.addEventListener('dblclick', (event) => toolInHand().doubleClick?.(at(event)));
  canvas.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      const unit = event.deltaMode === 1 ? 16 : 1;
      const { left, top } = at(event);
      if (event.ctrlKey || event.metaKey) viewport.zoomAt(left, top, Math.exp(-event.deltaY * unit * 0.002));
      else if (event.shiftKey && event.deltaX === 0) viewport.panBy(-event.deltaY * unit, 0);
      else viewport.panBy(-event.deltaX * unit, -event.deltaY * unit);
    },
    { passive: false },
  );
  window.addEventListener('keydown', (event) => {
    if (event.code !== 'Space' || isTyping(event.target)) return;
    event.preventDefault();
    isSpaceDown = true;
    canvas.style.cursor = hand.cursor;
  });
  window.addEventListener('keyup', (event) => {
    if (event.code !== 'Space') return;
    isSpaceDown = false;
    canvas.style.cursor = toolInHand().cursor;
  });
}

/** Whether keys go into a field and are no shortcuts. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}
