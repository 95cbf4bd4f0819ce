/** Time as downloads see it, so that tests need not wait. Milliseconds. */
export type Clock = {
  now(): number;
  /** Calls back after a while; returns how to call it off. */
  after(ms: number, call: () => void): () => void;
};

export const realClock: Clock = {
  now: () => performance.now(),
  after(ms, call) {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
};

/** Resolves after a while, at once when the signal is aborted. */
export function sleep(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const wake = () => {
      callOff();
      signal.removeEventListener('abort', wake);
      resolve();
    };
    const callOff = clock.after(ms, wake);
    signal.addEventListener('abort', wake);
  });
}
