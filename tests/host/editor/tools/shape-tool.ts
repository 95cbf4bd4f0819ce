import type { Vector } from '@figma/plugin-typings/plugin-api-standalone';
import type { NodeId, NodeProps, NodeType } from '../../document/node.ts';
import { boxBetween, containerAt, transformAt } from '../placement.ts';
import type { PointerAt, Tool, ToolContext } from './tool.ts';

const NAMES: Partial<Record<NodeType, string>> = {
  FRAME: 'Frame',
  RECTANGLE: 'Rectangle',
  ELLIPSE: 'Ellipse',
};

/** Draws a frame, rectangle or ellipse into the frame under the pointer; a click alone makes one of 100 x 100. */
export function shapeTool(context: ToolContext, type: 'FRAME' | 'RECTANGLE' | 'ELLIPSE'): Tool {
  const { document } = context;
  let from: Vector | null = null;
  let id: NodeId | null = null;
  let parentId: NodeId = document.currentPageId;

  const snap = ({ x, y }: Vector): Vector => ({ x: Math.round(x), y: Math.round(y) });

  function shape(at: PointerAt, start: Vector): void {
    const box = boxBetween(start, snap(at.canvas), at.shift, at.alt);
    if (id === null && box.width + box.height < 2) return;
    document.change(() => {
      id ??= create();
      document.resize(id, Math.max(1, box.width), Math.max(1, box.height));
      document.setTransform(id, transformAt(document, parentId, box));
    });
  }

  function create(): NodeId {
    const taken = document.descendantsOf(document.currentPageId).map((node) => node.name);
    const base = NAMES[type] ?? type;
    const numbers = taken.map((name) =>
      name.startsWith(`${base} `) ? Number(name.slice(base.length + 1)) : 0,
    );
    const number = Math.max(0, ...numbers.filter(Number.isFinite)) + 1;
    const props: Partial<NodeProps> = { name: `${base} ${number}` };
    const made = document.create(type, parentId, props);
    document.setSelection([made]);
    return made;
  }

  return {
    cursor: 'crosshair',
    down(at) {
      document.history.commit();
      from = snap(at.canvas);
      parentId = containerAt(document, at.canvas);
      id = null;
    },
    move(at, isDown) {
      if (isDown && from) shape(at, from);
    },
    up(at) {
      if (!from) return;
      if (id === null) shape({ ...at, canvas: { x: from.x + 100, y: from.y + 100 }, alt: false }, from);
      from = null;
      document.history.commit();
      context.finish();
    },
  };
}
