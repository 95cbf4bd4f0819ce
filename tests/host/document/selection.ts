import type { NodeId } from './node.ts';
import { isInside, type NodeSource } from './node-table.ts';

/** No doubles and no layer together with its ancestor: the ancestor stands for both, as in Figma. */
export function normalizeSelection(nodes: NodeSource, ids: readonly NodeId[]): NodeId[] {
  const unique = [...new Set(ids)];
  return unique.filter((id) => !unique.some((other) => other !== id && isInside(nodes, id, other)));
}

export function sameIds(first: readonly NodeId[], second: readonly NodeId[]): boolean {
  return first.length === second.length && first.every((id, index) => second[index] === id);
}
