import type { PackSource } from '../../runtime/pack-files.ts';
import { partNames } from '../../runtime/part-names.ts';

/** Tells how much of a pack's networks has been opened; nothing of it is read by that. */
export function tellOpened(
  source: PackSource,
  onLoaded: (loaded: number, total: number) => void,
): PackSource {
  const opened = new Map<string, number>();
  const isWanted = (path: string) => [...partNames, 'onnx'].some((part) => path.startsWith(`${part}/`));
  let total: number | null = null;
  return {
    ...source,
    async open(path) {
      const blob = await source.open(path);
      if (blob === null || !isWanted(path)) return blob;
      const entries = (await source.list()) ?? [];
      total ??= entries.filter((entry) => isWanted(entry.path)).reduce((sum, { bytes }) => sum + bytes, 0);
      opened.set(path, blob.size);
      onLoaded(
        [...opened.values()].reduce((sum, bytes) => sum + bytes, 0),
        total,
      );
      return blob;
    },
  };
}
