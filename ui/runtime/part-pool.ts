import { DiffusionError } from '../diffusion/diffusion-error.ts';
import { createSerialQueue } from './serial-queue.ts';

/** What is loaded: of onnxruntime's sessions the pool needs to know no more. */
type Releasable = { release(): Promise<void> };

/** A part of a pack that can be loaded, let go and loaded again. */
export type PoolPart<S extends Releasable> = {
  /** The pack that it belongs to; parts of one pack bear the same value. */
  readonly pack: object;
  /** What its weights take on the device. */
  readonly bytes: number;
  open(): Promise<S>;
};

/** A part as its pack holds it. */
export type PooledPart<S extends Releasable> = {
  /** True where it fits beside what its own pack has loaded. */
  hasRoom(): boolean;
  /** Runs a task on the loaded part. What was used longest ago goes where the budget is too small for all. */
  use<T>(task: (session: S) => Promise<T>): Promise<T>;
  /** Lets go of it for good: whoever uses it afterwards hears `model-missing`. */
  close(): Promise<void>;
};

/** The parts on one device, of all packs. */
export type PartPool = {
  readonly budgetBytes: number;
  readonly freesTogether: boolean;
  add<S extends Releasable>(part: PoolPart<S>): PooledPart<S>;
  /** Lets go of everything, once what runs has ended; whatever is used afterwards is loaded again. */
  releaseAll(): Promise<void>;
};

export type PartPoolOptions = {
  /** What the weights of all loaded parts may take together; by the device's class and never by the moment. */
  readonly budgetBytes: number;
  /**
   * True where nothing is given back before everything is: onnxruntime's WebGPU keeps the weights of a released session
   * for as long as any other lives on the same device (1.30, tests/browser/weights.test.ts).
   */
  readonly freesTogether?: boolean;
  /** After so long without use a large pack is let go. */
  readonly idleMs?: number;
  /** Calls back after a while; returns how to call it off. */
  readonly after?: (ms: number, call: () => void) => () => void;
};

/** Packs up to this size stay when nobody uses them: the default one, which is wanted at once. */
const smallPackBytes = 64 * 1024 * 1024;

const fiveMinutesMs = 5 * 60_000;

function afterReally(ms: number, call: () => void): () => void {
  const timer = setTimeout(call, ms);
  return () => clearTimeout(timer);
}

/**
 * Keeps parts loaded while they fit. What is let go when changes how long a picture takes and never its bytes: every
 * part computes the same however often it was loaded before.
 */
export function createPartPool({
  budgetBytes,
  freesTogether = false,
  idleMs = fiveMinutesMs,
  after = afterReally,
}: PartPoolOptions): PartPool {
  type AnyPart = PoolPart<Releasable>;
  const queue = createSerialQueue();
  /** Those used longest ago come first. */
  const loaded = new Map<AnyPart, Releasable>();
  let stopIdling = () => {};

  const sizeOf = (isCounted: (part: AnyPart) => boolean) =>
    [...loaded.keys()].filter(isCounted).reduce((sum, { bytes }) => sum + bytes, 0);

  async function unload(part: AnyPart): Promise<void> {
    const session = loaded.get(part);
    loaded.delete(part);
    // A session on a lost device is gone already, and there is nobody to tell.
    await session?.release().catch(() => {});
  }

  /** Unloads these, and with them whatever keeps their memory from being given back. */
  async function unloadAll(meant: readonly AnyPart[]): Promise<void> {
    const parts = freesTogether && meant.length > 0 ? [...loaded.keys()] : meant;
    for (const part of parts) await unload(part);
  }

  /** A device that is full, whatever the budget says, is asked once more when nothing else is on it. */
  async function orAlone<T>(part: AnyPart, attempt: () => Promise<T>): Promise<T> {
    try {
      return await attempt();
    } catch (thrown) {
      const others = [...loaded.keys()].filter((other) => other !== part);
      const isFull = thrown instanceof DiffusionError && thrown.reason === 'out-of-memory';
      if (!isFull || others.length === 0) throw thrown;
      await unloadAll(others);
      return attempt();
    }
  }

  async function load<S extends Releasable>(part: PoolPart<S>): Promise<S> {
    // The key says what the value is.
    const known = loaded.get(part) as S | undefined;
    if (known === undefined) {
      for (const other of [...loaded.keys()])
        if (sizeOf(() => true) + part.bytes > budgetBytes) await unloadAll([other]);
    }
    const session = known ?? (await part.open());
    loaded.delete(part);
    loaded.set(part, session);
    return session;
  }

  const listLarge = () =>
    [...loaded.keys()].filter(({ pack }) => sizeOf((other) => other.pack === pack) > smallPackBytes);

  function beginIdling(): void {
    if (listLarge().length === 0) return;
    stopIdling = after(idleMs, () => {
      void queue.enqueue(() => unloadAll(listLarge()));
    });
  }

  function add<S extends Releasable>(part: PoolPart<S>): PooledPart<S> {
    let isClosed = false;
    return {
      hasRoom: () => sizeOf(({ pack }) => pack === part.pack) + part.bytes <= budgetBytes,
      use: (task) =>
        queue.enqueue(async () => {
          if (isClosed) throw new DiffusionError('model-missing', 'The model was let go.');
          stopIdling();
          try {
            return await orAlone(part, async () => task(await load(part)));
          } finally {
            beginIdling();
          }
        }),
      close: () =>
        queue.enqueue(async () => {
          isClosed = true;
          stopIdling();
          if (loaded.has(part)) await unloadAll([part]);
          beginIdling();
        }),
    };
  }

  return {
    budgetBytes,
    freesTogether,
    add,
    releaseAll: () => queue.enqueue(() => unloadAll([...loaded.keys()])),
  };
}
