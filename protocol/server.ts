import { type CancelToken, createCancellation } from './cancellation.ts';
import type { Contract, ParamsOf, ProgressOf, ResultOf } from './contract.ts';
import { ownSchema, type ParamSchemas, readWire } from './contract-schemas.ts';
import type { Endpoint, Envelope } from './envelope.ts';
import { AppError, toWireError } from './errors.ts';
import { ownValue } from './own-value.ts';
import { idOfDamagedRequest, parseEnvelope } from './parse-envelope.ts';

export type HandlerContext<P> = {
  cancelled: CancelToken;
  /** Tells the caller meanwhile; silently nothing once the call is over or cancelled. */
  progress(value: P, transfer?: readonly unknown[]): void;
};

/** A result whose buffers move to the caller instead of being copied. */
export class WithTransfer<T> {
  readonly value: T;
  readonly transfer: readonly unknown[];
  constructor(value: T, transfer: readonly unknown[]) {
    this.value = value;
    this.transfer = transfer;
  }
}

/** Marks what a handler returns so that `transfer` (ArrayBuffers, ports) moves with it. */
export function withTransfer<T>(value: T, transfer: readonly unknown[]): WithTransfer<T> {
  return new WithTransfer(value, transfer);
}

type Answer<T> = T | WithTransfer<T>;

/** Exactly one function per request of the contract. */
export type Handlers<C extends Contract> = {
  [M in keyof C['requests']]: (
    params: ParamsOf<C, M>,
    context: HandlerContext<ProgressOf<C, M>>,
  ) => Answer<ResultOf<C, M>> | Promise<Answer<ResultOf<C, M>>>;
};

export type Server<C extends Contract> = {
  /** Announces an event; nothing once the wire has ended. */
  emit<E extends keyof C['events'] & string>(
    event: E,
    payload: C['events'][E],
    transfer?: readonly unknown[],
  ): void;
  /** Stops serving: cancels every running handler and tells its caller `connection-lost`. */
  close(reason: string): void;
};

export type ServerOptions<C extends Contract> = {
  schemas?: ParamSchemas<C> | undefined;
  onClosed?: ((reason: string) => void) | undefined;
};

/** Opens the answering side of a wire. The endpoint's one listener belongs to this server from then on. */
export function serve<C extends Contract>(
  endpoint: Endpoint,
  handlers: Handlers<C>,
  options: ServerOptions<C> = {},
): Server<C> {
  const running = new Map<number, () => void>();
  const schemas: Readonly<Record<string, AnySchema>> | undefined = options.schemas;
  let isClosed = false;

  async function answer(id: number, method: string, params: unknown): Promise<void> {
    const { token, cancel } = createCancellation();
    running.set(id, cancel);
    let last: { envelope: Envelope; transfer?: readonly unknown[] };
    try {
      const handler = ownHandler(handlers, method);
      const schema = ownSchema(schemas, method);
      const returned = await handler(
        schema === null ? params : readWire(schema, params, `params of ${method}`),
        {
          cancelled: token,
          progress(value, transfer) {
            if (running.get(id) !== cancel || token.isCancelled()) return;
            endpoint.post({ kind: 'progress', id, value } satisfies Envelope, transfer);
          },
        },
      );
      last =
        returned instanceof WithTransfer
          ? { envelope: { kind: 'result', id, value: returned.value }, transfer: returned.transfer }
          : { envelope: { kind: 'result', id, value: returned } };
    } catch (thrown) {
      last = { envelope: { kind: 'failure', id, error: toWireError(thrown) } };
    }
    // Closing has said the last word for this id already.
    if (running.get(id) !== cancel) return;
    running.delete(id);
    postLastWord(id, last.envelope, last.transfer);
  }

  function postLastWord(id: number, envelope: Envelope, transfer?: readonly unknown[]): void {
    try {
      endpoint.post(envelope, transfer);
    } catch (thrown) {
      // The wire refused the value, not the message: the caller still hears how its call ended.
      tryPost({ kind: 'failure', id, error: toWireError(thrown) });
    }
  }

  function tryPost(envelope: Envelope): void {
    try {
      endpoint.post(envelope);
    } catch {
      // A wire that takes nothing any more has no one left to tell.
    }
  }

  function receive(message: unknown): void {
    if (isClosed) return;
    const envelope = parseEnvelope(message);
    if (envelope?.kind === 'request') {
      // An id that is still running is not answered twice: the first request keeps its one last word.
      if (!running.has(envelope.id)) void answer(envelope.id, envelope.method, envelope.params);
    } else if (envelope?.kind === 'cancel') {
      running.get(envelope.id)?.();
    } else if (envelope === null) {
      const id = idOfDamagedRequest(message);
      if (id === null || running.has(id)) return;
      tryPost({
        kind: 'failure',
        id,
        error: toWireError(new AppError('bad-message', 'a request without a method')),
      });
    }
  }

  function end(reason: string, isPeerThere: boolean): void {
    if (isClosed) return;
    isClosed = true;
    const ended = [...running];
    running.clear();
    for (const [id, cancel] of ended) {
      cancel();
      if (isPeerThere) {
        tryPost({ kind: 'failure', id, error: toWireError(new AppError('connection-lost', reason)) });
      }
    }
    options.onClosed?.(reason);
  }

  endpoint.onClose?.((reason) => end(reason, false));
  endpoint.listen(receive);

  return {
    emit(event, payload, transfer) {
      if (!isClosed) endpoint.post({ kind: 'event', name: event, payload } satisfies Envelope, transfer);
    },
    close: (reason) => end(reason, true),
  };
}

type AnySchema = ParamSchemas<Contract>[string];
type AnyHandler = (params: unknown, context: HandlerContext<unknown>) => unknown;

function ownHandler(handlers: object, method: string): AnyHandler {
  const handler = ownValue(handlers as Record<string, unknown>, method);
  if (typeof handler !== 'function') throw new AppError('unknown-method', method);
  return handler as AnyHandler;
}
