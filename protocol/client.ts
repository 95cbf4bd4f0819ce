import { type CancelToken, type SignalLike, tokenOf } from './cancellation.ts';
import type { Contract, ParamsOf, ProgressOf, ResultOf } from './contract.ts';
import { type AnswerSchemas, ownSchema, readWire } from './contract-schemas.ts';
import type { Endpoint, Envelope } from './envelope.ts';
import { AppError, fromWireError } from './errors.ts';
import { parseEnvelope } from './parse-envelope.ts';
import { roomTimers, type Timers } from './timers.ts';

export type CallOptions<P> = {
  signal?: SignalLike | CancelToken | undefined;
  onProgress?: ((progress: P) => void) | undefined;
  transfer?: readonly unknown[] | undefined;
  /** Fails the call with `timed-out` and cancels it on the other side; absent: waits as long as the peer lives. */
  timeoutMs?: number | undefined;
};

/** What a call takes behind its method: parameters, left out where there are none, and options. */
export type CallArguments<C extends Contract, M extends keyof C['requests']> =
  undefined extends ParamsOf<C, M>
    ? [params?: ParamsOf<C, M>, options?: CallOptions<ProgressOf<C, M>>]
    : [params: ParamsOf<C, M>, options?: CallOptions<ProgressOf<C, M>>];

export type Client<C extends Contract> = {
  /**
   * Asks the other side. Settles exactly once: with the result, or with an AppError, which is `cancelled` at once when
   * the signal fires, `connection-lost` when the wire ends, and the server's own code otherwise.
   */
  call<M extends keyof C['requests'] & string>(
    method: M,
    ...args: CallArguments<C, M>
  ): Promise<ResultOf<C, M>>;
  /** Listens to an announcement; returns the unsubscriber. */
  on<E extends keyof C['events'] & string>(event: E, listener: (payload: C['events'][E]) => void): () => void;
  /** Ends the wire from this side: everything in flight, and every later call, fails with `connection-lost`. */
  close(reason: string): void;
};

export type ClientOptions<C extends Contract> = {
  schemas?: AnswerSchemas<C> | undefined;
  timers?: Timers | undefined;
  /** How long a server may take to say its last word after a cancel; 3000 ms. */
  drainMs?: number | undefined;
  /** Told once per call whose server said no last word in that time, so that the owner can replace it. */
  onDrainTimeout?: ((method: string) => void) | undefined;
  onClosed?: ((reason: string) => void) | undefined;
};

/** `settle` is null once the caller has been answered; the id stays reserved until the server's last word. */
type InFlight = {
  method: string;
  settle: { resolve(value: unknown): void; reject(error: AppError): void } | null;
  onProgress: ((progress: unknown) => void) | undefined;
  timer: unknown;
  unsubscribe(): void;
};

/** Opens the calling side of a wire. The endpoint's one listener belongs to this client from then on. */
export function connect<C extends Contract>(endpoint: Endpoint, options: ClientOptions<C> = {}): Client<C> {
  const timers = options.timers ?? roomTimers;
  const drainMs = options.drainMs ?? 3000;
  const results: Readonly<Record<string, AnySchema>> | undefined = options.schemas?.results;
  const progresses: Readonly<Record<string, AnySchema>> | undefined = options.schemas?.progress;
  const eventSchemas: Readonly<Record<string, AnySchema>> | undefined = options.schemas?.events;
  const inFlight = new Map<number, InFlight>();
  const listeners = new Map<string, Set<(payload: unknown) => void>>();
  let closedBecause: string | null = null;
  // A reloaded page must not take an answer meant for its predecessor on the same wire for its own.
  let nextId = Math.floor(Math.random() * 2 ** 40);

  function call(method: string, params: unknown, callOptions: CallOptions<unknown> = {}): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const token = callOptions.signal === undefined ? null : tokenOf(callOptions.signal);
      if (closedBecause !== null) return reject(new AppError('connection-lost', closedBecause));
      if (token?.isCancelled()) return reject(new AppError('cancelled'));
      const id = nextId++;
      const entry: InFlight = {
        method,
        settle: { resolve, reject },
        onProgress: callOptions.onProgress,
        timer: null,
        unsubscribe: () => {},
      };
      inFlight.set(id, entry);
      try {
        endpoint.post({ kind: 'request', id, method, params } satisfies Envelope, callOptions.transfer);
      } catch (thrown) {
        finish(id);
        reject(thrown instanceof AppError ? thrown : new AppError('bad-message', String(thrown)));
        return;
      }
      // A wire may answer, or end, within `post`; then nothing is left to cancel.
      if (inFlight.get(id) !== entry) return;
      const { timeoutMs } = callOptions;
      if (timeoutMs !== undefined) {
        const giveUp = () =>
          abandon(id, new AppError('timed-out', `${method} took longer than ${timeoutMs} ms`));
        entry.timer = timers.setTimeout(giveUp, timeoutMs);
      }
      if (token !== null) entry.unsubscribe = token.onCancel(() => abandon(id, new AppError('cancelled')));
    });
  }

  /** Answers the caller now, tells the server, and keeps the id until the server's last word. */
  function abandon(id: number, error: AppError): void {
    const entry = inFlight.get(id);
    if (entry === undefined || entry.settle === null) return;
    const { reject } = entry.settle;
    entry.settle = null;
    entry.unsubscribe();
    if (entry.timer !== null) timers.clearTimeout(entry.timer);
    entry.timer = null;
    try {
      endpoint.post({ kind: 'cancel', id } satisfies Envelope);
    } catch {
      // A wire that takes nothing any more ends by itself; the drain below tells the owner meanwhile.
    }
    const { onDrainTimeout } = options;
    if (onDrainTimeout !== undefined && inFlight.has(id)) {
      entry.timer = timers.setTimeout(() => {
        entry.timer = null;
        onDrainTimeout(entry.method);
      }, drainMs);
    }
    reject(error);
  }

  /** Forgets an id for good; returns what was waiting for it. */
  function finish(id: number): InFlight['settle'] {
    const entry = inFlight.get(id);
    if (entry === undefined) return null;
    inFlight.delete(id);
    entry.unsubscribe();
    if (entry.timer !== null) timers.clearTimeout(entry.timer);
    return entry.settle;
  }

  function receive(message: unknown): void {
    if (closedBecause !== null) return;
    const envelope = parseEnvelope(message);
    if (envelope === null) return;
    // Requests and cancels are a server's business.
    if (envelope.kind === 'result') receiveResult(envelope.id, envelope.value);
    else if (envelope.kind === 'failure') finish(envelope.id)?.reject(fromWireError(envelope.error));
    else if (envelope.kind === 'progress') receiveProgress(envelope.id, envelope.value);
    else if (envelope.kind === 'event') receiveEvent(envelope.name, envelope.payload);
  }

  function receiveResult(id: number, value: unknown): void {
    const method = inFlight.get(id)?.method;
    const settle = finish(id);
    if (settle === null || method === undefined) return;
    const schema = ownSchema(results, method);
    try {
      settle.resolve(schema === null ? value : readWire(schema, value, `result of ${method}`));
    } catch (thrown) {
      settle.reject(thrown instanceof AppError ? thrown : new AppError('bad-message', String(thrown)));
    }
  }

  function receiveProgress(id: number, value: unknown): void {
    const entry = inFlight.get(id);
    if (entry === undefined || entry.settle === null || entry.onProgress === undefined) return;
    const schema = ownSchema(progresses, entry.method);
    tell(entry.onProgress, schema, value, `progress of ${entry.method}`);
  }

  function receiveEvent(name: string, payload: unknown): void {
    const schema = ownSchema(eventSchemas, name);
    if (eventSchemas !== undefined && schema === null) return;
    for (const listener of [...(listeners.get(name) ?? [])]) tell(listener, schema, payload, `event ${name}`);
  }

  function close(reason: string): void {
    if (closedBecause !== null) return;
    closedBecause = reason;
    for (const id of [...inFlight.keys()]) finish(id)?.reject(new AppError('connection-lost', reason));
    listeners.clear();
    options.onClosed?.(reason);
  }

  endpoint.onClose?.(close);
  endpoint.listen(receive);

  return {
    call: call as Client<C>['call'],
    on(event, listener) {
      const heard = listener as (payload: unknown) => void;
      const known = listeners.get(event) ?? new Set();
      listeners.set(event, known.add(heard));
      return () => {
        known.delete(heard);
      };
    },
    close,
  };
}

type AnySchema = AnswerSchemas<Contract>['results'][string];

/** Hands on what is well-formed. A fault, theirs or the listener's, surfaces as an unhandled rejection and ends nothing. */
function tell(
  listener: (value: unknown) => void,
  schema: AnySchema | null,
  value: unknown,
  what: string,
): void {
  try {
    listener(schema === null ? value : readWire(schema, value, what));
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'bad-message') return;
    void Promise.reject(thrown);
  }
}
