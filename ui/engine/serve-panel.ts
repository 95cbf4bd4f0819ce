import type { ResultOf } from '../../protocol/contract.ts';
import type { EngineContract, GenerationInputs } from '../../protocol/engine-contract.ts';
import { engineParamSchemas } from '../../protocol/engine-schemas.ts';
import type { Endpoint } from '../../protocol/envelope.ts';
import { AppError, type ErrorCode } from '../../protocol/errors.ts';
import { agreeOnVersion } from '../../protocol/handshake.ts';
import { type Handlers, type Server, serve, withTransfer } from '../../protocol/server.ts';
import { askToPersist } from './ask-to-persist.ts';
import { forwardShelf, shelfMethods } from './forward-shelf.ts';
import type { WorkerLine } from './worker-line.ts';

/** Answers a panel's port by handing every request on to the worker; pixels move and are not copied. */
export function servePanel(
  endpoint: Endpoint,
  line: WorkerLine,
  onClosed?: () => void,
): Server<EngineContract> {
  let greeting: ResultOf<EngineContract, 'hello'> | null = null;
  const replaceWhereUnusable = (thrown: unknown): never => {
    if (leavesWorkerUnusable(thrown)) line.close('the worker was replaced after a failure');
    throw thrown;
  };
  const handlers: Handlers<EngineContract> = {
    ...forwardShelf(line),
    async hello(params, { cancelled }) {
      // A panel greets again to hear whether this page still lives; that must not wait behind a worker that paints.
      if (greeting !== null) return { ...greeting, ...agreeOnVersion(params.version) };
      greeting = await line.open().call('hello', params, { signal: cancelled });
      return greeting;
    },
    listModels: (params, { cancelled }) => line.open().call('listModels', params, { signal: cancelled }),
    async importModel(params, { cancelled }) {
      const model = await line.open().call('importModel', params, { signal: cancelled });
      line.remember(model.id, params);
      // It is copied into the store.
      askToPersist();
      return model;
    },
    warmUp: (params, { cancelled }) =>
      line.open().call('warmUp', params, { signal: cancelled }).catch(replaceWhereUnusable),
    // Not cancelled: a worker that is busy with a step could not hear of it, and would be replaced for that.
    readPrompt: (params) => line.open().call('readPrompt', params),
    previewMask: (params, { cancelled }) =>
      line
        .open()
        .call('previewMask', params, { signal: cancelled, transfer: buffersOf(params.inputs) })
        .catch(replaceWhereUnusable),
    async generate(params, { cancelled, progress }) {
      const result = await line
        .open()
        .call('generate', params, {
          signal: cancelled,
          onProgress: (told) => progress(told),
          transfer: buffersOf(params.inputs),
        })
        .catch(replaceWhereUnusable);
      return withTransfer(
        result,
        result.candidates.map(({ png }) => png.buffer),
      );
    },
  };
  return serve<EngineContract>(endpoint, handlers, { schemas: engineParamSchemas, onClosed });
}

/** Answers a port of a page that may not use the engine: every request fails with the same sentence. */
export function refusePanel(endpoint: Endpoint): Server<EngineContract> {
  const refuse = (): never => {
    throw new AppError('engine-refused', 'This page may not use the engine.');
  };
  const all = [
    'hello',
    'listModels',
    'importModel',
    'warmUp',
    'readPrompt',
    'previewMask',
    'generate',
    ...shelfMethods,
  ] as const;
  const handlers = Object.fromEntries(all.map((method) => [method, refuse]));
  return serve<EngineContract>(endpoint, handlers as Record<(typeof all)[number], typeof refuse>);
}

/**
 * WebAssembly memory never shrinks, a runtime that aborted fails at everything, and one whose files did not come once
 * never asks for them again: only a new worker helps.
 */
const unusableAfter: readonly ErrorCode[] = ['out-of-memory', 'internal', 'engine-unreachable'];

function leavesWorkerUnusable(thrown: unknown): boolean {
  return thrown instanceof AppError && unusableAfter.includes(thrown.code);
}

function buffersOf({ picture, masks }: GenerationInputs): ArrayBufferLike[] {
  const placed = picture === null ? masks : [picture, ...masks];
  return [...new Set(placed.map(({ png }) => png.buffer))];
}
