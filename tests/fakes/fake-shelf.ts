import type { EngineContract } from '../../protocol/engine-contract.ts';
import { AppError } from '../../protocol/errors.ts';
import type { Handlers } from '../../protocol/server.ts';
import type { Shelf, ShelfRequests } from '../../protocol/shelf.ts';

export const emptyShelf: Shelf = {
  items: [],
  storage: { kind: 'opfs', usedBytes: 0, freeBytes: 20e9, isPersisted: true },
  bases: [],
};

const refuse = (): never => {
  throw new AppError('unknown-method');
};

/** Answers of an engine with nothing on its shelf, for tests that are about something else. */
export const noShelf: Pick<Handlers<EngineContract>, keyof ShelfRequests> = {
  readShelf: () => emptyShelf,
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
  freeMemory: () => undefined,
};
