import { folderOfPack, type PackName } from './pack-folder.ts';

/** Lets one holder at a time work on a pack, over all pages of the profile. */
export type PackLock = {
  /** Waits for the pack, then runs `act`. Rejects with the signal's reason where that is aborted while waiting. */
  hold<T>(name: PackName, signal: AbortSignal | null, act: () => Promise<T>): Promise<T>;
};

/** Web Locks, which the browser gives back by itself when a page dies. */
export function createPackLock(locks: LockManager): PackLock {
  return {
    hold: (name, signal, act) =>
      locks.request(
        `underpaint-pack:${folderOfPack(name)}`,
        signal === null ? {} : { signal },
        act,
      ) as Promise<Awaited<ReturnType<typeof act>>>,
  };
}
