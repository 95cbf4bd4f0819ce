/**
 * The functions in this folder are sent into QuickJS as text (`Function.prototype.toString`), so each of them uses
 * nothing but its argument and the language: no imports other than types, no constants of its file.
 */

/** The only two doors out of the sandbox. Values cross as JSON; bytes beside it, as ArrayBuffers. */
export type HostBridge = {
  /** Answers at once: `[json, ...buffers]`; throws what the host throws. */
  call(operation: string, json: string, ...buffers: ArrayBufferLike[]): [string, ...ArrayBuffer[]];
  /** Begins an operation; the host settles `callId` later. */
  start(operation: string, callId: number, json: string, ...buffers: ArrayBufferLike[]): void;
};

/** The names that layers of one type have. */
export type NodeMembers = {
  readonly getters: readonly string[];
  readonly setters: readonly string[];
  readonly methods: readonly string[];
  readonly asyncMethods: readonly string[];
};

export type SandboxConfig = {
  readonly members: { readonly [type: string]: NodeMembers };
  readonly html: string | null;
  readonly uiFiles: { readonly [key: string]: string } | null;
  readonly command: string;
  readonly pluginId: string | null;
  readonly editorType: 'figma';
  readonly mode: 'default';
};

export type Encoded = { json: string; buffers: ArrayBufferLike[] };

/** What the installed parts share. */
export type SandboxScope = {
  readonly host: HostBridge;
  readonly config: SandboxConfig;
  readonly mixed: symbol;
  /** Wraps a value for the host; layers and `figma.mixed` pass only where `lenient`. */
  encode(value: unknown, lenient: boolean): Encoded;
  decode(json: string, buffers: readonly ArrayBuffer[]): unknown;
  /** Calls the host and answers its result, frozen: what a plugin reads from the document is a copy. */
  call<T>(operation: string, ...args: unknown[]): T;
  start<T>(operation: string, ...args: unknown[]): Promise<T>;
  /** The wrapper of a layer; one and the same for an id. */
  nodeOf(id: string, type: string): object;
  /** The id behind a wrapper, or undefined for anything else. */
  idOf(value: object): string | undefined;
  on(channel: string, callback: (...args: never[]) => unknown): void;
  once(channel: string, callback: (...args: never[]) => unknown): void;
  off(channel: string, callback: (...args: never[]) => unknown): void;
  /** Calls the channel's listeners; answers the last result that is not undefined. */
  emit(channel: string, ...args: unknown[]): unknown;
  /** What the host calls: `(json, ...buffers)` with the decoded arguments. */
  readonly entries: { [name: string]: (...args: never[]) => unknown };
  readonly globals: { [name: string]: unknown };
};
