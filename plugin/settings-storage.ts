import type { FigmaValue } from '../protocol/contract.ts';
import { AppError } from '../protocol/errors.ts';
import { isFigmaValue } from '../protocol/figma-value.ts';

const key = 'settings';

/** What the panel saved on this machine; undefined when there is nothing, or nothing readable. */
export async function loadSettings(): Promise<FigmaValue> {
  try {
    const stored: unknown = await figma.clientStorage.getAsync(key);
    return isFigmaValue(stored) ? stored : undefined;
  } catch {
    // Without its settings the panel still works, with its defaults.
    return undefined;
  }
}

/** Keeps the panel's settings on this machine. Throws AppError('storage-full') when Figma does not take them. */
export async function saveSettings(settings: FigmaValue): Promise<undefined> {
  try {
    await figma.clientStorage.setAsync(key, settings);
  } catch (thrown) {
    throw new AppError('storage-full', String(thrown));
  }
}
