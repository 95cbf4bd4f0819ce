import { AppError } from '../../../../protocol/errors.ts';

/** What the browser grants this origin; null where it does not say. `isPersistent`: it asks before it evicts. */
export type StorageRoom = {
  readonly usedBytes: number | null;
  readonly freeBytes: number | null;
  readonly isPersistent: boolean | null;
};

/** Asks the browser how much room there is. */
export async function readStorageRoom(): Promise<StorageRoom> {
  const { usage, quota } = await estimate();
  return {
    usedBytes: usage ?? null,
    freeBytes: quota === undefined ? null : Math.max(0, quota - (usage ?? 0)),
    isPersistent: (await navigator.storage?.persisted().catch(() => null)) ?? null,
  };
}

async function estimate(): Promise<StorageEstimate> {
  try {
    return await navigator.storage.estimate();
  } catch {
    return {};
  }
}

const inGigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(bytes < 1e8 ? 3 : 1)} GB`;

/** Throws `no-space`, with needed and free as subject, where bytes do not fit. */
export function requireRoom(neededBytes: number, freeBytes: number | null): void {
  if (freeBytes === null || neededBytes <= freeBytes) return;
  throw new AppError(
    'no-space',
    `${neededBytes} bytes are needed and ${freeBytes} are free`,
    `${inGigabytes(neededBytes)} > ${inGigabytes(freeBytes)}`,
  );
}
