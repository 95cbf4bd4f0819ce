import type { FigmaValue } from './contract.ts';
import { AppError } from './errors.ts';

export type ValuePath = readonly (string | number)[];

/** Deeper than any message of ours; ends a cyclic value too. */
const maxDepth = 32;

/**
 * Copies a value that Figma's wire can carry; `takeBytes` decides what stands in a byte array's place (null: nothing yet).
 * Throws AppError('bad-message') naming the path of what the wire cannot carry: other buffers and typed arrays, functions,
 * symbols, numbers that JSON lacks, class instances, cycles.
 */
export function copyFigmaValue(
  value: unknown,
  takeBytes: (bytes: Uint8Array, path: ValuePath) => Uint8Array | null,
  path: ValuePath = [],
): FigmaValue {
  if (path.length > maxDepth) throw refusal(path, 'a value nested this deep');
  if (value === null || value === undefined || typeof value === 'string' || typeof value === 'boolean') {
    return value;
  }
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw refusal(path, String(value));
    return value;
  }
  if (isBytes(value)) return takeBytes(value, path);
  if (Array.isArray(value)) {
    return value.map((item, index) => copyFigmaValue(item, takeBytes, [...path, index]));
  }
  const kind = Object.prototype.toString.call(value);
  if (typeof value !== 'object' || kind !== '[object Object]') throw refusal(path, kind);
  const copy: { [key: string]: FigmaValue } = {};
  for (const [key, item] of Object.entries(value)) {
    if (key === '__proto__') throw refusal(path, 'a property named __proto__');
    copy[key] = copyFigmaValue(item, takeBytes, [...path, key]);
  }
  return copy;
}

/** True for Uint8Array of any realm, and for nothing else that looks like one. */
export function isBytes(value: unknown): value is Uint8Array {
  return ArrayBuffer.isView(value) && Object.prototype.toString.call(value) === '[object Uint8Array]';
}

/** Whether Figma's wire carries the value as it is. */
export function isFigmaValue(value: unknown): value is FigmaValue {
  try {
    copyFigmaValue(value, (bytes) => bytes);
    return true;
  } catch {
    return false;
  }
}

function refusal(path: ValuePath, what: string): AppError {
  return new AppError('bad-message', `${what} at ${path.join('.') || 'the root'} cannot cross Figma's wire`);
}
