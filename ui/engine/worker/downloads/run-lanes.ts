import type { FileDownload } from './file-download.ts';

/**
 * Works on files with so many hands at once, the first file first, until all are done or `abort` is. The first error
 * aborts the others and is thrown once all have stopped.
 */
export async function runLanes(
  files: readonly FileDownload[],
  lanes: number,
  abort: AbortController,
): Promise<void> {
  let failure: { thrown: unknown } | null = null;
  let wake = () => {};
  let changed = new Promise<void>((resolve) => {
    wake = resolve;
  });

  function tellOthers(): void {
    wake();
    changed = new Promise((resolve) => {
      wake = resolve;
    });
  }

  function claim(): (() => Promise<void>) | null {
    for (const file of files) {
      const work = file.claim();
      if (work !== null) return work;
    }
    return null;
  }

  async function runLane(): Promise<void> {
    while (!abort.signal.aborted && !files.every((file) => file.isDone())) {
      const work = claim();
      if (work === null) {
        await changed;
        continue;
      }
      try {
        await work();
      } catch (thrown) {
        failure ??= { thrown };
        abort.abort();
      } finally {
        tellOthers();
      }
    }
    tellOthers();
  }

  await Promise.all(Array.from({ length: lanes }, runLane));
  const ended = failure as { thrown: unknown } | null;
  if (ended !== null) throw ended.thrown;
}
