import { boxAround, withPosition } from './matrix.ts';
import { hasAutoLayout, type NodeId, type NodeRecord } from './node.ts';
import type { NodeTable } from './node-table.ts';
import { resizeNode } from './resize.ts';
import { fitText } from './text-fit.ts';
import type { MeasureText, Size } from './text-size.ts';
import { placeNode } from './tree.ts';

type Axis = 'width' | 'height';

/** Places the children of an auto-layout frame one after the other and sizes the frame where it hugs them. */
export function layOut(table: NodeTable, id: NodeId, measureText: MeasureText): void {
  const frame = table.get(id);
  const main: Axis = frame.layoutMode === 'HORIZONTAL' ? 'width' : 'height';
  const cross: Axis = main === 'width' ? 'height' : 'width';
  const children = () =>
    table
      .get(id)
      .childIds.map((childId) => table.get(childId))
      .filter((child) => child.visible && child.layoutPositioning === 'AUTO');

  const hugsMain = frame.primaryAxisSizingMode === 'AUTO';
  const hugsCross = frame.counterAxisSizingMode === 'AUTO';
  const spacing = frame.itemSpacing * Math.max(0, children().length - 1);

  let size: Size = { width: frame.width, height: frame.height };
  if (hugsCross) {
    const largest = Math.max(0, ...children().map((child) => outerSize(child)[cross]));
    size = { ...size, [cross]: clamp(frame, cross, largest + padding(frame, cross)) };
  }
  const innerCross = size[cross] - padding(frame, cross);
  for (const child of children()) {
    if (child.layoutAlign === 'STRETCH') resizeChild(table, child, cross, innerCross, measureText);
  }
  const taken = () => children().reduce((sum, child) => sum + outerSize(child)[main], 0) + spacing;
  if (hugsMain) size = { ...size, [main]: clamp(frame, main, taken() + padding(frame, main)) };
  const innerMain = size[main] - padding(frame, main);
  const growing = children().filter((child) => child.layoutGrow > 0);
  if (!hugsMain && growing.length > 0) {
    const fixed = taken() - growing.reduce((sum, child) => sum + outerSize(child)[main], 0);
    const share = Math.max(0, innerMain - fixed) / growing.length;
    for (const child of growing) resizeChild(table, child, main, share, measureText);
  }
  if (size.width !== frame.width || size.height !== frame.height)
    resizeNode(table, id, size.width, size.height);
  placeChildren(table, frame, children(), { main, cross, innerMain, innerCross, free: innerMain - taken() });
}

type Room = { main: Axis; cross: Axis; innerMain: number; innerCross: number; free: number };

function placeChildren(
  table: NodeTable,
  frame: NodeRecord,
  children: readonly NodeRecord[],
  room: Room,
): void {
  const spreads = frame.primaryAxisAlignItems === 'SPACE_BETWEEN' && children.length > 1;
  const gap = frame.itemSpacing + (spreads ? room.free / (children.length - 1) : 0);
  let along = startPadding(frame, room.main) + aligned(frame.primaryAxisAlignItems, room.free);
  for (const child of children) {
    const outer = outerSize(child);
    const across =
      startPadding(frame, room.cross) +
      aligned(frame.counterAxisAlignItems, room.innerCross - outer[room.cross]);
    const [left, top] = room.main === 'width' ? [along, across] : [across, along];
    const box = outerBox(child);
    const [x, y] = [left - box.x, top - box.y];
    if (child.transform[0][2] !== x || child.transform[1][2] !== y) {
      placeNode(table, child.id, withPosition(child.transform, x, y));
    }
    along += outer[room.main] + gap;
  }
}

function resizeChild(
  table: NodeTable,
  child: NodeRecord,
  axis: Axis,
  length: number,
  measureText: MeasureText,
): void {
  const size = {
    width: child.width,
    height: child.height,
    [axis]: clamp(child, axis, Math.max(0.01, length)),
  };
  if (size.width === child.width && size.height === child.height) return;
  resizeNode(table, child.id, size.width, size.height);
  const resized = table.get(child.id);
  if (resized.type === 'TEXT') fitText(table, child.id, measureText);
  if (hasAutoLayout(resized)) layOut(table, child.id, measureText);
}

function aligned(
  align: NodeRecord['primaryAxisAlignItems'] | NodeRecord['counterAxisAlignItems'],
  free: number,
): number {
  if (align === 'CENTER') return free / 2;
  return align === 'MAX' ? free : 0;
}

/** The box that a child takes up, turned children included, relative to its own place. */
function outerBox(child: NodeRecord) {
  const rect = { x: 0, y: 0, width: child.width, height: child.height };
  return boxAround(withPosition(child.transform, 0, 0), rect);
}

function outerSize(child: NodeRecord): Size {
  const { width, height } = outerBox(child);
  return { width, height };
}

function padding(frame: NodeRecord, axis: Axis): number {
  return axis === 'width' ? frame.paddingLeft + frame.paddingRight : frame.paddingTop + frame.paddingBottom;
}

function startPadding(frame: NodeRecord, axis: Axis): number {
  return axis === 'width' ? frame.paddingLeft : frame.paddingTop;
}

function clamp(node: NodeRecord, axis: Axis, length: number): number {
  const [low, high] = axis === 'width' ? [node.minWidth, node.maxWidth] : [node.minHeight, node.maxHeight];
  return Math.max(low ?? 0.01, Math.min(high ?? Number.POSITIVE_INFINITY, length));
}
