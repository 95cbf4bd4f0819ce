import type { NodeRecord } from '../../document/node.ts';
import type { PluginContext } from '../context.ts';
import { FigmaError } from '../figma-error.ts';
import { text, validate } from '../schema.ts';
import type { MethodTable } from './property.ts';

const MAX_ENTRY_BYTES = 100_000;
const MAX_RELAUNCH_CHARACTERS = 1000;
const NAMESPACE = /^[A-Za-z0-9_.]{3,}$/;

/** What a plugin keeps with a layer. */
export const dataMethods = {
  getPluginData: (node, [key], context) => readEntry(node, privateScope(context), validate('key', text, key)),
  setPluginData: (node, [key, value], context) => {
    if (context.manifest.id === null) {
      throw new FigmaError(
        'Cannot set private plugin data in a plugin without an ID. Make sure your plugin manifest has a valid "id" field.',
      );
    }
    writeEntry(
      node,
      privateScope(context),
      validate('key', text, key),
      validate('value', text, value),
      context,
    );
  },
  getPluginDataKeys: (node, _args, context) => Object.keys(node.pluginData[privateScope(context)] ?? {}),
  getSharedPluginData: (node, [namespace, key]) =>
    readEntry(node, sharedScope(namespace), validate('key', text, key)),
  setSharedPluginData: (node, [namespace, key, value], context) =>
    writeEntry(
      node,
      sharedScope(namespace),
      validate('key', text, key),
      validate('value', text, value),
      context,
    ),
  getSharedPluginDataKeys: (node, [namespace]) => Object.keys(node.pluginData[sharedScope(namespace)] ?? {}),
  getRelaunchData: (node, _args, { manifest }) => node.relaunchData[manifest.id ?? ''] ?? {},
  setRelaunchData: (node, [data], { manifest, document }) => {
    const entries = Object.entries(typeof data === 'object' && data !== null ? data : {}).map(
      ([command, description]) => [command, validate('description', text, description)] as const,
    );
    if (entries.some(([, description]) => description.length > MAX_RELAUNCH_CHARACTERS)) {
      throw new FigmaError(
        `Relaunch data description must be at most ${MAX_RELAUNCH_CHARACTERS} characters long`,
      );
    }
    const relaunchData = { ...node.relaunchData, [manifest.id ?? '']: Object.fromEntries(entries) };
    document.update(node.id, { relaunchData });
  },
} satisfies MethodTable;

function privateScope({ manifest }: PluginContext): string {
  return manifest.id ?? '';
}

function sharedScope(namespace: unknown): string {
  const name = validate('namespace', text, namespace);
  if (!NAMESPACE.test(name)) {
    throw new FigmaError('The namespace must be at least 3 characters long and only contain [A-Za-z0-9_.]');
  }
  return `shared/${name}`;
}

function readEntry(node: NodeRecord, scope: string, key: string): string {
  return node.pluginData[scope]?.[key] ?? '';
}

function writeEntry(
  node: NodeRecord,
  scope: string,
  key: string,
  value: string,
  { document }: PluginContext,
): void {
  // Figma counts what is sent to its server: UTF-8.
  if (new TextEncoder().encode(scope + key + value).length > MAX_ENTRY_BYTES) {
    throw new FigmaError('This pluginData entry exceeds 100 kB per entry limit.');
  }
  const { [scope]: own = {}, ...otherScopes } = node.pluginData;
  const { [key]: _former, ...others } = own;
  const entries = value === '' ? others : { ...others, [key]: value };
  // A note that came and went leaves the layer as it was.
  const isEmpty = Object.keys(entries).length === 0;
  document.update(node.id, { pluginData: isEmpty ? otherScopes : { ...otherScopes, [scope]: entries } });
}
