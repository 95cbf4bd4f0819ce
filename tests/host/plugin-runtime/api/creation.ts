import { defaultProps } from '../../document/defaults.ts';
import { isContainer, isSceneType, type NodeId, type NodeType } from '../../document/node.ts';
import { nodeOf, type Operation, type PluginContext, refTo } from '../context.ts';
import { FigmaError } from '../figma-error.ts';
import { listOf, numberIn, validate } from '../schema.ts';
import { requireMovable } from './tree-methods.ts';

const creates =
  (type: NodeType): Operation =>
  (context) => {
    const { document } = context;
    const siblings = document.childrenOf(document.currentPageId);
    const count = siblings.filter((node) => node.type === type).length;
    const name = type === 'TEXT' ? 'Text' : `${defaultProps(type).name} ${count + 1}`;
    return refTo(context, document.create(type, document.currentPageId, { name }));
  };

/** `figma.create…` and `figma.group`: new layers on top of the current page. */
export const creationOperations: { readonly [operation: string]: Operation } = {
  createRectangle: creates('RECTANGLE'),
  createEllipse: creates('ELLIPSE'),
  createLine: creates('LINE'),
  createPolygon: creates('POLYGON'),
  createStar: creates('STAR'),
  createVector: creates('VECTOR'),
  createText: creates('TEXT'),
  createFrame: creates('FRAME'),
  createComponent: creates('COMPONENT'),
  createSection: creates('SECTION'),
  createPage: (context) => {
    const { document } = context;
    const id = document.create('PAGE', document.rootId, { name: `Page ${document.pages.length + 1}` });
    context.loadedPages.add(id);
    return refTo(context, id);
  },
  createComponentFromNode: (context, [value]) => {
    const node = nodeOf(context, value);
    if (!isSceneType(node.type) || node.type === 'COMPONENT')
      throw new FigmaError('Cannot create component from selected node');
    return refTo(context, context.document.convertToComponent(node.id));
  },
  group: (context, args) => combine(context, args, 'GROUP'),
  union: (context, args) => combineShapes(context, args, 'UNION', 'Union'),
  subtract: (context, args) => combineShapes(context, args, 'SUBTRACT', 'Subtract'),
  intersect: (context, args) => combineShapes(context, args, 'INTERSECT', 'Intersect'),
  exclude: (context, args) => combineShapes(context, args, 'EXCLUDE', 'Exclude'),
  ungroup: (context, [value]) => {
    const node = nodeOf(context, value);
    if (!isContainer(node.type) || !isSceneType(node.type)) throw new FigmaError('Cannot ungroup this node');
    return context.document.ungroup(node.id).map((id) => refTo(context, id));
  },
};

function combine(context: PluginContext, args: readonly unknown[], type: 'GROUP' | 'BOOLEAN_OPERATION') {
  const nodes = validate(
    'nodes',
    listOf((item) => nodeOf(context, item)),
    args[0],
  );
  if (nodes.length === 0) throw new FigmaError('First argument must be an array of at least one node');
  const parent = nodeOf(context, args[1]);
  for (const node of nodes) requireMovable(context, parent, node);
  const most = parent.childIds.length;
  const index = args[2] === undefined ? undefined : validate('index', numberIn(0, most), args[2]);
  const ids: NodeId[] = nodes.map((node) => node.id);
  return refTo(context, context.document.group(ids, parent.id, index, type));
}

function combineShapes(
  context: PluginContext,
  args: readonly unknown[],
  booleanOperation: 'UNION' | 'SUBTRACT' | 'INTERSECT' | 'EXCLUDE',
  name: string,
) {
  return context.document.change(() => {
    const ref = combine(context, args, 'BOOLEAN_OPERATION');
    context.document.update(ref.id, { booleanOperation, name });
    return ref;
  });
}
