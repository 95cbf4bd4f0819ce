import { NODE_TYPES, type NodeRecord } from '../../document/node.ts';
import { nodeOf, type Operation, type PluginContext, requireWritable } from '../context.ts';
import { FigmaError } from '../figma-error.ts';
import type { NodeMembers } from '../sandbox/scope.ts';
import { appearanceProperties } from './appearance-properties.ts';
import { clientStorageOperations } from './client-storage.ts';
import { creationOperations } from './creation.ts';
import { dataMethods } from './data-methods.ts';
import { asyncEditorOperations, editorOperations } from './editor-operations.ts';
import { exportNode } from './export-method.ts';
import { asyncImageOperations, imageOperations } from './images.ts';
import { layoutProperties } from './layout-properties.ts';
import { NODE_MEMBERS } from './members.ts';
import type { Method, Property } from './property.ts';
import { sizeMethods } from './size-methods.ts';
import { textMethods, textProperties } from './text-properties.ts';
import { treeMethods } from './tree-methods.ts';
import { treeProperties } from './tree-properties.ts';

const PROPERTIES: { readonly [name: string]: Property } = {
  ...appearanceProperties,
  ...layoutProperties,
  ...textProperties,
  ...treeProperties,
};
const METHODS: { readonly [name: string]: Method } = {
  ...treeMethods,
  ...sizeMethods,
  ...dataMethods,
  ...textMethods,
};
const ASYNC_METHODS = new Set([
  'exportAsync',
  'loadAsync',
  'setFillsAsync',
  'setStrokesAsync',
  'getMainComponentAsync',
  'getInstancesAsync',
]);
const IN_SANDBOX = new Set(['on', 'once', 'off']);
const READING = /^(?:get|find|createInstance$)/;

/** The names of each type, sorted by what they are. Throws where a listed name has no implementation. */
export function nodeMembers(): { readonly [type: string]: NodeMembers } {
  const entries = NODE_TYPES.map((type) => {
    const names: readonly string[] = NODE_MEMBERS[type];
    const missing = names.find((name) => !isImplemented(name));
    if (missing) throw new Error(`"${missing}" of ${type} has no implementation`);
    const members: NodeMembers = {
      getters: names.filter((name) => name === 'removed' || name in PROPERTIES),
      setters: names.filter((name) => PROPERTIES[name]?.set !== undefined),
      methods: names.filter((name) => name in METHODS || IN_SANDBOX.has(name)),
      asyncMethods: names.filter((name) => ASYNC_METHODS.has(name)),
    };
    return [type, members] as const;
  });
  return Object.fromEntries(entries);
}

/** Runs a synchronous operation: one of a layer, or one of `figma`. */
export function runOperation(
  operations: { readonly [operation: string]: Operation },
  context: PluginContext,
  operation: string,
  args: readonly unknown[],
): unknown {
  if (operation === 'get_removed') return context.document.find(String(args[0])) === undefined;
  const special = operations[operation] ?? SYNC_OPERATIONS[operation];
  if (special) {
    if (operation in creationOperations || operation === 'createImage') requireWritable(context);
    return special(context, args);
  }
  const node = nodeOf(context, args[0]);
  if (operation.startsWith('get_')) return requireProperty(operation.slice(4)).get(node, context);
  if (operation.startsWith('set_')) return writeProperty(operation.slice(4), node, args[1], context);
  const method = METHODS[operation];
  if (!method) throw new FigmaError(`"${operation}" is not emulated`);
  if (!READING.test(operation)) requireWritable(context);
  return method(node, args.slice(1), context);
}

/** Runs an operation that a plugin awaits. */
export async function runAsyncOperation(
  operations: { readonly [operation: string]: Operation },
  context: PluginContext,
  operation: string,
  args: readonly unknown[],
): Promise<unknown> {
  if (operation === 'exportAsync') return exportNode(nodeOf(context, args[0]), args[1], context);
  const special = operations[operation] ?? ASYNC_OPERATIONS[operation];
  if (!special) throw new FigmaError(`"${operation}" is not emulated`);
  return special(context, args);
}

const SYNC_OPERATIONS: { readonly [operation: string]: Operation } = {
  ...editorOperations,
  ...creationOperations,
  ...imageOperations,
};
const ASYNC_OPERATIONS: { readonly [operation: string]: Operation } = {
  ...asyncEditorOperations,
  ...asyncImageOperations,
  ...clientStorageOperations,
};

function isImplemented(name: string): boolean {
  return (
    name === 'removed' ||
    name in PROPERTIES ||
    name in METHODS ||
    ASYNC_METHODS.has(name) ||
    IN_SANDBOX.has(name)
  );
}

function requireProperty(name: string): Property {
  const property = PROPERTIES[name];
  if (!property) throw new FigmaError(`"${name}" is not emulated`);
  return property;
}

function writeProperty(name: string, node: NodeRecord, value: unknown, context: PluginContext): undefined {
  // The selection is the person's and not the file's: it can be set where nothing else can.
  if (name !== 'selection') requireWritable(context);
  requireProperty(name).set?.(node, value, context);
}
