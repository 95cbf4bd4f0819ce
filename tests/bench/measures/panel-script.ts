import { row } from '../../../tools/measuring/report.mjs';
import type { OpenSession } from '../random-jobs/job-runner.ts';
import type { Row } from '../rows.ts';

const runs = 3;

/** Names that the browser gives to tasks of the panel's own document, alone or among others. */
const ourTasks = ['self', 'multiple-contexts'];
type WatchedWindow = Window & { longest: number };

/**
 * The longest that a task of the panel has kept its page from answering while a picture was made, in milliseconds. The
 * browser lists tasks above 50 ms and says whose they are; the editor shares the panel's thread. 0: no such task.
 */
export async function measurePanelScript({ panel }: OpenSession): Promise<Row[]> {
  await panel.evaluate((ours) => {
    const watched = window as unknown as WatchedWindow;
    watched.longest = 0;
    new PerformanceObserver((list) => {
      for (const task of list.getEntries())
        if (ours.includes(task.name)) watched.longest = Math.max(watched.longest, task.duration);
    }).observe({ type: 'longtask' });
  }, ourTasks);
  await proveThatItSees(panel);
  const longest: number[] = [];
  for (let seed = 1; seed <= runs; seed++) {
    longest.push(
      await panel.evaluate(async (seed) => {
        const watched = window as unknown as WatchedWindow;
        watched.longest = 0;
        window.underpaint!.setRequest({ prompt: 'a red barn on a green hill', steps: 8, seed });
        await window.underpaint!.run();
        // The browser tells of a frame some time after it.
        await new Promise((resolve) => setTimeout(resolve, 300));
        return watched.longest;
      }, seed),
    );
  }
  return [
    row('longest script of the panel during a job', Math.min(...longest), 'ms', { atMost: 50, n: runs }),
  ];
}

const slowMs = 120;

/** Lets the panel's page run a script that is too long, so that a row of 0 ms means that nothing was, not that nobody looked. */
async function proveThatItSees(panel: OpenSession['panel']): Promise<void> {
  const seen = await panel.evaluate(async (ms) => {
    setTimeout(() => {
      const endsAt = performance.now() + ms;
      while (performance.now() < endsAt);
      document.body.style.outlineOffset = '1px';
    });
    await new Promise((resolve) => setTimeout(resolve, ms + 500));
    document.body.style.outlineOffset = '';
    return (window as unknown as WatchedWindow).longest;
  }, slowMs);
  if (seen < slowMs * 0.8) throw new Error(`A script of ${slowMs} ms was told as ${seen} ms.`);
}
