import type {
  ArcData,
  BlendMode,
  BooleanOperationNode,
  Constraints,
  Effect,
  FontName,
  LetterSpacing,
  LineHeight,
  MaskType,
  Paint,
  StrokeCap,
  StrokeJoin,
  TextCase,
  TextDecoration,
  TextNode,
  Transform,
  VectorPath,
} from '@figma/plugin-typings/plugin-api-standalone';

/** `1:2`, or `I1:2;3:4` for the copy of `3:4` inside the instance `1:2`. */
export type NodeId = string;

export const NODE_TYPES = [
  'DOCUMENT',
  'PAGE',
  'FRAME',
  'GROUP',
  'SECTION',
  'COMPONENT',
  'INSTANCE',
  'BOOLEAN_OPERATION',
  'RECTANGLE',
  'ELLIPSE',
  'POLYGON',
  'STAR',
  'LINE',
  'VECTOR',
  'TEXT',
  'SLICE',
] as const;

export type NodeType = (typeof NODE_TYPES)[number];

/** A stretch of characters that differs from the layer's own fills or font. */
export type TextRun = {
  readonly start: number;
  readonly end: number;
  readonly fills?: readonly Paint[];
  readonly fontSize?: number;
  readonly fontName?: FontName;
};

/** Corner radii in the order top left, top right, bottom right, bottom left. */
export type CornerRadii = readonly [number, number, number, number];

/** Stroke weights in the order top, right, bottom, left. */
export type SideWeights = readonly [number, number, number, number];

/**
 * Everything a layer can have, whatever its type: a property that a type does not have keeps its neutral value.
 * Records are never changed in place, so that a step of the history is a table of them.
 */
export type NodeProps = {
  readonly name: string;
  readonly visible: boolean;
  readonly locked: boolean;
  readonly expanded: boolean;
  readonly opacity: number;
  readonly blendMode: BlendMode;
  readonly isMask: boolean;
  readonly maskType: MaskType;
  readonly effects: readonly Effect[];

  /** Relative to the nearest ancestor that is no group and no boolean operation; always with unit axes. */
  readonly transform: Transform;
  readonly width: number;
  readonly height: number;
  readonly constraints: Constraints;
  readonly lockedAspectRatio: boolean;

  /** A page keeps its background here. */
  readonly fills: readonly Paint[];
  readonly strokes: readonly Paint[];
  readonly strokeWeight: number;
  /** Set where the four sides differ. */
  readonly strokeSides: SideWeights | null;
  readonly strokeAlign: 'CENTER' | 'INSIDE' | 'OUTSIDE';
  readonly strokeCap: StrokeCap;
  readonly strokeJoin: StrokeJoin;
  readonly strokeMiterLimit: number;
  readonly dashPattern: readonly number[];
  readonly cornerRadii: CornerRadii;
  readonly cornerSmoothing: number;
  readonly clipsContent: boolean;

  readonly layoutMode: 'NONE' | 'HORIZONTAL' | 'VERTICAL';
  readonly paddingLeft: number;
  readonly paddingRight: number;
  readonly paddingTop: number;
  readonly paddingBottom: number;
  readonly itemSpacing: number;
  /** AUTO means that the frame hugs its children along that axis. */
  readonly primaryAxisSizingMode: 'FIXED' | 'AUTO';
  readonly counterAxisSizingMode: 'FIXED' | 'AUTO';
  readonly primaryAxisAlignItems: 'MIN' | 'MAX' | 'CENTER' | 'SPACE_BETWEEN';
  readonly counterAxisAlignItems: 'MIN' | 'MAX' | 'CENTER' | 'BASELINE';
  readonly itemReverseZIndex: boolean;
  readonly layoutAlign: 'MIN' | 'CENTER' | 'MAX' | 'STRETCH' | 'INHERIT';
  readonly layoutGrow: number;
  readonly layoutPositioning: 'AUTO' | 'ABSOLUTE';
  readonly minWidth: number | null;
  readonly maxWidth: number | null;
  readonly minHeight: number | null;
  readonly maxHeight: number | null;

  readonly characters: string;
  readonly fontName: FontName;
  readonly fontSize: number;
  readonly lineHeight: LineHeight;
  readonly letterSpacing: LetterSpacing;
  readonly textCase: TextCase;
  readonly textDecoration: TextDecoration;
  readonly textAlignHorizontal: TextNode['textAlignHorizontal'];
  readonly textAlignVertical: TextNode['textAlignVertical'];
  readonly textAutoResize: TextNode['textAutoResize'];
  readonly textRuns: readonly TextRun[];

  readonly arcData: ArcData;
  readonly vectorPaths: readonly VectorPath[];
  readonly pointCount: number;
  readonly innerRadius: number;
  readonly booleanOperation: BooleanOperationNode['booleanOperation'];
  readonly sectionContentsHidden: boolean;

  readonly mainComponentId: NodeId | null;
  /** In an instance and below: the properties that no longer follow the main component. */
  readonly overrides: readonly string[];

  /** `pluginId` or `shared/namespace`, then key. */
  readonly pluginData: { readonly [scope: string]: { readonly [key: string]: string } };
  readonly relaunchData: { readonly [pluginId: string]: { readonly [command: string]: string } };
};

export type NodeRecord = NodeProps & {
  readonly id: NodeId;
  readonly type: NodeType;
  readonly parentId: NodeId | null;
  /** From the bottom to the top of the layer list. */
  readonly childIds: readonly NodeId[];
};

const CONTAINERS: ReadonlySet<NodeType> = new Set([
  'DOCUMENT',
  'PAGE',
  'FRAME',
  'GROUP',
  'SECTION',
  'COMPONENT',
  'INSTANCE',
  'BOOLEAN_OPERATION',
]);
const FRAME_LIKE: ReadonlySet<NodeType> = new Set(['FRAME', 'COMPONENT', 'INSTANCE']);

/** Whether layers of this type can have children. */
export function isContainer(type: NodeType): boolean {
  return CONTAINERS.has(type);
}

/** Frames, components and instances: they clip, round corners and lay out their children. */
export function isFrameLike(type: NodeType): boolean {
  return FRAME_LIKE.has(type);
}

/** Groups and boolean operations: they fit their children and have no coordinates of their own for them. */
export function fitsChildren(type: NodeType): boolean {
  return type === 'GROUP' || type === 'BOOLEAN_OPERATION';
}

export function isSceneType(type: NodeType): boolean {
  return type !== 'DOCUMENT' && type !== 'PAGE';
}

/** Whether the layer places its children itself. */
export function hasAutoLayout(node: NodeRecord): boolean {
  return isFrameLike(node.type) && node.layoutMode !== 'NONE';
}
