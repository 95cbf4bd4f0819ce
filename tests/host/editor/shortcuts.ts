import type { Document } from '../document/document.ts';
import { absoluteBoundingBox } from '../document/geometry.ts';
import { unionOf, withPosition } from '../document/matrix.ts';
import type { NodeId } from '../document/node.ts';
import { isInstanceSublayer } from '../document/node-table.ts';
import { toolOfKey } from './toolbar.ts';
import type { ToolName } from './tools/tool.ts';
import type { Viewport } from './viewport.ts';

/** Keys that Ctrl and Alt change, told by the key's place on the keyboard. */
const MASK_KEY = 'KeyM';

export type ShortcutContext = {
  document: Document;
  viewport: Viewport;
  choose(name: ToolName): void;
};

/** Does what a key means in the editor; answers whether it meant anything. */
export function pressKey(event: KeyboardEvent, context: ShortcutContext): boolean {
  const { document, viewport } = context;
  const selection = document.selection();
  const key = event.key.toLowerCase();
  if (event.ctrlKey || event.metaKey) {
    if (event.altKey && event.code === MASK_KEY) toggleMask(document, selection);
    else if (key === 'z') event.shiftKey ? document.history.redo() : document.history.undo();
    else if (key === 'y') document.history.redo();
    else if (key === 'a') document.setSelection(siblings(document, selection));
    else if (key === 'g' && event.shiftKey) ungroup(document, selection);
    else if (key === 'g') group(document, selection);
    else if (key === 'd') duplicate(document, selection);
    else if (key === '0') viewport.setZoom(1);
    else if (key === '=' || key === '+') viewport.setZoom(viewport.getZoom() * 1.5);
    else if (key === '-') viewport.setZoom(viewport.getZoom() / 1.5);
    else return false;
    return true;
  }
  if (event.shiftKey && event.code === 'Digit1') showAll(document, viewport);
  else if (event.shiftKey && event.code === 'Digit2') showLayers(document, viewport, selection);
  else if (event.shiftKey && event.code === 'Digit0') viewport.setZoom(1);
  else if (key === 'delete' || key === 'backspace') remove(document, selection);
  else if (key === 'escape') {
    document.setSelection([]);
    context.choose('select');
  } else if (key === ']' || key === '[') restack(document, selection, key === ']');
  else if (key.startsWith('arrow')) nudge(document, selection, key, event.shiftKey ? 10 : 1);
  else {
    const tool = event.altKey || event.shiftKey ? undefined : toolOfKey(key);
    if (tool === undefined) return false;
    context.choose(tool);
  }
  return true;
}

/** Shows all layers of the page; `insetRight` screen pixels at the right stay free. */
export function showAll(document: Document, viewport: Viewport, insetRight = 0): void {
  showLayers(document, viewport, document.get(document.currentPageId).childIds, insetRight);
}

/** Shows what is selected, or all layers where nothing is. */
export function showStart(document: Document, viewport: Viewport, insetRight: number): void {
  const selection = document.selection();
  if (selection.length > 0) showLayers(document, viewport, selection, insetRight);
  else showAll(document, viewport, insetRight);
}

function showLayers(document: Document, viewport: Viewport, ids: readonly NodeId[], insetRight = 0): void {
  const box = unionOf(ids.map((id) => absoluteBoundingBox(document, id)));
  if (box) viewport.showRect(box, insetRight);
}

function remove(document: Document, ids: readonly NodeId[]): void {
  const removable = ids.filter((id) => !document.get(id).locked && !isInstanceSublayer(id));
  if (removable.length > 0)
    document.act(() => {
      for (const id of removable) if (document.find(id)) document.remove(id);
    });
}

function nudge(document: Document, ids: readonly NodeId[], key: string, step: number): void {
  const dx = key === 'arrowleft' ? -step : key === 'arrowright' ? step : 0;
  const dy = key === 'arrowup' ? -step : key === 'arrowdown' ? step : 0;
  document.act(() => {
    for (const id of ids) {
      const { transform, locked } = document.get(id);
      if (!locked)
        document.setTransform(id, withPosition(transform, transform[0][2] + dx, transform[1][2] + dy));
    }
  });
}

function siblings(document: Document, selection: readonly NodeId[]): NodeId[] {
  const parentId = selection[0] === undefined ? null : document.get(selection[0]).parentId;
  return [...document.get(parentId ?? document.currentPageId).childIds].filter(
    (id) => !document.get(id).locked,
  );
}

function group(document: Document, ids: readonly NodeId[]): void {
  const [first] = ids;
  const parentId = first === undefined ? null : document.get(first).parentId;
  if (parentId === null || ids.some((id) => document.get(id).parentId !== parentId)) return;
  const inOrder = document.get(parentId).childIds.filter((id) => ids.includes(id));
  document.act(() => document.setSelection([document.group(inOrder, parentId)]));
}

function ungroup(document: Document, ids: readonly NodeId[]): void {
  const groups = ids.filter((id) => document.get(id).type === 'GROUP');
  if (groups.length === 0) return;
  document.act(() => {
    const freed = groups.flatMap((id) => {
      const { parentId, childIds } = document.get(id);
      if (parentId === null) return [];
      let index = document.get(parentId).childIds.indexOf(id);
      for (const childId of childIds) document.move(childId, parentId, index++);
      return childIds;
    });
    document.setSelection(freed);
  });
}

function duplicate(document: Document, ids: readonly NodeId[]): void {
  if (ids.length === 0) return;
  document.act(() => document.setSelection(ids.map((id) => document.clone(id))));
}

/** To the front of the siblings, or to their back. */
function restack(document: Document, ids: readonly NodeId[], toFront: boolean): void {
  if (ids.length === 0) return;
  document.act(() => {
    for (const id of ids) {
      const { parentId } = document.get(id);
      if (parentId !== null) document.move(id, parentId, toFront ? undefined : 0);
    }
  });
}

function toggleMask(document: Document, ids: readonly NodeId[]): void {
  if (ids.length === 0) return;
  document.act(() => {
    for (const id of ids) document.update(id, { isMask: !document.get(id).isMask });
  });
}
