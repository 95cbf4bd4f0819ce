import type { Transform } from '@figma/plugin-typings/plugin-api-standalone';
import { defaultProps } from './defaults.ts';
import { type DocumentState, History, type HistoryTarget } from './history.ts';
import { ImageStore } from './image-store.ts';
import { withPosition } from './matrix.ts';
import { fitsChildren, type NodeId, type NodeProps, type NodeRecord, type NodeType } from './node.ts';
import { descendantsOf, isInstanceSublayer, type NodeSource, NodeTable, pageOf } from './node-table.ts';
import { type GroupType, groupLayers, makeComponent, ungroupLayers } from './regroup.ts';
import { resizeNode, scaledPaths } from './resize.ts';
import { normalizeSelection, sameIds } from './selection.ts';
import { settle } from './settle.ts';
import { approximateTextSize, type MeasureText } from './text-size.ts';
import { copySubtree, detachCopy, insertChild, placeNode, removeSubtree } from './tree.ts';

export type ChangeOrigin = 'LOCAL' | 'REMOTE';

export type DocumentChange = {
  /** Layers that were added, changed or removed. */
  readonly nodes: ReadonlySet<NodeId>;
  readonly selectionChanged: boolean;
  readonly currentPageChanged: boolean;
  readonly origin: ChangeOrigin;
};

/** What `update` may set; place, size and tree have operations of their own. */
export type NodePatch = Partial<Omit<NodeProps, 'transform' | 'width' | 'height'>>;

export type DocumentOptions = { readonly measureText?: MeasureText };

/**
 * A Figma file: its pages and layers, its images, the selection, and the history. Every operation leaves groups
 * fitted, auto-layout laid out and instances in step with their components, then tells the listeners once.
 */
export class Document implements NodeSource, HistoryTarget {
  readonly rootId: NodeId = '0:0';
  readonly images = new ImageStore();
  readonly history: History;
  colorProfile: 'LEGACY' | 'SRGB' | 'DISPLAY_P3' = 'SRGB';
  measureText: MeasureText;

  #table = new NodeTable();
  #selection = new Map<NodeId, readonly NodeId[]>();
  #currentPageId: NodeId;
  #nextNumber = 1;
  #listeners = new Set<(change: DocumentChange) => void>();
  #depth = 0;
  #selectionChanged = false;
  #currentPageChanged = false;
  #origin: ChangeOrigin = 'LOCAL';

  constructor(options: DocumentOptions = {}) {
    this.measureText = options.measureText ?? approximateTextSize;
    this.#table.put({
      ...defaultProps('DOCUMENT'),
      id: this.rootId,
      type: 'DOCUMENT',
      parentId: null,
      childIds: [],
    });
    this.#currentPageId = '0:1';
    this.#table.put({
      ...defaultProps('PAGE'),
      name: 'Page 1',
      id: this.#currentPageId,
      type: 'PAGE',
      parentId: this.rootId,
      childIds: [],
    });
    this.#table.patch(this.rootId, { childIds: [this.#currentPageId] });
    this.#table.takeTouched();
    this.history = new History(this);
  }

  find(id: NodeId): NodeRecord | undefined {
    return this.#table.find(id);
  }

  get(id: NodeId): NodeRecord {
    return this.#table.get(id);
  }

  childrenOf(id: NodeId): NodeRecord[] {
    return this.get(id).childIds.map((childId) => this.get(childId));
  }

  /** Every layer below, each before its own children, from the bottom of the layer list. */
  descendantsOf(id: NodeId): NodeRecord[] {
    return [...descendantsOf(this.#table, id)];
  }

  get pages(): NodeRecord[] {
    return this.childrenOf(this.rootId);
  }

  get currentPageId(): NodeId {
    return this.#currentPageId;
  }

  setCurrentPage(id: NodeId): void {
    if (this.get(id).type !== 'PAGE') throw new Error(`The node with id "${id}" is not a page`);
    if (id === this.#currentPageId) return;
    this.change(() => {
      this.#currentPageId = id;
      this.#currentPageChanged = true;
    });
  }

  selection(pageId: NodeId = this.#currentPageId): readonly NodeId[] {
    return this.#selection.get(pageId) ?? [];
  }

  /** Selects layers of one page: no doubles, and no layer together with its ancestor. */
  setSelection(ids: readonly NodeId[], pageId: NodeId = this.#currentPageId): void {
    this.change(() => this.#writeSelection(pageId, normalizeSelection(this.#table, ids)));
  }

  /** A new layer of Figma's default looks, on top of its siblings or at `index`. */
  create(type: NodeType, parentId: NodeId, props: Partial<NodeProps> = {}, index?: number): NodeId {
    return this.change(() => {
      const id = this.#newId();
      const node = { ...defaultProps(type), ...props, id, type, parentId: null, childIds: [] };
      this.#table.put(node);
      insertChild(this.#table, parentId, id, index ?? this.get(parentId).childIds.length);
      return id;
    });
  }

  /** Sets properties other than place, size and position in the tree. */
  update(id: NodeId, patch: NodePatch): void {
    this.change(() => this.#table.patch(id, { ...patch, ...this.#overridesWith(id, Object.keys(patch)) }));
  }

  /** Moves and turns a layer within its container; a group takes its children along. */
  setTransform(id: NodeId, transform: Transform): void {
    this.change(() => placeNode(this.#table, id, transform));
  }

  setPosition(id: NodeId, x: number, y: number): void {
    this.setTransform(id, withPosition(this.get(id).transform, x, y));
  }

  /** Sets the size; children follow their constraints, those of a group are scaled. */
  resize(id: NodeId, width: number, height: number): void {
    this.change(() => {
      resizeNode(this.#table, id, width, height);
      this.#table.patch(id, this.#overridesWith(id, ['width', 'height']));
    });
  }

  /** Sets the size and leaves the children where they are. */
  resizeAlone(id: NodeId, width: number, height: number): void {
    const node = this.get(id);
    if (fitsChildren(node.type)) {
      this.resize(id, width, height);
      return;
    }
    this.change(() => this.#table.patch(id, { width, height, ...scaledPaths(node, width, height) }));
  }

  /** Puts a layer under `parentId` at `index` (on top without one). Its relative transform stays as it is. */
  move(id: NodeId, parentId: NodeId, index?: number): void {
    this.change(() => insertChild(this.#table, parentId, id, index ?? this.get(parentId).childIds.length));
  }

  /** Removes a layer with everything below it, and a group that is left empty by that. */
  remove(id: NodeId): void {
    this.change(() => removeSubtree(this.#table, id));
  }

  /** A copy with new ids, on top of the same parent's children or under `parentId`. */
  clone(id: NodeId, parentId: NodeId = this.get(id).parentId ?? this.#currentPageId): NodeId {
    return this.change(() => {
      const copyId = copySubtree(this.#table, id, () => this.#newId());
      insertChild(this.#table, parentId, copyId, this.get(parentId).childIds.length);
      return copyId;
    });
  }

  /** Puts layers of one container into a new group at `index` of `parentId`; they keep their places. */
  group(ids: readonly NodeId[], parentId: NodeId, index?: number, type: GroupType = 'GROUP'): NodeId {
    return this.change(() => groupLayers(this, ids, parentId, index, type));
  }

  /** An instance of a component, under `parentId`. */
  createInstance(componentId: NodeId, parentId: NodeId, props: Partial<NodeProps> = {}): NodeId {
    const component = this.get(componentId);
    if (component.type !== 'COMPONENT')
      throw new Error(`The node with id "${componentId}" is not a component`);
    const { id: _id, type: _type, parentId: _parent, childIds: _children, ...own } = component;
    const fresh = { pluginData: {}, relaunchData: {}, overrides: [], mainComponentId: componentId };
    return this.create('INSTANCE', parentId, { ...own, ...fresh, ...props });
  }

  /** Takes a layer's children out into its parent, in its place, and removes it. Answers them. */
  ungroup(id: NodeId): NodeId[] {
    return this.change(() => ungroupLayers(this, id));
  }

  /** Makes a component of a layer, keeping its looks: a frame turns into it, anything else is put inside. */
  convertToComponent(id: NodeId): NodeId {
    return this.change(() => makeComponent(this, id));
  }

  /** A frame with new layers in place of an instance. */
  detachInstance(id: NodeId): NodeId {
    return this.change(() => {
      const { parentId } = this.get(id);
      const index = parentId === null ? 0 : this.get(parentId).childIds.indexOf(id);
      const frameId = detachCopy(this.#table, id, () => this.#newId());
      removeSubtree(this.#table, id);
      insertChild(this.#table, parentId ?? this.#currentPageId, frameId, index);
      return frameId;
    });
  }

  /** Several operations as one change: listeners are told once, at the end. */
  change<T>(operation: () => T): T {
    this.#depth += 1;
    try {
      return operation();
    } finally {
      this.#depth -= 1;
      if (this.#depth === 0) this.#finishChange();
    }
  }

  /** An action of the person at the editor: exactly one step of the history, after closing what a plugin left open. */
  act<T>(operation: () => T): T {
    this.history.commit();
    try {
      return this.change(operation);
    } finally {
      this.history.commit();
    }
  }

  /** A change that arrives from another person in the same file. */
  receive<T>(operation: () => T): T {
    this.#origin = 'REMOTE';
    try {
      return this.change(operation);
    } finally {
      this.#origin = 'LOCAL';
    }
  }

  /** Calls back after every change; answers the function that ends it. */
  subscribe(listener: (change: DocumentChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  takeState(): DocumentState {
    const selection = new Map(this.#selection);
    return { nodes: this.#table.snapshot(), selection, currentPageId: this.#currentPageId };
  }

  restoreState(state: DocumentState): void {
    this.change(() => {
      this.#table.restore(state.nodes);
      for (const [pageId, ids] of state.selection) this.#writeSelection(pageId, ids);
      if (!this.find(this.#currentPageId)) this.setCurrentPage(state.currentPageId);
    });
  }

  /** Whether layers differ; a changed selection alone is no step of the history. */
  differsFrom(state: DocumentState): boolean {
    return this.#table.differsFrom(state.nodes);
  }

  /** Replaces all content, as opening a file does. Ids that were handed out before are not given again. */
  replaceContent(nodes: readonly NodeRecord[], currentPageId: NodeId): void {
    this.change(() => {
      this.#table.restore(new Map(nodes.map((node) => [node.id, node])));
      this.#selection = new Map();
      this.#currentPageId = currentPageId;
      this.#selectionChanged = true;
      this.#currentPageChanged = true;
      for (const node of nodes) this.#nextNumber = Math.max(this.#nextNumber, numberOf(node.id) + 1);
    });
    this.history.reset();
  }

  /** In instances, a property that was set by hand no longer follows the component. */
  #overridesWith(id: NodeId, names: readonly string[]): Partial<NodeProps> {
    const node = this.get(id);
    if (node.type !== 'INSTANCE' && !isInstanceSublayer(id)) return {};
    return { overrides: [...new Set([...node.overrides, ...names])] };
  }

  #newId(): NodeId {
    const id = `1:${this.#nextNumber}`;
    this.#nextNumber += 1;
    return id;
  }

  #writeSelection(pageId: NodeId, ids: readonly NodeId[]): void {
    if (sameIds(ids, this.selection(pageId))) return;
    this.#selection.set(pageId, ids);
    this.#selectionChanged = true;
  }

  #finishChange(): void {
    const nodes = settle(this.#table, this.measureText);
    for (const [pageId, ids] of this.#selection) {
      const kept = ids.filter((id) => this.find(id) && pageOf(this.#table, id)?.id === pageId);
      this.#writeSelection(pageId, normalizeSelection(this.#table, kept));
    }
    const change = {
      nodes,
      selectionChanged: this.#selectionChanged,
      currentPageChanged: this.#currentPageChanged,
      origin: this.#origin,
    };
    this.#selectionChanged = false;
    this.#currentPageChanged = false;
    if (nodes.size === 0 && !change.selectionChanged && !change.currentPageChanged) return;
    for (const listener of [...this.#listeners]) listener(change);
  }
}

function numberOf(id: NodeId): number {
  const numbers = id.match(/\d+/g) ?? [];
  return Math.max(0, ...numbers.map(Number));
}
