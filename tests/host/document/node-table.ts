import { fitsChildren, type NodeId, type NodeProps, type NodeRecord } from './node.ts';

/** Where records are looked up: the document itself or a step of its history. */
export type NodeSource = {
  find(id: NodeId): NodeRecord | undefined;
  get(id: NodeId): NodeRecord;
};

export type NodeSnapshot = ReadonlyMap<NodeId, NodeRecord>;

/** The records of a document by id. Records are replaced and never changed, so a snapshot is a copy of the table. */
export class NodeTable implements NodeSource {
  #nodes = new Map<NodeId, NodeRecord>();
  #touched = new Set<NodeId>();

  find(id: NodeId): NodeRecord | undefined {
    return this.#nodes.get(id);
  }

  /** Throws on an id that is not in the document. */
  get(id: NodeId): NodeRecord {
    const node = this.#nodes.get(id);
    if (!node) throw new Error(`The node with id "${id}" does not exist`);
    return node;
  }

  all(): IterableIterator<NodeRecord> {
    return this.#nodes.values();
  }

  put(node: NodeRecord): void {
    this.#nodes.set(node.id, node);
    this.#touched.add(node.id);
  }

  patch(id: NodeId, patch: Partial<NodeProps> & Partial<Pick<NodeRecord, 'childIds' | 'parentId'>>): void {
    this.put({ ...this.get(id), ...patch });
  }

  delete(id: NodeId): void {
    this.#nodes.delete(id);
    this.#touched.add(id);
  }

  /** Hands over the ids written since the last call. */
  takeTouched(): ReadonlySet<NodeId> {
    const touched = this.#touched;
    this.#touched = new Set();
    return touched;
  }

  snapshot(): NodeSnapshot {
    return new Map(this.#nodes);
  }

  /** Puts a snapshot back; every record that differs counts as written. */
  restore(snapshot: NodeSnapshot): void {
    for (const id of differingIds(this.#nodes, snapshot)) this.#touched.add(id);
    this.#nodes = new Map(snapshot);
  }

  differsFrom(snapshot: NodeSnapshot): boolean {
    for (const _ of differingIds(this.#nodes, snapshot)) return true;
    return false;
  }
}

function* differingIds(first: NodeSnapshot, second: NodeSnapshot): Generator<NodeId> {
  for (const [id, node] of first) if (!isSameRecord(second.get(id), node)) yield id;
  for (const id of second.keys()) if (!first.has(id)) yield id;
}

/** Whether two records say the same: a layer that was added and removed again leaves its parent as it was. */
export function isSameRecord(first: NodeRecord | undefined, second: NodeRecord | undefined): boolean {
  if (first === second) return true;
  return first !== undefined && second !== undefined && JSON.stringify(first) === JSON.stringify(second);
}

/** The layer's ancestors from its parent up to the document. */
export function* ancestorsOf(nodes: NodeSource, id: NodeId): Generator<NodeRecord> {
  let parentId = nodes.get(id).parentId;
  while (parentId !== null) {
    const parent = nodes.get(parentId);
    yield parent;
    parentId = parent.parentId;
  }
}

/** The layers below, each before its own children, in the order of the layer list from the bottom. */
export function* descendantsOf(nodes: NodeSource, id: NodeId): Generator<NodeRecord> {
  for (const childId of nodes.get(id).childIds) {
    const child = nodes.find(childId);
    if (!child) continue;
    yield child;
    yield* descendantsOf(nodes, childId);
  }
}

/** The nearest ancestor whose coordinates the layer's transform is told in: groups are transparent. */
export function coordinateParentOf(nodes: NodeSource, id: NodeId): NodeRecord | undefined {
  for (const ancestor of ancestorsOf(nodes, id)) if (!fitsChildren(ancestor.type)) return ancestor;
  return undefined;
}

export function pageOf(nodes: NodeSource, id: NodeId): NodeRecord | undefined {
  const node = nodes.get(id);
  if (node.type === 'PAGE') return node;
  for (const ancestor of ancestorsOf(nodes, id)) if (ancestor.type === 'PAGE') return ancestor;
  return undefined;
}

export function isInside(nodes: NodeSource, id: NodeId, ancestorId: NodeId): boolean {
  for (const ancestor of ancestorsOf(nodes, id)) if (ancestor.id === ancestorId) return true;
  return false;
}

/** Whether the layer is a copy below an instance: its place and size belong to the main component. */
export function isInstanceSublayer(id: NodeId): boolean {
  return id.startsWith('I');
}
