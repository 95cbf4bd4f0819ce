import { layOut } from './auto-layout.ts';
import { fitGroup } from './group-fit.ts';
import { syncInstances } from './instances.ts';
import { fitsChildren, hasAutoLayout, type NodeId } from './node.ts';
import { ancestorsOf, type NodeTable } from './node-table.ts';
import { fitText } from './text-fit.ts';
import type { MeasureText } from './text-size.ts';

const MAX_ROUNDS = 16;

/**
 * Makes everything that follows from other layers right again after a change: copies in instances, text sizes,
 * groups, auto-layout. Answers the ids of all layers that the change has touched.
 */
export function settle(table: NodeTable, measureText: MeasureText): ReadonlySet<NodeId> {
  const all = new Set<NodeId>();
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const touched = table.takeTouched();
    if (touched.size === 0) break;
    for (const id of touched) all.add(id);
    syncInstances(table, touched, round === 0);
    for (const id of fromTheDeepest(table, touched)) {
      const node = table.find(id);
      if (!node) continue;
      if (node.type === 'TEXT') fitText(table, id, measureText);
      if (fitsChildren(node.type)) fitGroup(table, id);
      if (hasAutoLayout(node)) layOut(table, id, measureText);
    }
  }
  return all;
}

/** The touched layers and all their ancestors, children before their parents. */
function fromTheDeepest(table: NodeTable, touched: ReadonlySet<NodeId>): NodeId[] {
  const depths = new Map<NodeId, number>();
  for (const id of touched) {
    if (!table.find(id) || depths.has(id)) continue;
    const chain = [id, ...[...ancestorsOf(table, id)].map((ancestor) => ancestor.id)];
    chain.forEach((member, index) => {
      depths.set(member, chain.length - index);
    });
  }
  return [...depths.keys()].sort((first, second) => depths.get(second)! - depths.get(first)!);
}
