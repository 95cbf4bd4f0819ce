import { type Client, connect } from '../../protocol/client.ts';
import type { ParamsOf } from '../../protocol/contract.ts';
import type { EngineContract } from '../../protocol/engine-contract.ts';
import { engineAnswerSchemas } from '../../protocol/engine-schemas.ts';
import type { Endpoint } from '../../protocol/envelope.ts';
import type { Shelf } from '../../protocol/shelf.ts';

/** A worker as its owner needs it: a wire, and an end. */
export type SpawnedWorker = { endpoint: Endpoint; terminate(): void };

type AddedFolder = ParamsOf<EngineContract, 'importModel'>;

export type WorkerLine = {
  /** The wire to the worker, started where there is none. Its calls fail with `connection-lost` when the worker dies. */
  open(): Client<EngineContract>;
  /** Hands a folder that was added to every later worker too: what a worker knows ends with it. */
  remember(id: string, folder: AddedFolder): void;
  forget(id: string): void;
  /** Ends the worker; the next call starts another. */
  close(reason: string): void;
};

export type WorkerLineOptions = {
  spawn(): SpawnedWorker;
  onDeviceLost(reason: string): void;
  onShelfChanged(shelf: Shelf): void;
  /** How long a worker may go on after a cancel before it is replaced. */
  drainMs?: number;
};

/**
 * Keeps one worker. A worker that dies, or that ignores a cancel, fails what is in flight and is replaced at the next
 * call, which loads the model again: nothing ever waits for a worker that will not answer.
 */
export function createWorkerLine({
  spawn,
  onDeviceLost,
  onShelfChanged,
  drainMs = 3000,
}: WorkerLineOptions): WorkerLine {
  let running: Client<EngineContract> | null = null;
  const folders = new Map<string, AddedFolder>();

  function start(): Client<EngineContract> {
    const worker = spawn();
    const client = connect<EngineContract>(worker.endpoint, {
      schemas: engineAnswerSchemas,
      drainMs,
      onDrainTimeout: (method) => client.close(`the worker ignored a cancel of ${method}`),
      onClosed() {
        worker.terminate();
        if (running === client) running = null;
      },
    });
    client.on('deviceLost', ({ reason }) => onDeviceLost(reason));
    client.on('shelfChanged', ({ shelf }) => onShelfChanged(shelf));
    // Sent before any other call, so that a job finds its model; one that fails now is told by the job.
    for (const folder of folders.values()) client.call('importModel', folder).catch(() => {});
    return client;
  }

  return {
    open() {
      running ??= start();
      return running;
    },
    remember(id, folder) {
      folders.set(id, folder);
    },
    forget: (id) => void folders.delete(id),
    close: (reason) => running?.close(reason),
  };
}
