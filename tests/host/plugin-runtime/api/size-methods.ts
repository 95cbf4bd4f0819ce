import type { Document } from '../../document/document.ts';
import { withPosition } from '../../document/matrix.ts';
import {
  fitsChildren,
  hasAutoLayout,
  isFrameLike,
  type NodeId,
  type NodeRecord,
} from '../../document/node.ts';
import { isInstanceSublayer } from '../../document/node-table.ts';
import { FigmaError } from '../figma-error.ts';
import { numberIn, validate } from '../schema.ts';
import type { Method, MethodTable } from './property.ts';

const MIN_SIDE = 0.01;

/** Sizes. Copies below an instance ignore them without a word, as in Figma. */
export const sizeMethods = {
  resize: resizing(true),
  resizeWithoutConstraints: resizing(false),
  rescale: (node, [scale], { document }) => {
    if (isInstanceSublayer(node.id)) return;
    const factor = validate('scale', numberIn(MIN_SIDE, Number.POSITIVE_INFINITY), scale);
    document.change(() => rescale(document, node.id, factor));
  },
  lockAspectRatio: (node, _args, { document }) => document.update(node.id, { lockedAspectRatio: true }),
  unlockAspectRatio: (node, _args, { document }) => document.update(node.id, { lockedAspectRatio: false }),
} satisfies MethodTable;

function resizing(followsConstraints: boolean): Method {
  return (node, args, { document }) => {
    const isLine = node.type === 'LINE';
    const width = requireSide('width', args[0], MIN_SIDE);
    const height = requireSide('height', args[1], isLine ? 0 : MIN_SIDE);
    if (isLine && height !== 0) throw new FigmaError('Lines must have a height of exactly 0');
    if (isInstanceSublayer(node.id)) return;
    document.change(() => {
      fixSizing(document, node, width, height);
      if (followsConstraints) document.resize(node.id, width, height);
      else document.resizeAlone(node.id, width, height);
    });
  };
}

function requireSide(name: 'width' | 'height', value: unknown, least: number): number {
  if (typeof value !== 'number') {
    throw new FigmaError(`Expected "${name}" to have type number but got ${typeof value} instead`);
  }
  if (!(value >= least)) throw new FigmaError(`Expected "${name}" to have value >= ${least}`);
  return value;
}

/** A size set by hand ends hugging and filling along the axes that it changes. */
function fixSizing(document: Document, node: NodeRecord, width: number, height: number): void {
  const changes = { width: width !== node.width, height: height !== node.height };
  if (node.type === 'TEXT') {
    const textAutoResize =
      node.textAutoResize === 'TRUNCATE' ? 'TRUNCATE' : changes.height ? 'NONE' : 'HEIGHT';
    if (changes.width || changes.height) document.update(node.id, { textAutoResize });
  }
  if (hasAutoLayout(node)) {
    const isRow = node.layoutMode === 'HORIZONTAL';
    if (isRow ? changes.width : changes.height) document.update(node.id, { primaryAxisSizingMode: 'FIXED' });
    if (isRow ? changes.height : changes.width) document.update(node.id, { counterAxisSizingMode: 'FIXED' });
  }
  const parent = node.parentId === null ? undefined : document.find(node.parentId);
  if (!parent || !hasAutoLayout(parent)) return;
  const isRow = parent.layoutMode === 'HORIZONTAL';
  if (isRow ? changes.width : changes.height) document.update(node.id, { layoutGrow: 0 });
  const isStretched = node.layoutAlign === 'STRETCH';
  if (isStretched && (isRow ? changes.height : changes.width))
    document.update(node.id, { layoutAlign: 'INHERIT' });
}

/** The scale tool: the layer and everything in it, strokes, radii, text and shadows included. */
function rescale(document: Document, id: NodeId, factor: number): void {
  const node = document.get(id);
  const origin = node.transform;
  if (fitsChildren(node.type)) {
    for (const childId of node.childIds) {
      const { transform } = document.get(childId);
      const [x, y] = [transform[0][2] - origin[0][2], transform[1][2] - origin[1][2]];
      document.setTransform(
        childId,
        withPosition(transform, origin[0][2] + x * factor, origin[1][2] + y * factor),
      );
      rescale(document, childId, factor);
    }
    return;
  }
  if (node.type === 'INSTANCE') {
    document.resize(id, node.width * factor, node.height * factor);
    return;
  }
  document.resizeAlone(id, node.width * factor, node.height * factor);
  document.update(id, scaledLooks(node, factor));
  if (!isFrameLike(node.type)) return;
  for (const childId of node.childIds) {
    const { transform } = document.get(childId);
    const scaled = withPosition(transform, transform[0][2] * factor, transform[1][2] * factor);
    document.setTransform(childId, scaled);
    rescale(document, childId, factor);
  }
}

function scaledLooks(node: NodeRecord, factor: number) {
  const [tl, tr, br, bl] = node.cornerRadii;
  return {
    strokeWeight: node.strokeWeight * factor,
    cornerRadii: [tl * factor, tr * factor, br * factor, bl * factor] as const,
    fontSize: node.fontSize * factor,
    itemSpacing: node.itemSpacing * factor,
    paddingLeft: node.paddingLeft * factor,
    paddingRight: node.paddingRight * factor,
    paddingTop: node.paddingTop * factor,
    paddingBottom: node.paddingBottom * factor,
    dashPattern: node.dashPattern.map((dash) => dash * factor),
    effects: node.effects.map((effect) => {
      if (effect.type !== 'DROP_SHADOW' && effect.type !== 'INNER_SHADOW') return effect;
      const offset = { x: effect.offset.x * factor, y: effect.offset.y * factor };
      return { ...effect, offset, radius: effect.radius * factor, spread: (effect.spread ?? 0) * factor };
    }),
  };
}
