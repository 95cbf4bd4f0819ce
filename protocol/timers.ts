/** The two timer functions, which every room has but which no ES library declares. */
export type Timers = {
  setTimeout(callback: () => void, milliseconds: number): unknown;
  clearTimeout(handle: unknown): void;
};

/** The room's own timers, looked up when a timer is set so that a test may replace them. */
export const roomTimers: Timers = {
  setTimeout: (callback, milliseconds) => room().setTimeout(callback, milliseconds),
  clearTimeout: (handle) => room().clearTimeout(handle),
};

function room(): Timers {
  return globalThis as unknown as Timers;
}
