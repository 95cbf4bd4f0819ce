import type { Document } from './document.ts';
import { IDENTITY, multiply } from './matrix.ts';
import { fitsChildren, type NodeId } from './node.ts';

export type GroupType = 'GROUP' | 'BOOLEAN_OPERATION';

/** Puts layers into a new group at `index` of `parentId`, in their order. */
export function groupLayers(
  document: Document,
  ids: readonly NodeId[],
  parentId: NodeId,
  index: number | undefined,
  type: GroupType,
): NodeId {
  const groupId = document.create(type, parentId, { width: 0, height: 0 }, index);
  for (const id of ids) document.move(id, groupId);
  return groupId;
}

/** Takes a layer's children out into its parent, where the layer was, and removes it. Selected, it hands that on. */
export function ungroupLayers(document: Document, id: NodeId): NodeId[] {
  const node = document.get(id);
  const { parentId, index } = placeOf(document, id);
  const isSelected = document.selection().includes(id);
  const childIds = [...node.childIds];
  childIds.forEach((childId, offset) => {
    const { transform } = document.get(childId);
    if (!fitsChildren(node.type)) document.setTransform(childId, multiply(node.transform, transform));
    document.move(childId, parentId, index + offset);
  });
  if (document.find(id)) document.remove(id);
  if (isSelected)
    document.setSelection([...document.selection().filter((other) => other !== id), ...childIds]);
  return childIds;
}

/** Makes a component of a layer, keeping its looks: a frame turns into it, anything else is put inside. */
export function makeComponent(document: Document, id: NodeId): NodeId {
  const { id: _id, type, parentId: _parent, childIds, ...props } = document.get(id);
  const { parentId, index } = placeOf(document, id);
  if (type === 'FRAME') {
    const componentId = document.create('COMPONENT', parentId, props, index);
    for (const childId of childIds) document.move(childId, componentId);
    document.remove(id);
    return componentId;
  }
  const { name, transform, width, height } = props;
  const bare = { name, transform, width, height, fills: [], clipsContent: false };
  const componentId = document.create('COMPONENT', parentId, bare, index);
  document.move(id, componentId);
  document.setTransform(id, IDENTITY);
  return componentId;
}

function placeOf(document: Document, id: NodeId): { parentId: NodeId; index: number } {
  const parentId = document.get(id).parentId ?? document.currentPageId;
  return { parentId, index: document.get(parentId).childIds.indexOf(id) };
}
