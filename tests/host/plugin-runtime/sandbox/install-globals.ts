import type { SandboxScope } from './scope.ts';

/** Installs the timers, the console and `fetch`, and takes away what stock QuickJS has and Figma has not. */
export function installGlobals(scope: SandboxScope): void {
  type Timer = { callback: (...args: unknown[]) => void; args: unknown[]; repeats: boolean };
  const timers = new Map<number, Timer>();
  let nextTimerId = 1;

  function addTimer(
    callback: Timer['callback'],
    delayMs: unknown,
    args: unknown[],
    repeats: boolean,
  ): number {
    if (typeof callback !== 'function') throw new TypeError('not a function');
    const id = nextTimerId;
    nextTimerId += 1;
    timers.set(id, { callback, args, repeats });
    scope.call('setTimer', id, Number(delayMs) || 0, repeats);
    return id;
  }

  function clearTimer(id: number): void {
    if (timers.delete(id)) scope.call('clearTimer', id);
  }

  scope.entries.fireTimer = (id: number) => {
    const timer = timers.get(id);
    if (!timer) return;
    if (!timer.repeats) timers.delete(id);
    timer.callback(...timer.args);
  };

  function describe(value: unknown, depth: number): string {
    if (typeof value === 'string') return depth === 0 ? value : JSON.stringify(value);
    if (value instanceof Error) return `${value.name}: ${value.message}\n${value.stack ?? ''}`.trimEnd();
    if (typeof value !== 'object' || value === null) return String(value);
    if (scope.idOf(value) !== undefined) return `<node ${scope.idOf(value)}>`;
    if (ArrayBuffer.isView(value)) return `${value.constructor.name}(${value.byteLength})`;
    if (depth > 4) return '…';
    if (Array.isArray(value))
      return `[${value.map((item: unknown) => describe(item, depth + 1)).join(', ')}]`;
    const parts = Object.entries(value).map(([key, item]) => `${key}: ${describe(item, depth + 1)}`);
    return `{${parts.join(', ')}}`;
  }

  const write =
    (level: string) =>
    (...args: unknown[]) => {
      scope.call('console', level, args.map((arg) => describe(arg, 0)).join(' '));
    };
  const writeError = write('error');

  type FetchAnswer = {
    readonly url: string;
    readonly status: number;
    readonly statusText: string;
    readonly type: string;
    readonly redirected: boolean;
    readonly headersObject: { readonly [name: string]: string };
    readonly body: Uint8Array;
    readonly text: string;
  };
  const fetchThroughHost = async (url: string, init?: { readonly [key: string]: unknown }) => {
    const { body, text, ...answer } = await scope.start<FetchAnswer>('fetch', String(url), init ?? {});
    return {
      ...answer,
      ok: answer.status >= 200 && answer.status < 300,
      arrayBuffer: async () => body.slice().buffer,
      text: async () => text,
      json: async (): Promise<unknown> => JSON.parse(text),
    };
  };

  for (const name of [
    'performance',
    'queueMicrotask',
    'TextEncoder',
    'TextDecoder',
    'atob',
    'btoa',
    'URL',
    'crypto',
  ]) {
    Reflect.deleteProperty(globalThis, name);
  }
  Object.assign(scope.globals, {
    setTimeout: (callback: Timer['callback'], ms?: number, ...args: unknown[]) =>
      addTimer(callback, ms, args, false),
    setInterval: (callback: Timer['callback'], ms?: number, ...args: unknown[]) =>
      addTimer(callback, ms, args, true),
    clearTimeout: clearTimer,
    clearInterval: clearTimer,
    console: {
      log: write('log'),
      info: write('info'),
      warn: write('warn'),
      error: writeError,
      assert: (condition: unknown, ...args: unknown[]) => {
        if (!condition) writeError('Assertion failed:', ...args);
      },
      clear: () => undefined,
    },
    fetch: fetchThroughHost,
    structuredClone: (value: unknown) => {
      const { json, buffers } = scope.encode(value, false);
      return scope.decode(
        json,
        buffers.map((buffer) => new Uint8Array(buffer).slice().buffer),
      );
    },
  });
}
