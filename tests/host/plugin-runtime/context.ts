import type { Document } from '../document/document.ts';
import type { NodeId, NodeRecord } from '../document/node.ts';
import { isInstanceSublayer } from '../document/node-table.ts';
import type { Faults } from './faults.ts';
import { FigmaError } from './figma-error.ts';
import type { Manifest } from './manifest.ts';
import type { HostPorts } from './ports.ts';
import { NodeRef } from './wire.ts';

/** What every operation of the API works on. */
export type PluginContext = {
  readonly document: Document;
  readonly manifest: Manifest;
  readonly ports: HostPorts;
  readonly faults: Faults;
  /** Dev Mode and view-only files: nothing can be written. */
  readonly isReadOnly: boolean;
  readonly loadedPages: Set<NodeId>;
  readonly loadedFonts: Set<string>;
  /** Images made in this run that no export has shown yet. */
  readonly undecodedImages: Set<string>;
  /** Numbers from 0 to 1, the same in every run: for what Figma leaves unordered. */
  random(): number;
  /** False once the plugin has been closed. */
  isOpen(): boolean;
};

/** An operation of the API: arguments as the plugin gave them. */
export type Operation = (context: PluginContext, args: readonly unknown[]) => unknown;

/** The layer behind a wrapper or an id. Throws in Figma's words where it has been removed. */
export function nodeOf(context: PluginContext, value: unknown): NodeRecord {
  const id = value instanceof NodeRef ? value.id : value;
  if (typeof id !== 'string') throw new FigmaError('Expected node, received something else');
  const node = context.document.find(id);
  if (node) return node;
  const kind = isInstanceSublayer(id) ? 'The node (instance sublayer or table cell)' : 'The node';
  throw new FigmaError(`${kind} with id "${id}" does not exist`);
}

export function refOf(node: NodeRecord): NodeRef {
  return new NodeRef(node.id, node.type);
}

export function refTo(context: PluginContext, id: NodeId): NodeRef {
  return refOf(context.document.get(id));
}

/** Throws in Figma's words where nothing may be written. */
export function requireWritable(context: PluginContext): void {
  if (context.isReadOnly) throw new FigmaError('Cannot write to internal and read-only nodes');
}

/** Throws in Figma's words for a page that has not been loaded. `access` is `property \`children\`` and the like. */
export function requireLoaded(context: PluginContext, node: NodeRecord, access: string): void {
  if (node.type === 'DOCUMENT' && access.startsWith('method')) {
    const isComplete = context.document.pages.every((page) => context.loadedPages.has(page.id));
    if (!isComplete) throw new FigmaError(unloaded(access, 'a document whose pages have'));
  }
  if (node.type === 'PAGE' && !context.loadedPages.has(node.id))
    throw new FigmaError(unloaded(access, 'a page that has'));
}

function unloaded(access: string, what: string): string {
  // The quotes do not match in Figma's own text either.
  const remedy = "Remember to call `await page.loadAsync()` or `await figma.loadAllPagesAsync()' first.";
  return `Cannot access ${access} on ${what} not been explicitly loaded. ${remedy}`;
}
