import type { Operation } from './context.ts';
import type { Clock } from './ports.ts';

export type TimerEvents = {
  readonly operations: { readonly [operation: string]: Operation };
  /** Runs something of the host's own after the present stay in the sandbox, unless the plugin is closed first. */
  soon(callback: () => void): void;
  clear(): void;
};

/** The plugin's timers on the host's clock; closing the plugin ends them all. */
export function timerOperations(clock: Clock, invoke: (entry: string, id: number) => void): TimerEvents {
  const running = new Map<number, number>();
  const own = new Set<number>();

  function schedule(id: number, delayMs: number, repeats: boolean): void {
    const fire = () => {
      if (repeats) schedule(id, delayMs, repeats);
      else running.delete(id);
      invoke('fireTimer', id);
    };
    running.set(id, clock.setTimeout(fire, delayMs));
  }

  return {
    operations: {
      setTimer: (_context, [id, delayMs, repeats]) =>
        schedule(Number(id), Math.max(Number(delayMs), repeats === true ? 1 : 0), repeats === true),
      clearTimer: (_context, [id]) => {
        const timer = running.get(Number(id));
        if (timer !== undefined) clock.clearTimeout(timer);
        running.delete(Number(id));
      },
    },
    soon(callback) {
      const timer = clock.setTimeout(() => {
        own.delete(timer);
        callback();
      }, 0);
      own.add(timer);
    },
    clear() {
      for (const timer of [...running.values(), ...own]) clock.clearTimeout(timer);
      running.clear();
      own.clear();
    },
  };
}
