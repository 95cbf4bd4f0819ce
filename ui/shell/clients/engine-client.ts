import type { SignalLike } from '../../../protocol/cancellation.ts';
import { type CallArguments, type Client, connect } from '../../../protocol/client.ts';
import type { ParamsOf, ResultOf } from '../../../protocol/contract.ts';
import type {
  Capabilities,
  Dropped,
  EngineContract,
  GenerateProgress,
} from '../../../protocol/engine-contract.ts';
import { engineAnswerSchemas } from '../../../protocol/engine-schemas.ts';
import { AppError, type ErrorCode } from '../../../protocol/errors.ts';
import { greetEngine } from '../../../protocol/handshake.ts';
import type { Shelf, ShelfRequests } from '../../../protocol/shelf.ts';
import { afterMs, untilCancelled } from './cancellable.ts';
import type { EngineFrame, OpenEngineFrame } from './engine-frame.ts';
import { isAlive, type PulseOptions, whileAlive } from './engine-pulse.ts';

type Params<M extends keyof EngineContract['requests']> = ParamsOf<EngineContract, M>;
type Result<M extends keyof EngineContract['requests']> = ResultOf<EngineContract, M>;

/** What the panel is told of the connection. */
export type EngineConnection =
  | { kind: 'connecting' }
  | { kind: 'connected'; capabilities: Capabilities }
  | { kind: 'lost'; code: ErrorCode };

export type GenerateOptions = { signal: SignalLike; onProgress: (progress: GenerateProgress) => void };

/**
 * The panel's telephone to the engine page. It connects when it is first needed, and anew after the page has ended;
 * every call rejects with an AppError, never hangs on a page that is gone.
 */
export type EngineClient = {
  connect(): Promise<Capabilities>;
  listModels(): Promise<Result<'listModels'>>;
  importModel(params: Params<'importModel'>): Promise<Result<'importModel'>>;
  warmUp(params: Params<'warmUp'>): Promise<Result<'warmUp'>>;
  /** Asks how much of the prompts a model reads; rejects with `cancelled` once the signal fires. */
  readPrompt(params: Params<'readPrompt'>, options: { signal: SignalLike }): Promise<Result<'readPrompt'>>;
  /** Asks what a run would repaint; rejects with `cancelled` once the signal fires. */
  previewMask(params: Params<'previewMask'>, options: { signal: SignalLike }): Promise<Result<'previewMask'>>;
  generate(params: Params<'generate'>, options: GenerateOptions): Promise<Result<'generate'>>;
  /** Asks something of the shelf of models, or has it do something. */
  askShelf<M extends keyof ShelfRequests>(
    method: M,
    ...args: CallArguments<EngineContract, M>
  ): Promise<Result<M>>;
  /** Tells every change of the shelf; returns the unsubscriber. */
  onShelf(listener: (shelf: Shelf) => void): () => void;
  /** Tells every change of the connection; returns the unsubscriber. */
  onConnection(listener: (connection: EngineConnection) => void): () => void;
  /** Tells what is dropped on the engine page, and with null that a drag has left it; returns the unsubscriber. */
  onDrop(listener: (dropped: Dropped | null) => void): () => void;
  /** Hangs up: what is in flight fails with `connection-lost`, the next call connects anew. */
  close(): void;
};

export type EngineClientOptions = {
  engineUrl: string;
  openFrame: OpenEngineFrame;
  /** How long the page may take to load, and then to answer the first greeting. */
  patienceMs?: number;
  pulse?: PulseOptions;
};

type Line = { client: Client<EngineContract>; capabilities: Capabilities };

/** Makes the client; nothing is framed before the first call. */
export function createEngineClient({
  engineUrl,
  openFrame,
  patienceMs = 20_000,
  pulse = { everyMs: 5000, answerMs: 10_000 },
}: EngineClientOptions): EngineClient {
  const listeners = new Set<(connection: EngineConnection) => void>();
  const dropListeners = new Set<(dropped: Dropped | null) => void>();
  const shelfListeners = new Set<(shelf: Shelf) => void>();
  let line: Promise<Line> | null = null;
  let hangUp: () => void = () => {};

  function tell(connection: EngineConnection): void {
    for (const listener of [...listeners]) listener(connection);
  }

  // A failed attempt is forgotten, so that the next call is a new one.
  function ensureLine(): Promise<Line> {
    if (line !== null) return line;
    const attempt = open();
    line = attempt;
    attempt.catch(() => {
      if (line === attempt) line = null;
    });
    return attempt;
  }

  async function open(): Promise<Line> {
    tell({ kind: 'connecting' });
    let frame: EngineFrame | null = null;
    try {
      frame = await openFrame(engineUrl, afterMs(patienceMs));
      return await greet(frame);
    } catch (thrown) {
      frame?.remove();
      const error = asConnectionError(thrown);
      tell({ kind: 'lost', code: error.code });
      throw error;
    }
  }

  async function greet(frame: EngineFrame): Promise<Line> {
    let isGreeted = false;
    const client = connect<EngineContract>(frame.endpoint, {
      schemas: engineAnswerSchemas,
      onClosed() {
        frame.remove();
        if (!isGreeted) return;
        line = null;
        tell({ kind: 'lost', code: 'connection-lost' });
      },
    });
    const tellDrop = (dropped: Dropped | null) => {
      for (const listener of [...dropListeners]) listener(dropped);
    };
    client.on('dropped', tellDrop);
    client.on('dragLeft', () => tellDrop(null));
    client.on('shelfChanged', ({ shelf }) => {
      for (const listener of [...shelfListeners]) listener(shelf);
    });
    hangUp = () => client.close('the panel hung up');
    const capabilities = await greetEngine(client, { timeoutMs: patienceMs });
    isGreeted = true;
    tell({ kind: 'connected', capabilities });
    return { client, capabilities };
  }

  /** A line to a page that lives: a page that has crashed unnoticed is replaced before it is asked for anything. */
  async function ensureLivingLine(): Promise<Line> {
    const known = line;
    const current = await ensureLine();
    if (known === null || (await isAlive(current.client, pulse.answerMs))) return current;
    current.client.close('the engine page gave no sign of life');
    return ensureLine();
  }

  /** Asks a living page, and goes on watching that it lives until it has answered. */
  async function ask<T>(
    work: (client: Client<EngineContract>) => Promise<T>,
    signal?: SignalLike,
  ): Promise<T> {
    const living = ensureLivingLine();
    const { client } = await (signal === undefined ? living : untilCancelled(living, signal));
    return whileAlive(client, work(client), pulse);
  }

  return {
    connect: async () => (await ensureLivingLine()).capabilities,
    listModels: () => ask((client) => client.call('listModels')),
    importModel: (params) => ask((client) => client.call('importModel', params)),
    warmUp: (params) => ask((client) => client.call('warmUp', params)),
    readPrompt: (params, options) =>
      ask((client) => client.call('readPrompt', params, options), options.signal),
    previewMask: (params, options) =>
      ask((client) => client.call('previewMask', params, options), options.signal),
    generate: (params, options) => ask((client) => client.call('generate', params, options), options.signal),
    askShelf: (method, ...args) => ask((client) => client.call(method, ...args)),
    onShelf(listener) {
      shelfListeners.add(listener);
      return () => shelfListeners.delete(listener);
    },
    onConnection(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onDrop(listener) {
      dropListeners.add(listener);
      return () => dropListeners.delete(listener);
    },
    close: () => hangUp(),
  };
}

/** A page that did not come, or ended while being greeted, is simply not reachable; other reasons keep their code. */
function asConnectionError(thrown: unknown): AppError {
  const detail = thrown instanceof Error ? thrown.message : String(thrown);
  if (!(thrown instanceof AppError)) return new AppError('engine-unreachable', detail);
  const isUnreachable = ['cancelled', 'timed-out', 'connection-lost'].includes(thrown.code);
  return isUnreachable ? new AppError('engine-unreachable', detail) : thrown;
}
