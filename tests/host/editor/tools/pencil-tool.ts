import type { Vector } from '@figma/plugin-typings/plugin-api-standalone';
import { containerAt, transformAt } from '../placement.ts';
import type { Tool, ToolContext } from './tool.ts';

const WEIGHT = 4;
const LEAST_STEP_PX = 2;

/** Draws a free line as a VECTOR, smoothed through the middles of its steps. */
export function pencilTool(context: ToolContext): Tool {
  const { document, overlay, viewport } = context;
  let points: Vector[] = [];

  const add = (point: Vector) => {
    const last = points.at(-1);
    const step = LEAST_STEP_PX / viewport.getZoom();
    if (!last || Math.hypot(point.x - last.x, point.y - last.y) >= step)
      points.push({ x: point.x, y: point.y });
    overlay.trace = points;
    overlay.draw();
  };

  return {
    cursor: 'crosshair',
    down(at) {
      points = [];
      add(at.canvas);
    },
    move(at, isDown) {
      if (isDown) add(at.canvas);
    },
    up() {
      overlay.trace = [];
      const drawn = points;
      points = [];
      if (drawn.length < 2) {
        overlay.draw();
        return;
      }
      document.act(() => {
        const [xs, ys] = [drawn.map((point) => point.x), drawn.map((point) => point.y)];
        const [x, y] = [Math.min(...xs), Math.min(...ys)];
        const parentId = containerAt(document, drawn[0]!);
        const id = document.create('VECTOR', parentId, {
          name: 'Vector',
          strokeWeight: WEIGHT,
          strokeCap: 'ROUND',
          strokeJoin: 'ROUND',
          vectorPaths: [
            { windingRule: 'NONE', data: smoothPath(drawn.map((p) => ({ x: p.x - x, y: p.y - y }))) },
          ],
        });
        document.resize(id, Math.max(0.01, Math.max(...xs) - x), Math.max(0.01, Math.max(...ys) - y));
        document.setTransform(id, transformAt(document, parentId, { x, y }));
        document.setSelection([id]);
      });
    },
  };
}

/** A path through the points with quadratic curves between the middles of neighboring steps, in hundredths. */
export function smoothPath(points: readonly Vector[]): string {
  const show = (value: number) => String(Math.round(value * 100) / 100);
  const at = (point: Vector) => `${show(point.x)} ${show(point.y)}`;
  const first = points[0]!;
  const last = points.at(-1)!;
  const curves = points.slice(1, -1).map((point, index) => {
    const next = points[index + 2]!;
    return `Q ${at(point)} ${at({ x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 })}`;
  });
  return [`M ${at(first)}`, ...curves, `L ${at(last)}`].join(' ');
}
