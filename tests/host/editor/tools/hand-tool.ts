import type { PointerAt, Tool, ToolContext } from './tool.ts';

/** Drags the page about. */
export function handTool({ viewport }: ToolContext): Tool {
  let last: PointerAt | null = null;
  return {
    cursor: 'grab',
    down(at) {
      last = at;
    },
    move(at, isDown) {
      if (!isDown || !last) return;
      viewport.panBy(at.left - last.left, at.top - last.top);
      last = at;
    },
    up() {
      last = null;
    },
  };
}
