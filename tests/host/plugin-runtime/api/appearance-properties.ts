import type { NodeRecord } from '../../document/node.ts';
import { blendMode, effectsSchema, paintsSchema } from '../paint-schema.ts';
import { anyNumber, listOf, notNegative, numberIn, objectOf, oneOf, truth, validate } from '../schema.ts';
import { MIXED } from '../wire.ts';
import { type Property, type PropertyTable, stored, storedOutsideInstances } from './property.ts';

const cap = oneOf(
  'NONE',
  'ROUND',
  'SQUARE',
  'ARROW_LINES',
  'ARROW_EQUILATERAL',
  'DIAMOND_FILLED',
  'TRIANGLE_FILLED',
  'CIRCLE_FILLED',
);

/** Looks: opacity, paints, strokes, corners, effects, masks. */
export const appearanceProperties = {
  visible: stored('visible', truth),
  locked: stored('locked', truth),
  expanded: stored('expanded', truth),
  opacity: stored('opacity', numberIn(0, 1)),
  blendMode: stored('blendMode', blendMode),
  isMask: storedOutsideInstances('isMask', truth),
  maskType: stored('maskType', oneOf('ALPHA', 'VECTOR', 'LUMINANCE')),
  effects: stored('effects', effectsSchema),
  fills: {
    get: (node) => (hasMixedFills(node) ? MIXED : node.fills),
    set: (node, value, { document }) => {
      const fills = validate('fills', paintsSchema(document.images), value);
      const textRuns = node.textRuns.map(({ fills: _own, ...run }) => run);
      document.update(node.id, { fills, textRuns });
    },
  },
  backgrounds: {
    get: (node) => node.fills,
    set: (node, value, { document }) =>
      document.update(node.id, { fills: validate('backgrounds', paintsSchema(document.images), value) }),
  },
  strokes: {
    get: (node) => node.strokes,
    set: (node, value, { document }) =>
      document.update(node.id, { strokes: validate('strokes', paintsSchema(document.images), value) }),
  },
  strokeWeight: {
    get: (node) => (node.strokeSides ? MIXED : node.strokeWeight),
    set: (node, value, { document }) =>
      document.update(node.id, {
        strokeWeight: validate('strokeWeight', notNegative, value),
        strokeSides: null,
      }),
  },
  strokeAlign: stored('strokeAlign', oneOf('CENTER', 'INSIDE', 'OUTSIDE')),
  strokeCap: stored('strokeCap', cap),
  strokeJoin: stored('strokeJoin', oneOf('MITER', 'BEVEL', 'ROUND')),
  strokeMiterLimit: stored('strokeMiterLimit', notNegative),
  dashPattern: stored('dashPattern', listOf(notNegative)),
  strokeTopWeight: strokeSide('strokeTopWeight', 0),
  strokeRightWeight: strokeSide('strokeRightWeight', 1),
  strokeBottomWeight: strokeSide('strokeBottomWeight', 2),
  strokeLeftWeight: strokeSide('strokeLeftWeight', 3),
  cornerRadius: {
    get: ({ cornerRadii: [first, ...others] }) =>
      others.every((radius) => radius === first) ? first : MIXED,
    set: (node, value, { document }) => {
      const radius = validate('cornerRadius', notNegative, value);
      document.update(node.id, { cornerRadii: [radius, radius, radius, radius] });
    },
  },
  cornerSmoothing: stored('cornerSmoothing', numberIn(0, 1)),
  topLeftRadius: corner('topLeftRadius', 0),
  topRightRadius: corner('topRightRadius', 1),
  bottomRightRadius: corner('bottomRightRadius', 2),
  bottomLeftRadius: corner('bottomLeftRadius', 3),
  clipsContent: stored('clipsContent', truth),
  arcData: stored(
    'arcData',
    objectOf({ startingAngle: anyNumber, endingAngle: anyNumber, innerRadius: numberIn(0, 1) }),
  ),
  pointCount: stored('pointCount', numberIn(3, 60)),
  innerRadius: stored('innerRadius', numberIn(0, 1)),
  booleanOperation: stored('booleanOperation', oneOf('UNION', 'INTERSECT', 'SUBTRACT', 'EXCLUDE')),
  sectionContentsHidden: stored('sectionContentsHidden', truth),
  // No styles are emulated: a layer never has one, and reading says so.
  fillStyleId: { get: () => '' },
  strokeStyleId: { get: () => '' },
  effectStyleId: { get: () => '' },
  exportSettings: { get: () => [] },
} satisfies PropertyTable;

function hasMixedFills(node: NodeRecord): boolean {
  return node.textRuns.some((run) => run.fills !== undefined);
}

function corner(
  name: 'topLeftRadius' | 'topRightRadius' | 'bottomRightRadius' | 'bottomLeftRadius',
  at: number,
): Property {
  return {
    get: (node) => node.cornerRadii[at],
    set: (node, value, { document }) => {
      const radius = validate(name, notNegative, value);
      const [tl, tr, br, bl] = node.cornerRadii.map((former, index) => (index === at ? radius : former));
      document.update(node.id, { cornerRadii: [tl!, tr!, br!, bl!] });
    },
  };
}

function strokeSide(
  name: 'strokeTopWeight' | 'strokeRightWeight' | 'strokeBottomWeight' | 'strokeLeftWeight',
  at: number,
): Property {
  return {
    get: (node) => node.strokeSides?.[at] ?? node.strokeWeight,
    set: (node, value, { document }) => {
      const weight = validate(name, notNegative, value);
      const all = node.strokeSides ?? [
        node.strokeWeight,
        node.strokeWeight,
        node.strokeWeight,
        node.strokeWeight,
      ];
      const [top, right, bottom, left] = all.map((former, index) => (index === at ? weight : former));
      const isSame = [right, bottom, left].every((side) => side === top);
      document.update(node.id, {
        strokeWeight: Math.max(top!, right!, bottom!, left!),
        strokeSides: isSame ? null : [top!, right!, bottom!, left!],
      });
    },
  };
}
