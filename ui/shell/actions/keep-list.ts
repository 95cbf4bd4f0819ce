import type { PanelContext } from './panel-context.ts';
import { reportError } from './report-error.ts';

/** A list that is kept on this machine under a key. */
export type KeptList<T> = {
  /** Reads what is stored, once; it is what all changes start from. */
  load(): Promise<void>;
  /** Changes the list, once it is read, and stores it a moment after the last change. */
  change(act: (list: T[]) => T[]): Promise<void>;
};

export type KeptListOptions<T> = {
  key: string;
  parse(stored: string | null): T[];
  write(list: readonly T[]): string;
  get(): T[];
  set(list: T[]): void;
};

/** How long the sandbox may take; a list that did not come is tried again when it is next needed. */
const patienceMs = 30_000;
const quietMs = 300;

export function createKeptList<T>(context: PanelContext, options: KeptListOptions<T>): KeptList<T> {
  const { host } = context;
  const { key, parse, write, get, set } = options;
  let loaded: Promise<void> | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;

  function load(): Promise<void> {
    loaded ??= host.call('loadKept', { key }, { timeoutMs: patienceMs }).then(
      ({ value }) => set(parse(value)),
      (thrown: unknown) => {
        loaded = null;
        throw thrown;
      },
    );
    return loaded;
  }

  function save(): void {
    host
      .call('saveKept', { key, value: write(get()) })
      .catch((thrown: unknown) => reportError(context, thrown));
  }

  return {
    load: () => load().catch((thrown: unknown) => reportError(context, thrown)),
    async change(act) {
      try {
        await load();
      } catch {
        // What is stored and could not be read must not be written over.
        return;
      }
      set(act(get()));
      if (timer !== null) clearTimeout(timer);
      timer = setTimeout(save, quietMs);
    },
  };
}
