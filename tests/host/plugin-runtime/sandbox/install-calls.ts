import type { SandboxScope } from './scope.ts';

/** Installs calls to the host, promises that it settles, and event channels. */
export function installCalls(scope: SandboxScope): void {
  type Waiting = { resolve(value: never): void; reject(error: Error): void };
  type Listener = { callback: (...args: never[]) => unknown; once: boolean };
  const waiting = new Map<number, Waiting>();
  const channels = new Map<string, Listener[]>();
  let nextCallId = 1;

  function freeze<T>(value: T): T {
    if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
    if (ArrayBuffer.isView(value) || scope.idOf(value) !== undefined) return value;
    for (const item of Object.values(value)) freeze(item);
    return Object.freeze(value);
  }

  scope.call = (operation, ...args) => {
    const { json, buffers } = scope.encode(args, true);
    const [result, ...returned] = scope.host.call(operation, json, ...buffers);
    return freeze(scope.decode(result, returned)) as never;
  };

  scope.start = (operation, ...args) =>
    new Promise((resolve, reject) => {
      const { json, buffers } = scope.encode(args, true);
      const callId = nextCallId;
      nextCallId += 1;
      waiting.set(callId, { resolve, reject });
      scope.host.start(operation, callId, json, ...buffers);
    });

  scope.entries.settle = (callId: number, isOk: boolean, json: string, ...buffers: ArrayBuffer[]) => {
    const call = waiting.get(callId);
    if (!call) return;
    waiting.delete(callId);
    const value = scope.decode(json, buffers);
    if (isOk) call.resolve(value as never);
    else call.reject(new Error(String(value)));
  };

  const listenersOf = (channel: string): Listener[] => channels.get(channel) ?? [];
  const listen = (channel: string, callback: Listener['callback'], once: boolean) => {
    if (typeof callback !== 'function') throw new TypeError('not a function');
    channels.set(channel, [...listenersOf(channel), { callback, once }]);
  };
  scope.on = (channel, callback) => listen(channel, callback, false);
  scope.once = (channel, callback) => listen(channel, callback, true);
  scope.off = (channel, callback) => {
    const kept = listenersOf(channel).filter((listener) => listener.callback !== callback);
    channels.set(channel, kept);
  };
  scope.emit = (channel, ...args) => {
    let result: unknown;
    for (const listener of listenersOf(channel)) {
      if (listener.once) scope.off(channel, listener.callback);
      const answer = listener.callback(...(args as never[]));
      if (answer !== undefined) result = answer;
    }
    return result;
  };
  scope.entries.emit = (channel: string, json: string, ...buffers: ArrayBuffer[]) => {
    const args = scope.decode(json, buffers);
    const result = scope.emit(channel, ...(Array.isArray(args) ? args : []));
    return typeof result === 'boolean' ? result : undefined;
  };
}
