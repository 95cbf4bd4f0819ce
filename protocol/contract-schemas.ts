import * as v from 'valibot';
import type { Contract, ParamsOf, ProgressOf, ResultOf } from './contract.ts';
import { AppError } from './errors.ts';
import { ownValue } from './own-value.ts';

type Reads<T> = v.GenericSchema<unknown, T>;

/** What a server checks: the params of every request. */
export type ParamSchemas<C extends Contract> = {
  [M in keyof C['requests']]: Reads<ParamsOf<C, M>>;
};

/** What a client checks: results, progress where there is any, and events. */
export type AnswerSchemas<C extends Contract> = {
  results: { [M in keyof C['requests']]: Reads<ResultOf<C, M>> };
  progress: {
    [M in keyof C['requests'] as C['requests'][M] extends { progress: unknown } ? M : never]: Reads<
      ProgressOf<C, M>
    >;
  };
  events: { [E in keyof C['events']]: Reads<C['events'][E]> };
};

/** Parses a value that came over a wire. Throws AppError('bad-message') naming the path of the first fault. */
export function readWire<T>(schema: Reads<T>, value: unknown, what: string): T {
  const parsed = v.safeParse(schema, value, { abortEarly: true });
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new AppError('bad-message', `${what} ${v.getDotPath(issue) ?? ''}: ${issue.message}`);
}

/** Looks a schema up by its own name; null where there is none. */
export function ownSchema<T>(schemas: { readonly [name: string]: T } | undefined, name: string): T | null {
  return schemas === undefined ? null : (ownValue(schemas, name) ?? null);
}
