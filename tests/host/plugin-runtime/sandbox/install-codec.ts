import type { Encoded, SandboxScope } from './scope.ts';

/** Installs `encode` and `decode`: JSON with tagged objects for what JSON lacks, bytes beside it. */
export function installCodec(scope: SandboxScope): void {
  const TAG = '\u0000';
  const MAX_DEPTH = 200;

  function tag(kind: string, value: unknown): unknown {
    return { [TAG]: kind, value };
  }

  function wrapBytes(bytes: Uint8Array, buffers: ArrayBufferLike[]): unknown {
    const isWhole = bytes.byteOffset === 0 && bytes.byteLength === bytes.buffer.byteLength;
    buffers.push(isWhole ? bytes.buffer : bytes.slice().buffer);
    return tag('bytes', buffers.length - 1);
  }

  function wrapObject(value: object, lenient: boolean, buffers: ArrayBufferLike[], depth: number): unknown {
    if (depth > MAX_DEPTH) throw new Error('Cannot unwrap cyclic object');
    if (value instanceof Uint8Array) return wrapBytes(value, buffers);
    if (value instanceof Date) return tag('date', value.getTime());
    const id = scope.idOf(value);
    if (id !== undefined) return lenient ? tag('node', id) : { id };
    if (Array.isArray(value)) return value.map((item: unknown) => wrap(item, lenient, buffers, depth + 1));
    if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
      throw new Error(`Cannot unwrap ${value.constructor.name}: only Uint8Array carries bytes`);
    }
    const copy: { [key: string]: unknown } = {};
    for (const [key, item] of Object.entries(value)) copy[key] = wrap(item, lenient, buffers, depth + 1);
    return copy;
  }

  function wrap(value: unknown, lenient: boolean, buffers: ArrayBufferLike[], depth: number): unknown {
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
    if (typeof value === 'number') return Number.isFinite(value) ? value : tag('number', String(value));
    if (value === undefined) return tag('undefined', null);
    if (value === scope.mixed && lenient) return tag('mixed', null);
    if (typeof value === 'object') return wrapObject(value, lenient, buffers, depth);
    throw new Error(`Cannot unwrap ${typeof value}`);
  }

  function unwrapTag(kind: string, value: unknown, buffers: readonly ArrayBuffer[]): unknown {
    if (kind === 'bytes') return new Uint8Array(buffers[Number(value)]!);
    if (kind === 'date') return new Date(Number(value));
    if (kind === 'number') return Number(value);
    if (kind === 'mixed') return scope.mixed;
    if (kind === 'node' && Array.isArray(value)) return scope.nodeOf(String(value[0]), String(value[1]));
    return undefined;
  }

  function unwrap(value: unknown, buffers: readonly ArrayBuffer[]): unknown {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map((item: unknown) => unwrap(item, buffers));
    const entries = Object.entries(value);
    if (entries[0]?.[0] === TAG) return unwrapTag(String(entries[0][1]), entries[1]?.[1], buffers);
    const copy: { [key: string]: unknown } = {};
    for (const [key, item] of entries) copy[key] = unwrap(item, buffers);
    return copy;
  }

  scope.encode = (value, lenient): Encoded => {
    const buffers: ArrayBufferLike[] = [];
    return { json: JSON.stringify(wrap(value, lenient, buffers, 0)), buffers };
  };
  scope.decode = (json, buffers) => {
    const value: unknown = JSON.parse(json);
    return json.includes('\\u0000') ? unwrap(value, buffers) : value;
  };
}
