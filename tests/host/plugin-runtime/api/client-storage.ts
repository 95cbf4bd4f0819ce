import { fromBase64, toBase64 } from '../../document/base64.ts';
import type { Operation, PluginContext } from '../context.ts';
import { FigmaError } from '../figma-error.ts';
import { text, validate } from '../schema.ts';
import { byteLengthOf, decodeFromSandbox, encodeForSandbox } from '../wire.ts';

type Entry = { readonly json: string; readonly buffers: readonly string[]; readonly bytes: number };
type Entries = { readonly [key: string]: Entry };

/** `figma.clientStorage`: JSON values and bytes by key, for each plugin, up to a quota. */
export const clientStorageOperations: { readonly [operation: string]: Operation } = {
  'clientStorage.getAsync': (context, [key]) => {
    const entry = readEntries(context)[validate('key', text, key)];
    return entry && decodeFromSandbox(entry.json, entry.buffers.map(fromBase64));
  },
  'clientStorage.setAsync': (context, [key, value]) => {
    const name = validate('key', text, key);
    const encoded = encodeForSandbox(value);
    const bytes = name.length + byteLengthOf(encoded);
    const entry = { json: encoded.json, buffers: encoded.buffers.map(toBase64), bytes };
    const entries = { ...readEntries(context), [name]: entry };
    const total = Object.values(entries).reduce((sum, { bytes: size }) => sum + size, 0);
    if (total > context.faults.clientStorageQuotaBytes) {
      throw new FigmaError('Exceeded quota: clientStorage is limited to 5 MB per plugin');
    }
    writeEntries(context, entries);
  },
  'clientStorage.deleteAsync': (context, [key]) => {
    const { [validate('key', text, key)]: _deleted, ...others } = readEntries(context);
    writeEntries(context, others);
  },
  'clientStorage.keysAsync': (context) => Object.keys(readEntries(context)),
};

function readEntries(context: PluginContext): Entries {
  const stored = context.ports.storage.read(scopeOf(context));
  return stored === null ? {} : (JSON.parse(stored) as Entries);
}

function writeEntries(context: PluginContext, entries: Entries): void {
  context.ports.storage.write(scopeOf(context), JSON.stringify(entries));
}

function scopeOf({ manifest }: PluginContext): string {
  return manifest.id ?? manifest.name;
}
