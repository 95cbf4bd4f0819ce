import type { BaseNode } from '@figma/plugin-typings/plugin-api-standalone';
import type { NodeProps, NodeRecord } from '../../document/node.ts';
import { isInstanceSublayer } from '../../document/node-table.ts';
import type { PluginContext } from '../context.ts';
import { FigmaError } from '../figma-error.ts';
import { type Schema, validate } from '../schema.ts';

type MemberOf<T> = T extends unknown ? keyof T : never;

/** Every name that some layer of Figma's has: tables keyed by it cannot invent API. */
export type NodeMember = Exclude<Extract<MemberOf<BaseNode>, string>, 'toString'>;

export type Property = {
  get(node: NodeRecord, context: PluginContext): unknown;
  set?(node: NodeRecord, value: unknown, context: PluginContext): void;
};

export type PropertyTable = { readonly [name in NodeMember]?: Property };

export type Method = (node: NodeRecord, args: readonly unknown[], context: PluginContext) => unknown;

export type MethodTable = { readonly [name in NodeMember]?: Method };

type PlainKey = Exclude<keyof NodeProps, 'transform' | 'width' | 'height'>;

/** A property that is kept in the record under its own name. */
export function stored<K extends PlainKey & NodeMember>(name: K, schema: Schema<NodeProps[K]>): Property {
  return {
    get: (node) => node[name],
    set: (node, value, { document }) => document.update(node.id, { [name]: validate(name, schema, value) }),
  };
}

/** The same for one that an instance's copies cannot have of their own. */
export function storedOutsideInstances<K extends PlainKey & NodeMember>(
  name: K,
  schema: Schema<NodeProps[K]>,
): Property {
  const plain = stored(name, schema);
  return {
    get: plain.get,
    set: (node, value, context) => {
      refuseInInstance(node, name);
      plain.set?.(node, value, context);
    },
  };
}

/** Throws in Figma's words for a copy below an instance. */
export function refuseInInstance(node: NodeRecord, property: string): void {
  if (!isInstanceSublayer(node.id)) return;
  throw new FigmaError(`This property cannot be overridden in an instance: ${property}`);
}
