import { FigmaError } from './figma-error.ts';

/** Checks a value that a plugin wrote and answers it typed; throws a SchemaError that names the path. */
export type Schema<T> = (value: unknown, path: string) => T;

export class SchemaError extends Error {
  readonly path: string;

  constructor(message: string, path: string) {
    super(message);
    this.name = 'SchemaError';
    this.path = path;
  }
}

/** Checks the value of a property, in the words of Figma's own validation. */
export function validate<T>(property: string, schema: Schema<T>, value: unknown): T {
  try {
    return schema(value, '');
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    const at = error.path === '' ? '' : ` at ${error.path}`;
    throw new FigmaError(`Property "${property}" failed validation: ${error.message}${at}`);
  }
}

export function numberIn(low: number, high: number): Schema<number> {
  return (value, path) => {
    if (typeof value !== 'number' || Number.isNaN(value)) throw expected('number', value, path);
    if (value < low) throw new SchemaError(`Number must be greater than or equal to ${low}`, path);
    if (value > high) throw new SchemaError(`Number must be less than or equal to ${high}`, path);
    return value;
  };
}

export const anyNumber = numberIn(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
export const notNegative = numberIn(0, Number.POSITIVE_INFINITY);

export const text: Schema<string> = (value, path) => {
  if (typeof value !== 'string') throw expected('string', value, path);
  return value;
};

export const truth: Schema<boolean> = (value, path) => {
  if (typeof value !== 'boolean') throw expected('boolean', value, path);
  return value;
};

export const anything: Schema<unknown> = (value) => value;

export function oneOf<const T extends string>(...choices: readonly T[]): Schema<T> {
  return (value, path) => {
    const found = choices.find((choice) => choice === value);
    if (found !== undefined) return found;
    const list = choices.map((choice) => `'${choice}'`).join(' | ');
    throw new SchemaError(`Invalid enum value. Expected ${list}, received ${quoted(value)}`, path);
  };
}

export function nullable<T>(schema: Schema<T>): Schema<T | null> {
  return (value, path) => (value === null ? null : schema(value, path));
}

export function listOf<T>(schema: Schema<T>): Schema<T[]> {
  return (value, path) => {
    if (!Array.isArray(value)) throw expected('array', value, path);
    return value.map((item: unknown, index) => schema(item, `${path}[${index}]`));
  };
}

type Shape = { readonly [key: string]: Schema<unknown> };
type OutputOf<S extends Shape> = { -readonly [K in keyof S]: ReturnType<S[K]> };

/** An object with these keys, some of which may be left out, and no others. */
export function objectOf<R extends Shape, O extends Shape = Record<never, never>>(
  required: R,
  optional?: O,
): Schema<OutputOf<R> & Partial<OutputOf<O>>> {
  return (value, path) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw expected('object', value, path);
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    const unknownKeys = entries
      .map(([key]) => key)
      .filter((key) => !(key in required) && !(key in (optional ?? {})));
    if (unknownKeys.length > 0) {
      throw new SchemaError(
        `Unrecognized key(s) in object: ${unknownKeys.map((key) => `'${key}'`).join(', ')}`,
        path,
      );
    }
    const given = new Map(entries);
    const missing = Object.keys(required).find((key) => !given.has(key));
    if (missing !== undefined) throw new SchemaError('Required', joined(path, missing));
    const schemas: Shape = { ...required, ...optional };
    const output = entries.map(([key, item]) => [key, schemas[key]?.(item, joined(path, key))]);
    return Object.fromEntries(output) as OutputOf<R> & Partial<OutputOf<O>>;
  };
}

/** An object told by its `type`. */
export function variantOf<T>(variants: { readonly [type: string]: Schema<T> }): Schema<T> {
  return (value, path) => {
    if (typeof value !== 'object' || value === null) throw expected('object', value, path);
    const type: unknown = Reflect.get(value, 'type');
    const schema = typeof type === 'string' ? variants[type] : undefined;
    if (!schema) {
      const list = Object.keys(variants).map((name) => `'${name}'`);
      throw new SchemaError(
        `Invalid discriminator value. Expected ${list.join(' | ')}`,
        joined(path, 'type'),
      );
    }
    return schema(value, path);
  };
}

function joined(path: string, key: string): string {
  return path === '' ? `.${key}` : `${path}.${key}`;
}

function expected(type: string, value: unknown, path: string): SchemaError {
  return new SchemaError(`Expected ${type}, received ${kindOf(value)}`, path);
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value === 'number' && Number.isNaN(value) ? 'nan' : typeof value;
}

function quoted(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : kindOf(value);
}
