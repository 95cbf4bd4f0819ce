import { fromBase64, toBase64 } from './base64.ts';
import { defaultProps } from './defaults.ts';
import { Document, type DocumentOptions } from './document.ts';
import { NODE_TYPES, type NodeId, type NodeProps, type NodeRecord, type NodeType } from './node.ts';

/** A layer as it is written down: what differs from a new layer of its type, and its children. */
export type NodeJson = {
  readonly id: NodeId;
  readonly type: NodeType;
  readonly props?: { readonly [name: string]: unknown };
  readonly children?: readonly NodeJson[];
};

export type DocumentJson = {
  readonly format: 'emulated-figma-document';
  readonly version: 1;
  readonly colorProfile: Document['colorProfile'];
  readonly currentPageId: NodeId;
  readonly pages: readonly NodeJson[];
  /** What plugins keep with the document itself. */
  readonly pluginData?: NodeRecord['pluginData'];
  /** The image files, base64. */
  readonly images: readonly string[];
};

/** Writes a document down; undo history and selection are not part of it. */
export function saveDocument(document: Document): DocumentJson {
  const root = document.get(document.rootId);
  return {
    format: 'emulated-figma-document',
    version: 1,
    colorProfile: document.colorProfile,
    currentPageId: document.currentPageId,
    pages: document.pages.map((page) => writeNode(document, page)),
    ...(Object.keys(root.pluginData).length > 0 && { pluginData: root.pluginData }),
    images: document.images.all().map((image) => toBase64(image.bytes)),
  };
}

/** Opens a document that was written down. Throws a sentence on anything that is none. */
export function loadDocument(json: unknown, options: DocumentOptions = {}): Document {
  const source = parseDocument(json);
  const document = new Document(options);
  for (const image of source.images) {
    const added = document.images.add(fromBase64(image));
    if (typeof added === 'string')
      throw new Error(`The document has an image that cannot be opened: ${added}`);
  }
  const nodes: NodeRecord[] = [];
  const childIds = source.pages.map((page) => readNode(page, document.rootId, nodes));
  const { pluginData = {} } = source;
  nodes.push({ ...document.get(document.rootId), pluginData, childIds });
  document.colorProfile = source.colorProfile;
  document.replaceContent(nodes, source.currentPageId);
  return document;
}

function writeNode(document: Document, node: NodeRecord): NodeJson {
  const { id, type, parentId: _parentId, childIds: _childIds, ...props } = node;
  const defaults = new Map<string, unknown>(Object.entries(defaultProps(type)));
  const own = Object.entries(props).filter(
    ([name, value]) => JSON.stringify(defaults.get(name)) !== JSON.stringify(value),
  );
  const children = document.childrenOf(id).map((child) => writeNode(document, child));
  return {
    id,
    type,
    ...(own.length > 0 ? { props: Object.fromEntries(own) } : {}),
    ...(children.length > 0 ? { children } : {}),
  };
}

function readNode(json: unknown, parentId: NodeId, nodes: NodeRecord[]): NodeId {
  if (!isObject(json) || typeof json.id !== 'string')
    throw new Error('The document has a layer without an id');
  const { id, props = {}, children = [] } = json;
  const type = NODE_TYPES.find((name) => name === json.type);
  if (!type) throw new Error(`The layer ${id} has the unknown type "${String(json.type)}"`);
  if (!isObject(props) || !Array.isArray(children)) throw new Error(`The layer ${id} cannot be read`);
  const childIds = children.map((child: unknown) => readNode(child, id, nodes));
  nodes.push({ ...defaultProps(type), ...readProps(id, type, props), id, type, parentId, childIds });
  return id;
}

/** Properties by name, each of the kind that a new layer's has. */
function readProps(id: NodeId, type: NodeType, props: { [name: string]: unknown }): Partial<NodeProps> {
  const defaults = new Map<string, unknown>(Object.entries(defaultProps(type)));
  for (const [name, value] of Object.entries(props)) {
    const known = defaults.get(name);
    const isKnown = defaults.has(name) && (known === null || value === null || typeof known === typeof value);
    if (!isKnown) throw new Error(`The layer ${id} has an unreadable property "${name}"`);
  }
  return props;
}

function parseDocument(json: unknown): DocumentJson {
  if (!isObject(json) || json.format !== 'emulated-figma-document' || json.version !== 1) {
    throw new Error('This is not a document of the emulated Figma, version 1');
  }
  const { colorProfile, currentPageId, pages, images, pluginData } = json;
  const hasProfile = colorProfile === 'SRGB' || colorProfile === 'DISPLAY_P3' || colorProfile === 'LEGACY';
  const isComplete =
    hasProfile && typeof currentPageId === 'string' && Array.isArray(pages) && Array.isArray(images);
  if (!isComplete || pages.length === 0)
    throw new Error('The document lacks pages, images or its color profile');
  return {
    format: 'emulated-figma-document',
    version: 1,
    colorProfile,
    currentPageId,
    pages,
    images: images.map(String),
    ...(isObject(pluginData) && { pluginData: pluginData as NodeRecord['pluginData'] }),
  };
}

function isObject(value: unknown): value is { [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
