import type { VectorPath } from '@figma/plugin-typings/plugin-api-standalone';
import { multiply, translation } from '../../document/matrix.ts';
import type { NodeId } from '../../document/node.ts';
import { pathBounds, shiftPath } from '../../document/vector-path.ts';
import { type PluginContext, refTo, requireLoaded } from '../context.ts';
import { FigmaError } from '../figma-error.ts';
import { listOf, objectOf, oneOf, text, validate } from '../schema.ts';
import { NodeRef } from '../wire.ts';
import type { PropertyTable } from './property.ts';

const vectorPathsSchema = listOf(objectOf({ windingRule: oneOf('NONZERO', 'EVENODD', 'NONE'), data: text }));

/** Name, kinship, selection, paths: what is neither looks nor layout. */
export const treeProperties = {
  name: {
    get: (node) => node.name,
    set: (node, value, { document }) => document.update(node.id, { name: validate('name', text, value) }),
  },
  parent: { get: (node, context) => (node.parentId === null ? null : refTo(context, node.parentId)) },
  isAsset: { get: () => false },
  children: {
    get: (node, context) => {
      requireLoaded(context, node, 'property `children`');
      return node.childIds.map((id) => refTo(context, id));
    },
  },
  selection: {
    get: (node, context) =>
      shuffled(context.document.selection(node.id), context).map((id) => refTo(context, id)),
    set: (node, value, context) => {
      const ids = listOf((item) => item)(value, '').map((item) => {
        const id = item instanceof NodeRef ? item.id : '';
        const selected = context.document.find(id);
        if (!selected) throw new FigmaError(`The node with id "${id}" does not exist`);
        if (selected.type === 'PAGE' || selected.type === 'DOCUMENT' || pageIdOf(context, id) !== node.id) {
          throw new FigmaError('The selection of a page can only include nodes in that page');
        }
        return id;
      });
      context.document.setSelection(ids, node.id);
    },
  },
  documentColorProfile: { get: (_node, { document }) => document.colorProfile },
  vectorPaths: {
    get: (node) => node.vectorPaths,
    set: (node, value, { document }) => {
      const paths: readonly VectorPath[] = validate('vectorPaths', vectorPathsSchema, value);
      const bounds = pathBounds(paths);
      document.change(() => {
        const vectorPaths = paths.map((path) => ({
          ...path,
          data: shiftPath(path.data, -bounds.x, -bounds.y),
        }));
        document.update(node.id, { vectorPaths: [] });
        document.resize(node.id, bounds.width, bounds.height);
        document.update(node.id, { vectorPaths });
        document.setTransform(node.id, multiply(node.transform, translation(bounds.x, bounds.y)));
      });
    },
  },
  fillGeometry: { get: (node) => node.vectorPaths },
  mainComponent: {
    get: () => {
      throw dynamicPageError('node.getMainComponentAsync');
    },
  },
  overrides: {
    get: (node, { document }) =>
      [node, ...document.descendantsOf(node.id)]
        .filter((member) => member.overrides.length > 0)
        .map((member) => ({ id: member.id, overriddenFields: member.overrides })),
  },
} satisfies PropertyTable;

export function dynamicPageError(remedy: string): FigmaError {
  return new FigmaError(`Cannot call with documentAccess: dynamic-page. Use ${remedy} instead.`);
}

export function pageIdOf(context: PluginContext, id: NodeId): NodeId | undefined {
  let node = context.document.find(id);
  while (node && node.type !== 'PAGE')
    node = node.parentId === null ? undefined : context.document.find(node.parentId);
  return node?.id;
}

/** Figma leaves the order of the selection open, so a plugin that counts on one fails here. */
function shuffled(ids: readonly NodeId[], context: PluginContext): NodeId[] {
  const order = [...ids];
  for (let last = order.length - 1; last > 0; last--) {
    const other = Math.floor(context.random() * (last + 1));
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
  return order;
}
