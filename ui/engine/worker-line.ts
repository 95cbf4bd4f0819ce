import { type CallOptions, type Client, connect } from '../../protocol/client.ts';
import type { ParamsOf, ProgressOf, ResultOf } from '../../protocol/contract.ts';
import type { EngineContract } from '../../protocol/engine-contract.ts';
import { engineAnswerSchemas } from '../../protocol/engine-schemas.ts';
import type { Endpoint } from '../../protocol/envelope.ts';

type Requests = EngineContract['requests'];

/** A worker as its owner needs it: a wire, and an end. */
export type SpawnedWorker = { endpoint: Endpoint; terminate(): void };

export type WorkerLine = {
  /** Asks the worker, starting one where there is none. Rejects with `connection-lost` when the worker dies. */
  call<M extends keyof Requests & string>(
    method: M,
    params: ParamsOf<EngineContract, M>,
    options: CallOptions<ProgressOf<EngineContract, M>>,
  ): Promise<ResultOf<EngineContract, M>>;
  /** Ends the worker; the next call starts another. */
  close(reason: string): void;
};

export type WorkerLineOptions = {
  spawn(): SpawnedWorker;
  onDeviceLost(reason: string): void;
  /** How long a worker may go on after a cancel before it is replaced. */
  drainMs?: number;
};

type Running = { client: Client<EngineContract>; worker: SpawnedWorker };

/**
 * Keeps one worker. A worker that dies, or that ignores a cancel, fails what is in flight and is replaced at the next
 * call, which loads the model again: nothing ever waits for a worker that will not answer.
 */
export function createWorkerLine({ spawn, onDeviceLost, drainMs = 3000 }: WorkerLineOptions): WorkerLine {
  let running: Running | null = null;

  function start(): Running {
    const worker = spawn();
    const client = connect<EngineContract>(worker.endpoint, {
      schemas: engineAnswerSchemas,
      drainMs,
      onDrainTimeout: (method) => client.close(`the worker ignored a cancel of ${method}`),
      onClosed() {
        worker.terminate();
        if (running === started) running = null;
      },
    });
    client.on('deviceLost', ({ reason }) => onDeviceLost(reason));
    const started: Running = { client, worker };
    return started;
  }

  return {
    call(method, params, options) {
      running ??= start();
      // The contract's one request without params is the reason for this detour around its tuple type.
      const ask = running.client.call as (
        method: string,
        params: unknown,
        options: unknown,
      ) => Promise<ResultOf<EngineContract, typeof method>>;
      return ask(method, params, options);
    },
    close: (reason) => running?.client.close(reason),
  };
}
