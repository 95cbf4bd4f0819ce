/** A layer on its way between sandbox and host. */
export class NodeRef {
  readonly id: string;
  readonly type: string;

  constructor(id: string, type = '') {
    this.id = id;
    this.type = type;
  }
}

/** `figma.mixed` on the host's side. */
export const MIXED: unique symbol = Symbol('figma.mixed');

const TAG = '\u0000';

export type WireValue = { readonly json: string; readonly buffers: readonly Uint8Array[] };

/** Reads what the sandbox sent: JSON with tagged objects, bytes beside it. */
export function decodeFromSandbox(json: string, buffers: readonly Uint8Array[]): unknown {
  const value: unknown = JSON.parse(json);
  return json.includes('\\u0000') ? unwrap(value, buffers) : value;
}

/**
 * Writes a value for the sandbox. Throws on what does not cross: functions, symbols other than `figma.mixed`,
 * ArrayBuffers and typed arrays other than Uint8Array.
 */
export function encodeForSandbox(value: unknown): WireValue {
  const buffers: Uint8Array[] = [];
  return { json: JSON.stringify(wrap(value, buffers)), buffers };
}

export function byteLengthOf(value: WireValue): number {
  return value.json.length + value.buffers.reduce((sum, buffer) => sum + buffer.byteLength, 0);
}

function tag(kind: string, value: unknown): unknown {
  return { [TAG]: kind, value };
}

function wrap(value: unknown, buffers: Uint8Array[]): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : tag('number', String(value));
  if (value === undefined) return tag('undefined', null);
  if (value === MIXED) return tag('mixed', null);
  if (typeof value !== 'object') throw new TypeError(`Cannot unwrap ${typeof value}`);
  if (value instanceof NodeRef) return tag('node', [value.id, value.type]);
  if (isBytes(value)) {
    buffers.push(value);
    return tag('bytes', buffers.length - 1);
  }
  if (isDate(value)) return tag('date', value.getTime());
  if (Array.isArray(value)) return value.map((item: unknown) => wrap(item, buffers));
  const kind = Object.prototype.toString.call(value).slice(8, -1);
  if (kind !== 'Object') throw new TypeError(`Cannot unwrap ${kind}: only Uint8Array carries bytes`);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, wrap(item, buffers)]));
}

function unwrap(value: unknown, buffers: readonly Uint8Array[]): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => unwrap(item, buffers));
  const entries = Object.entries(value);
  if (entries[0]?.[0] === TAG) return unwrapTag(String(entries[0][1]), entries[1]?.[1], buffers);
  return Object.fromEntries(entries.map(([key, item]) => [key, unwrap(item, buffers)]));
}

function unwrapTag(kind: string, value: unknown, buffers: readonly Uint8Array[]): unknown {
  if (kind === 'bytes') return buffers[Number(value)];
  if (kind === 'date') return new Date(Number(value));
  if (kind === 'number') return Number(value);
  if (kind === 'mixed') return MIXED;
  if (kind === 'node') return new NodeRef(String(value));
  return undefined;
}

/** Told by name, because a message from a frame carries that frame's own Uint8Array. */
function isBytes(value: object): value is Uint8Array {
  return Object.prototype.toString.call(value) === '[object Uint8Array]';
}

function isDate(value: object): value is Date {
  return Object.prototype.toString.call(value) === '[object Date]';
}
