import type { Transform } from '@figma/plugin-typings/plugin-api-standalone';
import { invert, multiply } from './matrix.ts';
import { fitsChildren, type NodeId } from './node.ts';
import { descendantsOf, isInstanceSublayer, type NodeTable } from './node-table.ts';

/** Puts a layer at `index` among the other children of `parentId`, taking it out of where it was. */
export function insertChild(table: NodeTable, parentId: NodeId, id: NodeId, index: number): void {
  const formerParentId = table.get(id).parentId;
  if (formerParentId !== null) {
    const former = table.get(formerParentId);
    table.patch(formerParentId, { childIds: former.childIds.filter((childId) => childId !== id) });
  }
  const childIds = [...table.get(parentId).childIds];
  childIds.splice(index, 0, id);
  table.patch(parentId, { childIds });
  table.patch(id, { parentId });
  if (formerParentId !== null && formerParentId !== parentId) removeIfEmptyGroup(table, formerParentId);
}

/** Removes a layer with everything below it, and groups that are left empty by that. */
export function removeSubtree(table: NodeTable, id: NodeId): void {
  const parentId = table.get(id).parentId;
  for (const descendant of [...descendantsOf(table, id)]) table.delete(descendant.id);
  table.delete(id);
  if (parentId === null) return;
  const parent = table.get(parentId);
  table.patch(parentId, { childIds: parent.childIds.filter((childId) => childId !== id) });
  removeIfEmptyGroup(table, parentId);
}

function removeIfEmptyGroup(table: NodeTable, id: NodeId): void {
  const node = table.find(id);
  if (node && fitsChildren(node.type) && node.childIds.length === 0) removeSubtree(table, id);
}

/** Copies a layer and everything below it with new ids; the copy has no parent yet. */
export function copySubtree(table: NodeTable, id: NodeId, newId: () => NodeId): NodeId {
  const node = table.get(id);
  const copyId = newId();
  table.put({ ...node, id: copyId, parentId: null, childIds: [] });
  if (node.type === 'INSTANCE') {
    copySublayerOverrides(table, id, copyId);
    return copyId;
  }
  const childIds = node.childIds.map((childId) => copyBelow(table, childId, newId));
  for (const childId of childIds) table.patch(childId, { parentId: copyId });
  table.patch(copyId, { childIds });
  return copyId;
}

/** A component inside of what is copied becomes an instance of itself: there is only one original. */
function copyBelow(table: NodeTable, id: NodeId, newId: () => NodeId): NodeId {
  const node = table.get(id);
  if (node.type !== 'COMPONENT') return copySubtree(table, id, newId);
  const copyId = newId();
  const own = { mainComponentId: id, overrides: [], childIds: [] };
  table.put({ ...node, ...own, id: copyId, type: 'INSTANCE', parentId: null });
  return copyId;
}

/** Copies an instance as a plain frame whose layers no longer follow the component. */
export function detachCopy(table: NodeTable, id: NodeId, newId: () => NodeId): NodeId {
  const node = table.get(id);
  const copyId = newId();
  const type = node.type === 'INSTANCE' && !isInstanceSublayer(id) ? 'FRAME' : node.type;
  const mainComponentId = type === 'INSTANCE' ? node.mainComponentId : null;
  table.put({ ...node, type, mainComponentId, overrides: [], id: copyId, parentId: null, childIds: [] });
  if (type === 'INSTANCE') return copyId;
  const childIds = node.childIds.map((childId) => detachCopy(table, childId, newId));
  for (const childId of childIds) table.patch(childId, { parentId: copyId });
  table.patch(copyId, { childIds });
  return copyId;
}

function copySublayerOverrides(table: NodeTable, instanceId: NodeId, copyId: NodeId): void {
  const renamed = (id: NodeId) => sublayerId(copyId, id.slice(sublayerId(instanceId, '').length));
  const sublayers = [...descendantsOf(table, instanceId)];
  for (const sublayer of sublayers) {
    const parentId = sublayer.parentId === instanceId ? copyId : renamed(sublayer.parentId ?? instanceId);
    table.put({ ...sublayer, id: renamed(sublayer.id), parentId, childIds: sublayer.childIds.map(renamed) });
  }
  table.patch(copyId, { childIds: table.get(instanceId).childIds.map(renamed) });
}

/** The id of the copy of `sourceId` inside an instance: `I1:2;3:4`, with one more part for each level of nesting. */
export function sublayerId(instanceId: NodeId, sourceId: NodeId): NodeId {
  const outer = isInstanceSublayer(instanceId) ? instanceId.slice(1) : instanceId;
  const inner = isInstanceSublayer(sourceId) ? sourceId.slice(1) : sourceId;
  return `I${outer};${inner}`;
}

/** Sets the relative transform. A group has no coordinates of its own: its children are moved instead. */
export function placeNode(table: NodeTable, id: NodeId, transform: Transform): void {
  const node = table.get(id);
  if (fitsChildren(node.type)) {
    const delta = multiply(transform, invert(node.transform));
    for (const childId of node.childIds)
      placeNode(table, childId, multiply(delta, table.get(childId).transform));
  }
  table.patch(id, { transform });
}
