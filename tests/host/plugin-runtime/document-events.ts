import type { DocumentChange } from '../document/document.ts';
import type { NodeId, NodeRecord } from '../document/node.ts';
import type { NodeSnapshot } from '../document/node-table.ts';
import { pageIdOf } from './api/tree-properties.ts';
import { type PluginContext, refOf } from './context.ts';

export type EmitEvent = (channel: string, args: readonly unknown[]) => void;

/**
 * Turns changes of the document into the plugin's events: never at once, several changes as one event, a page
 * change before the selection change that comes with it.
 */
export class DocumentEvents {
  #context: PluginContext;
  #emit: EmitEvent;
  #end: () => void;
  #timer: number | undefined;
  #selectionChanged = false;
  #currentPageChanged = false;
  #watchedPages = new Map<NodeId, number>();
  #before: NodeSnapshot;
  #touched = new Map<NodeId, 'LOCAL' | 'REMOTE'>();

  constructor(context: PluginContext, emit: EmitEvent) {
    this.#context = context;
    this.#emit = emit;
    this.#before = context.document.takeState().nodes;
    this.#end = context.document.subscribe((change) => this.#note(change));
  }

  /** Counts the listeners of a page's `nodechange`. */
  watchPage(pageId: NodeId, difference: 1 | -1): void {
    if (this.#watchedPages.size === 0) this.#before = this.#context.document.takeState().nodes;
    const count = (this.#watchedPages.get(pageId) ?? 0) + difference;
    if (count > 0) this.#watchedPages.set(pageId, count);
    else this.#watchedPages.delete(pageId);
  }

  end(): void {
    this.#end();
    if (this.#timer !== undefined) this.#context.ports.clock.clearTimeout(this.#timer);
  }

  #note(change: DocumentChange): void {
    this.#selectionChanged ||= change.selectionChanged || change.currentPageChanged;
    this.#currentPageChanged ||= change.currentPageChanged;
    if (this.#watchedPages.size > 0) for (const id of change.nodes) this.#touched.set(id, change.origin);
    const concerns = this.#selectionChanged || this.#touched.size > 0;
    if (!concerns || this.#timer !== undefined) return;
    this.#timer = this.#context.ports.clock.setTimeout(() => this.#flush(), 0);
  }

  #flush(): void {
    this.#timer = undefined;
    const { document } = this.#context;
    const [pageChanged, selectionChanged] = [this.#currentPageChanged, this.#selectionChanged];
    const touched = this.#touched;
    const before = this.#before;
    this.#selectionChanged = false;
    this.#currentPageChanged = false;
    this.#touched = new Map();
    if (touched.size > 0) this.#before = document.takeState().nodes;
    if (pageChanged) this.#emit('currentpagechange', []);
    if (selectionChanged) this.#emit('selectionchange', []);
    for (const pageId of this.#watchedPages.keys()) {
      const nodeChanges = [...touched].flatMap(([id, origin]) =>
        this.#describe(pageId, before.get(id), id, origin),
      );
      if (nodeChanges.length > 0) this.#emit(`nodechange ${pageId}`, [{ nodeChanges }]);
    }
  }

  #describe(
    pageId: NodeId,
    before: NodeRecord | undefined,
    id: NodeId,
    origin: 'LOCAL' | 'REMOTE',
  ): unknown[] {
    const after = this.#context.document.find(id);
    if (!before && !after) return [];
    if (!after) return [{ type: 'DELETE', id, origin, node: { removed: true, id, type: before?.type } }];
    if (after.type === 'PAGE' || after.type === 'DOCUMENT' || pageIdOf(this.#context, id) !== pageId)
      return [];
    const node = refOf(after);
    if (!before) return [{ type: 'CREATE', id, origin, node }];
    const properties = changedProperties(before, after);
    return properties.length === 0 ? [] : [{ type: 'PROPERTY_CHANGE', id, origin, node, properties }];
  }
}

/** The names that plugins know for what differs between two records of a layer. */
function changedProperties(before: NodeRecord, after: NodeRecord): string[] {
  const names: string[] = [];
  if (before.transform[0][2] !== after.transform[0][2]) names.push('x');
  if (before.transform[1][2] !== after.transform[1][2]) names.push('y');
  if (before.transform[0][0] !== after.transform[0][0]) names.push('rotation');
  if (before.parentId !== after.parentId) names.push('parent');
  const renamed: { readonly [key: string]: string } = {
    cornerRadii: 'cornerRadius',
    relaunchData: 'relaunchData',
  };
  const own = new Set([
    'id',
    'type',
    'parentId',
    'childIds',
    'transform',
    'overrides',
    'textRuns',
    'mainComponentId',
  ]);
  const former = new Map<string, unknown>(Object.entries(before));
  for (const [key, value] of Object.entries(after)) {
    if (!own.has(key) && former.get(key) !== value) names.push(renamed[key] ?? key);
  }
  return names;
}
