import { catalog } from '../../../../models/catalog.ts';
import type { EngineContract } from '../../../../protocol/engine-contract.ts';
import { AppError } from '../../../../protocol/errors.ts';
import type { Handlers } from '../../../../protocol/server.ts';
import type { ShelfRequests } from '../../../../protocol/shelf.ts';
import { describeEntry } from './describe-entry.ts';

export type ShelfHandlers = Pick<Handlers<EngineContract>, keyof ShelfRequests>;

function refuse(): never {
  throw new AppError('unknown-method', 'Nothing can be installed yet.');
}

/** Answers what is asked of the shelf: so far, what there is to install. */
export function createShelfHandlers(): ShelfHandlers {
  return {
    readShelf: async () => ({
      items: await Promise.all(catalog.map(describeEntry)),
      storage: { kind: 'memory', usedBytes: 0, freeBytes: null, isPersisted: false },
      bases: [],
    }),
    install: refuse,
    pauseInstall: refuse,
    resumeInstall: refuse,
    cancelInstall: refuse,
    removeModel: refuse,
    verifyModel: refuse,
    addBase: refuse,
    removeBase: refuse,
    acceptLicense: refuse,
    importZip: refuse,
    freeMemory: refuse,
  };
}
