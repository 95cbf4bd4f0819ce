import type { NodeId } from './node.ts';
import type { NodeTable } from './node-table.ts';
import type { MeasureText } from './text-size.ts';

/** Gives a text layer that grows with its characters the size they need. */
export function fitText(table: NodeTable, id: NodeId, measureText: MeasureText): void {
  const node = table.get(id);
  if (node.textAutoResize === 'NONE' || node.textAutoResize === 'TRUNCATE') return;
  const keepsWidth = node.textAutoResize === 'HEIGHT';
  const measured = keepsWidth ? measureText(node, node.width) : measureText(node);
  const width = keepsWidth ? node.width : measured.width;
  if (width !== node.width || measured.height !== node.height)
    table.patch(id, { width, height: measured.height });
}
