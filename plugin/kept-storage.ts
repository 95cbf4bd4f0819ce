import { AppError } from '../protocol/errors.ts';

const storageKey = (key: string) => `kept/${key}`;

/** What the panel keeps on this machine under a key; null when there is nothing. Throws AppError('internal') where it cannot be read. */
export async function loadKept(key: string): Promise<{ value: string | null }> {
  const stored: unknown = await figma.clientStorage.getAsync(storageKey(key)).catch((thrown: unknown) => {
    // What cannot be read is not nothing, or the next change would be written over it.
    throw new AppError('internal', String(thrown));
  });
  return { value: typeof stored === 'string' ? stored : null };
}

/** Keeps a text on this machine; null deletes it. Throws AppError('storage-full') when Figma does not take it. */
export async function saveKept(key: string, value: string | null): Promise<null> {
  try {
    if (value === null) await figma.clientStorage.deleteAsync(storageKey(key));
    else await figma.clientStorage.setAsync(storageKey(key), value);
    return null;
  } catch (thrown) {
    throw new AppError('storage-full', String(thrown));
  }
}
