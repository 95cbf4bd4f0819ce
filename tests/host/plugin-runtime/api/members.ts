import type { BaseNode } from '@figma/plugin-typings/plugin-api-standalone';
import type { NodeType } from '../../document/node.ts';
import type { NodeMember } from './property.ts';

type NodeOf<T extends NodeType> = Extract<BaseNode, { type: T }>;

const BASE = [
  'name',
  'parent',
  'removed',
  'isAsset',
  'remove',
  'getPluginData',
  'setPluginData',
  'getPluginDataKeys',
  'getSharedPluginData',
  'setSharedPluginData',
  'getSharedPluginDataKeys',
  'setRelaunchData',
  'getRelaunchData',
] as const;
const CHILDREN = [
  'children',
  'appendChild',
  'insertChild',
  'findChildren',
  'findChild',
  'findAll',
  'findOne',
  'findAllWithCriteria',
] as const;
const SCENE = [
  ...BASE,
  'visible',
  'locked',
  'clone',
  'getTopLevelFrame',
  'exportAsync',
  'exportSettings',
] as const;
const POSITION = [
  'x',
  'y',
  'width',
  'height',
  'minWidth',
  'maxWidth',
  'minHeight',
  'maxHeight',
  'relativeTransform',
  'absoluteTransform',
  'absoluteBoundingBox',
] as const;
const LAYOUT = [
  ...POSITION,
  'absoluteRenderBounds',
  'constrainProportions',
  'rotation',
  'layoutSizingHorizontal',
  'layoutSizingVertical',
  'layoutAlign',
  'layoutGrow',
  'layoutPositioning',
  'resize',
  'resizeWithoutConstraints',
  'rescale',
] as const;
const ASPECT = ['targetAspectRatio', 'lockAspectRatio', 'unlockAspectRatio'] as const;
const BLEND = ['opacity', 'blendMode', 'isMask', 'maskType', 'effects', 'effectStyleId'] as const;
const FILLS = ['fills', 'fillStyleId', 'setFillsAsync'] as const;
const STROKES = [
  'strokes',
  'strokeStyleId',
  'strokeWeight',
  'strokeJoin',
  'strokeAlign',
  'dashPattern',
  'setStrokesAsync',
] as const;
const GEOMETRY = [...FILLS, ...STROKES, 'strokeCap', 'strokeMiterLimit'] as const;
const CORNER = ['cornerRadius', 'cornerSmoothing'] as const;
const CORNERS = ['topLeftRadius', 'topRightRadius', 'bottomLeftRadius', 'bottomRightRadius'] as const;
const SIDES = ['strokeTopWeight', 'strokeRightWeight', 'strokeBottomWeight', 'strokeLeftWeight'] as const;
const SHAPE = [...SCENE, ...LAYOUT, ...BLEND, ...GEOMETRY, 'constraints'] as const;
const FRAME = [
  ...SHAPE,
  ...CHILDREN,
  ...CORNER,
  ...CORNERS,
  ...SIDES,
  ...ASPECT,
  'expanded',
  'backgrounds',
  'clipsContent',
  'layoutMode',
  'layoutWrap',
  'paddingLeft',
  'paddingRight',
  'paddingTop',
  'paddingBottom',
  'itemSpacing',
  'itemReverseZIndex',
  'primaryAxisSizingMode',
  'counterAxisSizingMode',
  'primaryAxisAlignItems',
  'counterAxisAlignItems',
] as const;
const TEXT = [
  'characters',
  'fontName',
  'fontSize',
  'hasMissingFont',
  'lineHeight',
  'letterSpacing',
  'textCase',
  'textDecoration',
  'textAlignHorizontal',
  'textAlignVertical',
  'textAutoResize',
  'getRangeFills',
  'setRangeFills',
  'setRangeFontSize',
  'setRangeFontName',
  'getRangeAllFontNames',
] as const;

/** What a layer of each type has: the compiler checks every name against Figma's own type of that layer. */
export const NODE_MEMBERS = {
  DOCUMENT: [...BASE, ...CHILDREN, 'documentColorProfile'],
  PAGE: [
    ...BASE,
    ...CHILDREN,
    'selection',
    'backgrounds',
    'loadAsync',
    'exportAsync',
    'clone',
    'on',
    'once',
    'off',
  ],
  FRAME,
  COMPONENT: [...FRAME, 'createInstance', 'getInstancesAsync'],
  INSTANCE: [...FRAME, 'mainComponent', 'getMainComponentAsync', 'detachInstance', 'overrides'],
  GROUP: [...SCENE, ...LAYOUT, ...BLEND, ...CHILDREN, ...ASPECT, 'expanded'],
  SECTION: [
    ...SCENE,
    ...POSITION,
    ...CHILDREN,
    ...FILLS,
    ...STROKES,
    ...CORNER,
    ...CORNERS,
    ...ASPECT,
    'sectionContentsHidden',
    'resize',
    'resizeWithoutConstraints',
  ],
  BOOLEAN_OPERATION: [
    ...SCENE,
    ...LAYOUT,
    ...BLEND,
    ...GEOMETRY,
    ...CHILDREN,
    ...CORNER,
    ...ASPECT,
    'expanded',
    'booleanOperation',
  ],
  RECTANGLE: [...SHAPE, ...CORNER, ...CORNERS, ...SIDES, ...ASPECT],
  ELLIPSE: [...SHAPE, ...CORNER, ...ASPECT, 'arcData'],
  POLYGON: [...SHAPE, ...CORNER, ...ASPECT, 'pointCount'],
  STAR: [...SHAPE, ...CORNER, ...ASPECT, 'pointCount', 'innerRadius'],
  LINE: SHAPE,
  VECTOR: [...SHAPE, ...CORNER, ...ASPECT, 'vectorPaths', 'fillGeometry'],
  TEXT: [...SHAPE, ...ASPECT, ...TEXT],
  SLICE: [...SCENE, ...LAYOUT],
} satisfies { readonly [T in NodeType]: readonly (keyof NodeOf<T> & NodeMember)[] };
