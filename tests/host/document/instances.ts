import type { NodeId, NodeProps, NodeRecord } from './node.ts';
import {
  ancestorsOf,
  descendantsOf,
  isInstanceSublayer,
  isSameRecord,
  type NodeTable,
} from './node-table.ts';
import { resizeNode } from './resize.ts';
import { sublayerId } from './tree.ts';

/** What an instance keeps to itself, whatever its component says. */
const OWN_OF_INSTANCE: readonly (keyof NodeProps)[] = [
  'name',
  'visible',
  'locked',
  'expanded',
  'transform',
  'constraints',
  'isMask',
  'maskType',
  'layoutAlign',
  'layoutGrow',
  'layoutPositioning',
  'mainComponentId',
  'overrides',
  'pluginData',
  'relaunchData',
];
const OWN_OF_SUBLAYER: readonly (keyof NodeProps)[] = ['overrides', 'pluginData', 'relaunchData', 'expanded'];

/**
 * Brings the instances of changed components in step with them. `includeTouched` does so for instances that were
 * themselves changed, too: a new one has no children yet, a resized one places them anew.
 */
export function syncInstances(table: NodeTable, touched: ReadonlySet<NodeId>, includeTouched: boolean): void {
  const components = changedComponents(table, touched);
  const isTouched = includeTouched && [...touched].some((id) => table.find(id)?.type === 'INSTANCE');
  if (components.size === 0 && !isTouched) return;
  const stale = [...table.all()].filter((node) => {
    if (node.type !== 'INSTANCE' || isInstanceSublayer(node.id) || node.mainComponentId === null)
      return false;
    return components.has(node.mainComponentId) || (includeTouched && touched.has(node.id));
  });
  for (const instance of stale) syncInstance(table, instance);
}

function changedComponents(table: NodeTable, touched: ReadonlySet<NodeId>): Set<NodeId> {
  const components = new Set<NodeId>();
  for (const id of touched) {
    const node = table.find(id);
    if (!node) continue;
    for (const member of [node, ...ancestorsOf(table, id)]) {
      if (member.type === 'COMPONENT') components.add(member.id);
    }
  }
  return components;
}

function syncInstance(table: NodeTable, instance: NodeRecord): void {
  const component = instance.mainComponentId === null ? undefined : table.find(instance.mainComponentId);
  if (!component) return;
  const wanted = new Set<NodeId>();
  const childIds = copyChildren(table, instance.id, component, instance.id, wanted);
  for (const stale of [...descendantsOf(table, instance.id)])
    if (!wanted.has(stale.id)) table.delete(stale.id);

  const { id, type, parentId } = instance;
  const followed = { ...component, ...kept(instance, OWN_OF_INSTANCE), id, type, parentId, childIds };
  putIfChanged(table, { ...followed, width: component.width, height: component.height });
  if (isOverridden(instance, 'width')) resizeNode(table, id, instance.width, instance.height);
}

function copyChildren(
  table: NodeTable,
  instanceId: NodeId,
  source: NodeRecord,
  parentId: NodeId,
  wanted: Set<NodeId>,
): NodeId[] {
  return source.childIds.map((sourceId) => {
    const child = table.get(sourceId);
    const id = sublayerId(instanceId, sourceId);
    wanted.add(id);
    const childIds = copyChildren(table, instanceId, child, id, wanted);
    const former = table.find(id);
    const own: Partial<NodeProps> = former
      ? kept(former, OWN_OF_SUBLAYER)
      : { overrides: [], pluginData: {} };
    putIfChanged(table, { ...child, ...own, id, parentId, childIds });
    return id;
  });
}

function kept(node: NodeRecord, own: readonly (keyof NodeProps)[]): Partial<NodeProps> {
  const names = new Set<string>([...own, ...node.overrides]);
  return Object.fromEntries(Object.entries(node).filter(([name]) => names.has(name)));
}

function isOverridden(node: NodeRecord, name: keyof NodeProps): boolean {
  return node.overrides.includes(name);
}

function putIfChanged(table: NodeTable, node: NodeRecord): void {
  const former = table.find(node.id);
  if (isSameRecord(former, node)) return;
  table.put(node);
}
