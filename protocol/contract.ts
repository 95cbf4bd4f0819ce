/** One request of a contract: what is asked, what is answered, what is told meanwhile (`progress` absent: nothing). */
export type RequestShape = { params: unknown; result: unknown; progress?: unknown };

/** What one side of a wire may ask of the other, and what the other announces unasked. */
export type Contract = {
  requests: Record<string, RequestShape>;
  events: Record<string, unknown>;
};

/** What Figma's postMessage carries: JSON values and Uint8Array (Figma docs, creating-ui, 2026-08). */
export type FigmaValue =
  | string
  | number
  | boolean
  | null
  | undefined
  | Uint8Array
  | readonly FigmaValue[]
  | { readonly [key: string]: FigmaValue };

type Carried = { params: FigmaValue; result: FigmaValue; progress?: FigmaValue };

/** Refuses at compile time a contract that Figma's wire could not carry. */
export type FigmaContract<
  C extends { requests: Record<string, Carried>; events: Record<string, FigmaValue> },
> = C;

export type ParamsOf<C extends Contract, M extends keyof C['requests']> = C['requests'][M]['params'];
export type ResultOf<C extends Contract, M extends keyof C['requests']> = C['requests'][M]['result'];
export type ProgressOf<C extends Contract, M extends keyof C['requests']> = C['requests'][M] extends {
  progress: infer P;
}
  ? P
  : never;
