import type { ParamsOf } from '../../protocol/contract.ts';
import type { EngineContract } from '../../protocol/engine-contract.ts';
import type { HandlerContext, Handlers } from '../../protocol/server.ts';
import type { ShelfRequests } from '../../protocol/shelf.ts';
import { askToPersist } from './ask-to-persist.ts';
import type { WorkerLine } from './worker-line.ts';

type ShelfMethod = keyof ShelfRequests;

/** What the engine page hands on to its worker as it is. */
export const shelfMethods: readonly ShelfMethod[] = [
  'readShelf',
  'install',
  'pauseInstall',
  'resumeInstall',
  'cancelInstall',
  'removeModel',
  'verifyModel',
  'addBase',
  'removeBase',
  'acceptLicense',
  'importZip',
  'freeMemory',
];

/** After these, gigabytes lie on the disk. */
const keeping: readonly ShelfMethod[] = ['install', 'resumeInstall', 'importZip'];

/** Answers the requests of the shelf with what the worker answers, its progress and a cancel included. */
export function forwardShelf(line: WorkerLine): Pick<Handlers<EngineContract>, ShelfMethod> {
  const forward =
    (method: ShelfMethod) =>
    async (params: ParamsOf<EngineContract, ShelfMethod>, context: HandlerContext<unknown>) => {
      if (keeping.includes(method)) askToPersist();
      // What is removed must not come back with the next worker.
      if (method === 'removeModel') line.forget((params as { id: string }).id);
      // The compiler cannot see that method and params belong to each other; the schemas of both sides check it.
      return (line.open().call as (...args: unknown[]) => Promise<unknown>)(method, params, {
        signal: context.cancelled,
        onProgress: (told: unknown) => context.progress(told),
      });
    };
  const handlers = Object.fromEntries(shelfMethods.map((method) => [method, forward(method)]));
  return handlers as unknown as Pick<Handlers<EngineContract>, ShelfMethod>;
}
