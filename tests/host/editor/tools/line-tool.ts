import type { Vector } from '@figma/plugin-typings/plugin-api-standalone';
import { multiply } from '../../document/matrix.ts';
import { containerAt, transformAt } from '../placement.ts';
import type { Tool, ToolContext } from './tool.ts';

/** Draws a straight line from press to release; Shift keeps it to steps of 45 degrees. */
export function lineTool(context: ToolContext): Tool {
  const { document, overlay } = context;
  let from: Vector | null = null;
  let to: Vector | null = null;
  return {
    cursor: 'crosshair',
    down(at) {
      from = { x: Math.round(at.canvas.x), y: Math.round(at.canvas.y) };
    },
    move(at, isDown) {
      if (!isDown || !from) return;
      to = at.shift ? straightened(from, at.canvas) : at.canvas;
      overlay.trace = [from, to];
      overlay.draw();
    },
    up() {
      overlay.trace = [];
      const [start, end] = [from, to];
      from = null;
      to = null;
      if (start && end) {
        document.act(() => {
          const parentId = containerAt(document, start);
          const id = document.create('LINE', parentId, { name: 'Line', strokeWeight: 2 });
          const angle = Math.atan2(end.y - start.y, end.x - start.x);
          document.resize(id, Math.max(1, Math.hypot(end.x - start.x, end.y - start.y)), 0);
          const turn = [
            [Math.cos(angle), -Math.sin(angle), 0],
            [Math.sin(angle), Math.cos(angle), 0],
          ] as const;
          document.setTransform(
            id,
            multiply(transformAt(document, parentId, start), [[...turn[0]], [...turn[1]]]),
          );
          document.setSelection([id]);
        });
      }
      context.finish();
    },
  };
}

function straightened(from: Vector, to: Vector): Vector {
  const step = Math.PI / 4;
  const angle = Math.round(Math.atan2(to.y - from.y, to.x - from.x) / step) * step;
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  return { x: from.x + length * Math.cos(angle), y: from.y + length * Math.sin(angle) };
}
