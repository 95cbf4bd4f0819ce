import type { Transform } from '@figma/plugin-typings/plugin-api-standalone';
import { absoluteBoundingBox, absoluteTransform, renderBounds } from '../../document/geometry.ts';
import { rotationOf, withPosition, withRotation } from '../../document/matrix.ts';
import { hasAutoLayout, type NodeRecord } from '../../document/node.ts';
import type { PluginContext } from '../context.ts';
import { FigmaError } from '../figma-error.ts';
import { transform } from '../paint-schema.ts';
import { anyNumber, notNegative, nullable, numberIn, objectOf, oneOf, truth, validate } from '../schema.ts';
import {
  type Property,
  type PropertyTable,
  refuseInInstance,
  stored,
  storedOutsideInstances,
} from './property.ts';

const constraint = oneOf('MIN', 'CENTER', 'MAX', 'STRETCH', 'SCALE');
const sizing = oneOf('FIXED', 'AUTO');
const nullableLength = nullable(notNegative);

/** Place, size and layout. */
export const layoutProperties = {
  x: {
    get: (node) => node.transform[0][2],
    set: (node, value, context) => {
      const x = validate('x', anyNumber, value);
      place(node, withPosition(node.transform, x, node.transform[1][2]), context);
    },
  },
  y: {
    get: (node) => node.transform[1][2],
    set: (node, value, context) => {
      const y = validate('y', anyNumber, value);
      place(node, withPosition(node.transform, node.transform[0][2], y), context);
    },
  },
  rotation: {
    get: (node) => rotationOf(node.transform),
    set: (node, value, context) => {
      refuseInInstance(node, 'relative-transform');
      const degrees = validate('rotation', anyNumber, value);
      context.document.setTransform(node.id, withRotation(node.transform, degrees));
    },
  },
  relativeTransform: {
    get: (node) => node.transform,
    set: (node, value, context) =>
      place(node, unitAxes(validate('relativeTransform', transform, value)), context),
  },
  width: { get: (node) => node.width },
  height: { get: (node) => node.height },
  absoluteTransform: { get: (node, { document }) => absoluteTransform(document, node.id) },
  absoluteBoundingBox: { get: (node, { document }) => absoluteBoundingBox(document, node.id) },
  absoluteRenderBounds: { get: (node, { document }) => renderBounds(document, node.id, true) },
  constraints: storedOutsideInstances(
    'constraints',
    objectOf({ horizontal: constraint, vertical: constraint }),
  ),
  constrainProportions: {
    get: (node) => node.lockedAspectRatio,
    set: (node, value, { document }) =>
      document.update(node.id, { lockedAspectRatio: validate('constrainProportions', truth, value) }),
  },
  targetAspectRatio: { get: (node) => (node.lockedAspectRatio ? { x: node.width, y: node.height } : null) },

  layoutMode: stored('layoutMode', oneOf('NONE', 'HORIZONTAL', 'VERTICAL')),
  paddingLeft: stored('paddingLeft', notNegative),
  paddingRight: stored('paddingRight', notNegative),
  paddingTop: stored('paddingTop', notNegative),
  paddingBottom: stored('paddingBottom', notNegative),
  itemSpacing: stored('itemSpacing', anyNumber),
  itemReverseZIndex: stored('itemReverseZIndex', truth),
  primaryAxisSizingMode: stored('primaryAxisSizingMode', sizing),
  counterAxisSizingMode: stored('counterAxisSizingMode', sizing),
  primaryAxisAlignItems: stored('primaryAxisAlignItems', oneOf('MIN', 'MAX', 'CENTER', 'SPACE_BETWEEN')),
  counterAxisAlignItems: stored('counterAxisAlignItems', oneOf('MIN', 'MAX', 'CENTER', 'BASELINE')),
  layoutWrap: { get: () => 'NO_WRAP' },
  layoutAlign: storedOutsideInstances('layoutAlign', oneOf('MIN', 'CENTER', 'MAX', 'STRETCH', 'INHERIT')),
  layoutGrow: storedOutsideInstances('layoutGrow', numberIn(0, 1)),
  minWidth: storedOutsideInstances('minWidth', nullableLength),
  maxWidth: storedOutsideInstances('maxWidth', nullableLength),
  minHeight: storedOutsideInstances('minHeight', nullableLength),
  maxHeight: storedOutsideInstances('maxHeight', nullableLength),
  layoutPositioning: {
    get: (node) => node.layoutPositioning,
    set: (node, value, { document }) => {
      refuseInInstance(node, 'stack-positioning');
      const layoutPositioning = validate('layoutPositioning', oneOf('AUTO', 'ABSOLUTE'), value);
      const parent = node.parentId === null ? undefined : document.find(node.parentId);
      if (layoutPositioning === 'ABSOLUTE' && !(parent && hasAutoLayout(parent))) {
        throw new FigmaError(
          'Can only set layoutPositioning = ABSOLUTE if the parent node has layoutMode !== NONE',
        );
      }
      document.update(node.id, { layoutPositioning });
    },
  },
  layoutSizingHorizontal: layoutSizing('layoutSizingHorizontal'),
  layoutSizingVertical: layoutSizing('layoutSizingVertical'),
} satisfies PropertyTable;

/** Moves a layer; one that its auto-layout parent places keeps its place and takes the rotation only. */
function place(node: NodeRecord, target: Transform, { document }: PluginContext): void {
  refuseInInstance(node, 'relative-transform');
  const parent = node.parentId === null ? undefined : document.find(node.parentId);
  const isPlaced = parent !== undefined && hasAutoLayout(parent) && node.layoutPositioning === 'AUTO';
  const kept = withPosition(target, node.transform[0][2], node.transform[1][2]);
  document.setTransform(node.id, isPlaced ? kept : target);
}

/** A transform never scales: each axis gets the length one. */
function unitAxes([[a, c, e], [b, d, f]]: Transform): Transform {
  const [first, second] = [Math.hypot(a, b), Math.hypot(c, d)];
  if (first === 0 || second === 0) throw new FigmaError('Expected "relativeTransform" to be invertible');
  return [
    [a / first, c / second, e],
    [b / first, d / second, f],
  ];
}

/** The sizing menu of Figma's panel: a shorthand for the four properties underneath. */
function layoutSizing(name: 'layoutSizingHorizontal' | 'layoutSizingVertical'): Property {
  const isPrimary = (frame: NodeRecord) =>
    (frame.layoutMode === 'HORIZONTAL') === (name === 'layoutSizingHorizontal');
  const frameAround = (node: NodeRecord, { document }: PluginContext) => {
    const parent = node.parentId === null ? undefined : document.find(node.parentId);
    return parent && hasAutoLayout(parent) ? parent : undefined;
  };
  return {
    get: (node, context) => {
      const parent = frameAround(node, context);
      const fills = parent && (isPrimary(parent) ? node.layoutGrow > 0 : node.layoutAlign === 'STRETCH');
      if (fills) return 'FILL';
      if (hasAutoLayout(node)) {
        const mode = isPrimary(node) ? node.primaryAxisSizingMode : node.counterAxisSizingMode;
        return mode === 'AUTO' ? 'HUG' : 'FIXED';
      }
      const isLoose = node.textAutoResize === 'WIDTH_AND_HEIGHT';
      const hugs = isLoose || (name === 'layoutSizingVertical' && node.textAutoResize === 'HEIGHT');
      return node.type === 'TEXT' && hugs ? 'HUG' : 'FIXED';
    },
    set: (node, value, context) => {
      const mode = validate(name, oneOf('FIXED', 'HUG', 'FILL'), value);
      const parent = frameAround(node, context);
      if (mode === 'FILL' && !parent)
        throw new FigmaError('FILL can only be set on children of auto-layout frames');
      const canHug = hasAutoLayout(node) || node.type === 'TEXT';
      if (mode === 'HUG' && !canHug) {
        throw new FigmaError(
          'HUG can only be set on auto-layout frames and text children of auto-layout frames',
        );
      }
      context.document.change(() => {
        const { id } = node;
        if (parent && isPrimary(parent)) context.document.update(id, { layoutGrow: mode === 'FILL' ? 1 : 0 });
        if (parent && !isPrimary(parent)) {
          context.document.update(id, { layoutAlign: mode === 'FILL' ? 'STRETCH' : 'INHERIT' });
        }
        if (!hasAutoLayout(node)) return;
        const sizingMode = mode === 'HUG' ? 'AUTO' : 'FIXED';
        context.document.update(
          id,
          isPrimary(node) ? { primaryAxisSizingMode: sizingMode } : { counterAxisSizingMode: sizingMode },
        );
      });
    },
  };
}
