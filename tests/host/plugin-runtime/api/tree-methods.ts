import { isContainer, isSceneType, NODE_TYPES, type NodeRecord } from '../../document/node.ts';
import { ancestorsOf, isInside, isInstanceSublayer } from '../../document/node-table.ts';
import { nodeOf, type PluginContext, refOf, refTo, requireLoaded } from '../context.ts';
import { FigmaError } from '../figma-error.ts';
import { listOf, numberIn, objectOf, oneOf, text, validate } from '../schema.ts';
import type { MethodTable } from './property.ts';

/** Walking and changing the tree. */
export const treeMethods = {
  appendChild: (parent, args, context) => {
    requireLoaded(context, parent, 'method `appendChild()`');
    const child = nodeOf(context, args[0]);
    requireMovable(context, parent, child);
    context.document.move(child.id, parent.id);
  },
  insertChild: (parent, args, context) => {
    requireLoaded(context, parent, 'method `insertChild()`');
    const child = nodeOf(context, args[1]);
    requireMovable(context, parent, child);
    const index = validate('index', numberIn(0, Number.POSITIVE_INFINITY), args[0]);
    const { childIds } = parent;
    if (index > childIds.length) {
      throw new FigmaError(`Expected "index" to be at most ${childIds.length} but got ${index} instead`);
    }
    // The index counts the children as they are before the move.
    const former = childIds.indexOf(child.id);
    context.document.move(child.id, parent.id, former >= 0 && former < index ? index - 1 : index);
  },
  findAll: (node, _args, context) => {
    requireLoaded(context, node, 'method `findAll()`');
    return context.document.descendantsOf(node.id).map(refOf);
  },
  findOne: (node, _args, context) => {
    requireLoaded(context, node, 'method `findOne()`');
    return context.document.descendantsOf(node.id).map(refOf);
  },
  findChildren: (node, _args, context) => {
    requireLoaded(context, node, 'method `findChildren()`');
    return node.childIds.map((id) => refTo(context, id));
  },
  findChild: (node, _args, context) => {
    requireLoaded(context, node, 'method `findChild()`');
    return node.childIds.map((id) => refTo(context, id));
  },
  findAllWithCriteria: (node, args, context) => {
    requireLoaded(context, node, 'method `findAllWithCriteria()`');
    const criteria = validate('criteria', criteriaSchema, args[0]);
    const matches = (candidate: NodeRecord) =>
      (criteria.types?.includes(candidate.type) ?? true) &&
      hasKeys(candidate, context.manifest.id ?? '', criteria.pluginData) &&
      hasKeys(candidate, `shared/${criteria.sharedPluginData?.namespace}`, criteria.sharedPluginData);
    return context.document.descendantsOf(node.id).filter(matches).map(refOf);
  },
  remove: (node, _args, context) => {
    const isLastPage = node.type === 'PAGE' && context.document.pages.length === 1;
    if (node.type === 'DOCUMENT' || isLastPage || isInstanceSublayer(node.id)) {
      throw new FigmaError('Removing this node is not allowed');
    }
    if (node.id === context.document.currentPageId) {
      throw new FigmaError('Removing this node is not allowed');
    }
    context.document.remove(node.id);
  },
  clone: (node, _args, context) => {
    const parentId = node.type === 'PAGE' ? context.document.rootId : context.document.currentPageId;
    return refTo(context, context.document.clone(node.id, parentId));
  },
  getTopLevelFrame: (node, _args, context) => {
    let candidate: NodeRecord | undefined = node;
    let top: NodeRecord | undefined;
    while (candidate && isSceneType(candidate.type)) {
      if (candidate.type === 'FRAME') top = candidate;
      candidate = candidate.parentId === null ? undefined : context.document.find(candidate.parentId);
    }
    return top && refOf(top);
  },
  createInstance: (node, _args, context) =>
    refTo(context, context.document.createInstance(node.id, context.document.currentPageId)),
  detachInstance: (node, _args, context) => refTo(context, context.document.detachInstance(node.id)),
} satisfies MethodTable;

const criteriaSchema = objectOf(
  {},
  {
    types: listOf(oneOf(...NODE_TYPES)),
    pluginData: objectOf({}, { keys: listOf(text) }),
    sharedPluginData: objectOf({ namespace: text }, { keys: listOf(text) }),
  },
);

function hasKeys(
  node: NodeRecord,
  scope: string,
  criteria: { keys?: string[] | undefined } | undefined,
): boolean {
  if (!criteria) return true;
  const keys = Object.keys(node.pluginData[scope] ?? {});
  return criteria.keys ? criteria.keys.some((key) => keys.includes(key)) : keys.length > 0;
}

/** Throws in Figma's words where the child cannot go under this parent. */
export function requireMovable(context: PluginContext, parent: NodeRecord, child: NodeRecord): void {
  const reason = refusalToMove(context, parent, child);
  if (reason) throw new FigmaError(`Cannot move node. ${reason}`);
}

function refusalToMove(context: PluginContext, parent: NodeRecord, child: NodeRecord): string | undefined {
  const { document } = context;
  if (child.type === 'DOCUMENT') return 'Node is the scene root, which cannot be reparented';
  if (parent.type === 'DOCUMENT' && child.type !== 'PAGE') {
    return 'The root node cannot have children of type other than PAGE';
  }
  if (parent.type !== 'DOCUMENT' && child.type === 'PAGE') {
    return 'Nodes other than the root node cannot have children of type PAGE';
  }
  if (child.id === parent.id || isInside(document, parent.id, child.id)) {
    return 'Doing so would create a parenting cycle';
  }
  if (!isContainer(parent.type)) return 'New parent is of a type that cannot have children';
  if (parent.type === 'INSTANCE' || isInstanceSublayer(parent.id)) {
    return 'New parent is an instance or is inside of an instance';
  }
  if (isInstanceSublayer(child.id)) return 'Node is inside of an instance';
  const components = [parent, ...ancestorsOf(document, parent.id)]
    .filter((node) => node.type === 'COMPONENT')
    .map((node) => node.id);
  if (components.length === 0) return undefined;
  const inside = [child, ...document.descendantsOf(child.id)];
  if (inside.some((node) => node.type === 'COMPONENT')) {
    return 'Reparenting would create a component inside a component';
  }
  const isCycle = inside.some(
    (node) => node.mainComponentId !== null && components.includes(node.mainComponentId),
  );
  return isCycle ? 'Reparenting would create a component cycle' : undefined;
}
