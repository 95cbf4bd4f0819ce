import type { Rect, Transform, Vector } from '@figma/plugin-typings/plugin-api-standalone';
import { absoluteBoundingBox, renderBounds } from '../../document/geometry.ts';
import { applyTo, intersectionOf, invert, multiply, translation } from '../../document/matrix.ts';
import { isFrameLike, type NodeId } from '../../document/node.ts';
import { pathUnder, pick } from '../hit-test.ts';
import { boxBetween, containerAt, containerTransform, frameOf, moveToContainer } from '../placement.ts';
import { type ResizeStart, resizeByHandle, startResize } from './resize-handles.ts';
import type { PointerAt, Tool, ToolContext } from './tool.ts';

type Drag =
  | { kind: 'press'; from: PointerAt; hit: NodeId | null; wasSelected: boolean }
  | { kind: 'move'; from: Vector; starts: Map<NodeId, Transform> }
  | { kind: 'resize'; start: ResizeStart }
  | { kind: 'marquee'; from: Vector; before: readonly NodeId[] };

const CURSORS = {
  nw: 'nwse',
  se: 'nwse',
  ne: 'nesw',
  sw: 'nesw',
  n: 'ns',
  s: 'ns',
  e: 'ew',
  w: 'ew',
} as const;
const STILL_PX = 3;

/** The arrow: selects, moves, resizes, draws the marquee, and goes into groups by double click. */
export function selectTool(context: ToolContext): Tool {
  const { document, raster, overlay } = context;
  let drag: Drag | null = null;

  const hitAt = (at: PointerAt, into = false): NodeId | null => {
    const label = overlay.labelAt(at.left, at.top);
    if (label) return label;
    return pick(document, pathUnder(document, raster, at.canvas), { isDeep: at.command, into });
  };

  const select = (ids: readonly NodeId[]) => document.setSelection(ids);

  function press(at: PointerAt): void {
    const grip = overlay.handleAt(at.left, at.top);
    if (grip) {
      document.history.commit();
      drag = { kind: 'resize', start: startResize(document, grip.id, grip.handle) };
      return;
    }
    const hit = hitAt(at);
    const selection = document.selection();
    const wasSelected = hit !== null && selection.includes(hit);
    if (hit === null) {
      if (!at.shift) select([]);
      drag = { kind: 'marquee', from: at.canvas, before: at.shift ? selection : [] };
      return;
    }
    if (at.shift) select(wasSelected ? selection.filter((id) => id !== hit) : [...selection, hit]);
    else if (!wasSelected) select([hit]);
    drag = { kind: 'press', from: at, hit, wasSelected };
  }

  function moveTo(at: PointerAt): void {
    if (drag?.kind === 'press') {
      if (Math.hypot(at.left - drag.from.left, at.top - drag.from.top) < STILL_PX) return;
      const movable = document.selection().filter((id) => !document.get(id).locked);
      if (movable.length === 0) return;
      document.history.commit();
      const starts = new Map(movable.map((id) => [id, document.get(id).transform]));
      drag = { kind: 'move', from: drag.from.canvas, starts };
    }
    if (drag?.kind === 'move') moveLayers(at, drag);
    if (drag?.kind === 'resize') resizeByHandle(document, drag.start, at);
    if (drag?.kind === 'marquee') {
      overlay.marquee = boxBetween(drag.from, at.canvas, false, false);
      select([...new Set([...drag.before, ...touchedBy(overlay.marquee)])]);
    }
  }

  function moveLayers(at: PointerAt, { from, starts }: Extract<Drag, { kind: 'move' }>): void {
    let [dx, dy] = [at.canvas.x - from.x, at.canvas.y - from.y];
    if (at.shift && Math.abs(dx) > Math.abs(dy)) dy = 0;
    else if (at.shift) dx = 0;
    document.change(() => {
      for (const [id, start] of starts) {
        if (!document.find(id)) continue;
        const toParent = invert(
          containerTransform(document, document.get(id).parentId ?? document.currentPageId),
        );
        const zero = applyTo(toParent, { x: 0, y: 0 });
        const step = applyTo(toParent, { x: dx, y: dy });
        const [x, y] = [start[0][2] + step.x - zero.x, start[1][2] + step.y - zero.y];
        const moved = multiply(translation(Math.round(x) - start[0][2], Math.round(y) - start[1][2]), start);
        document.setTransform(id, moved);
      }
    });
  }

  /** Layers that were dragged over another frame go into it, as those dragged out of one leave it. */
  function settleContainers(at: PointerAt, ids: readonly NodeId[]): void {
    const target = containerAt(document, at.canvas, ids);
    for (const id of ids) {
      const node = document.find(id);
      if (!node || frameOf(document, id) === target) continue;
      if (node.layoutPositioning === 'ABSOLUTE') document.update(id, { layoutPositioning: 'AUTO' });
      moveToContainer(document, id, target);
    }
  }

  function touchedBy(box: Rect): NodeId[] {
    const page = document.childrenOf(document.currentPageId);
    return page.flatMap((node) => {
      if (!node.visible || node.locked) return [];
      const bounds = absoluteBoundingBox(document, node.id);
      const shared = intersectionOf(bounds, box);
      if (!shared) return [];
      const isArtboard = (isFrameLike(node.type) || node.type === 'SECTION') && node.childIds.length > 0;
      const isWhole = shared.width === bounds.width && shared.height === bounds.height;
      if (!isArtboard || isWhole) return [node.id];
      return document
        .childrenOf(node.id)
        .filter((child) => child.visible && !child.locked)
        .filter((child) => {
          const shown = renderBounds(document, child.id, true);
          return shown !== null && intersectionOf(shown, box) !== null;
        })
        .map((child) => child.id);
    });
  }

  return {
    cursor: 'default',
    down: press,
    move(at, isDown) {
      if (isDown) {
        moveTo(at);
        return;
      }
      const grip = overlay.handleAt(at.left, at.top);
      overlay.canvas.style.cursor = grip ? `${CURSORS[grip.handle]}-resize` : 'default';
      const hit = grip ? null : hitAt(at);
      if (hit !== overlay.hovered) {
        overlay.hovered = hit;
        overlay.draw();
      }
    },
    up(at) {
      if (drag?.kind === 'press' && drag.wasSelected && !at.shift && drag.hit) select([drag.hit]);
      if (drag?.kind === 'move') settleContainers(at, [...drag.starts.keys()]);
      if (drag?.kind === 'move' || drag?.kind === 'resize') document.history.commit();
      drag = null;
      overlay.marquee = null;
      overlay.draw();
    },
    doubleClick(at) {
      const hit = hitAt(at, true);
      if (hit === null) return;
      select([hit]);
      if (document.get(hit).type === 'TEXT') context.editText(hit, false);
    },
  };
}
