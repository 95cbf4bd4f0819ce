/** What a handler is given to learn that its caller no longer waits. QuickJS has no AbortSignal, so this is ours. */
export type CancelToken = {
  isCancelled(): boolean;
  /** Calls `listener` once when cancelled, at once if that has happened already; returns the unsubscriber. */
  onCancel(listener: () => void): () => void;
};

/** As much of an AbortSignal as the protocol needs, so that a caller with one can hand it in as it is. */
export type SignalLike = {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
};

/** The two ends of one cancellation: `token` is handed out, `cancel` stays with whoever may cancel. */
export function createCancellation(): { token: CancelToken; cancel(): void } {
  const listeners = new Set<() => void>();
  let cancelled = false;
  return {
    token: {
      isCancelled: () => cancelled,
      onCancel(listener) {
        if (cancelled) {
          listener();
          return () => {};
        }
        listeners.add(listener);
        return () => {
          listeners.delete(listener);
        };
      },
    },
    cancel() {
      if (cancelled) return;
      cancelled = true;
      const told = [...listeners];
      listeners.clear();
      for (const listener of told) {
        try {
          listener();
        } catch (thrown) {
          // One listener's fault must not keep the others waiting; it surfaces as an unhandled rejection.
          void Promise.reject(thrown);
        }
      }
    },
  };
}

/** Sees an AbortSignal as a token; a token is returned as it is. */
export function tokenOf(signal: SignalLike | CancelToken): CancelToken {
  if ('onCancel' in signal) return signal;
  return {
    isCancelled: () => signal.aborted,
    onCancel(listener) {
      if (signal.aborted) {
        listener();
        return () => {};
      }
      signal.addEventListener('abort', listener);
      return () => signal.removeEventListener('abort', listener);
    },
  };
}
