import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { inflateRawSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { row } from '../../../tools/measuring/report.mjs';
import type { OpenSession } from '../random-jobs/job-runner.ts';
import { repositoryRoot } from '../repository-root.ts';
import type { Row } from '../rows.ts';

const rounds = 15;

/** How large dist/ui.html is, how soon it paints beside a page of its size with nothing in it, and how soon its script runs. */
export async function measurePanelStart(session: OpenSession): Promise<Row[]> {
  const panel = await readFile(path.join(repositoryRoot, 'dist/ui.html'), 'utf8');
  const bytes = Buffer.byteLength(panel);
  const pages: Record<string, string> = {
    '/panel': panel,
    '/empty': `<!doctype html><title>x</title><body style="background:#eee">x<!--${'-'.repeat(bytes).replaceAll('--', 'x ')}-->`,
    '/unpacked': unpack(panel),
  };
  const server = createServer((request, response) => {
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.end(pages[request.url ?? ''] ?? '');
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const address = `http://localhost:${(server.address() as AddressInfo).port}`;
  const page = await session.page.context().newPage();
  await page.addInitScript(() => {
    Object.defineProperty(window, 'underpaint', {
      set: () => performance.mark('panel-started'),
    });
  });
  const paints: Record<string, number[]> = { '/panel': [], '/empty': [] };
  const starts: Record<string, number[]> = { '/panel': [], '/unpacked': [] };
  try {
    // In turn, so that what else the machine does falls on all of them.
    for (let round = -1; round < rounds; round++) {
      for (const name of Object.keys(pages)) {
        await page.goto(address + name);
        const { paint, start } = await readTimes(page, name !== '/empty');
        // The first round warms the browser up.
        if (round < 0) continue;
        paints[name]?.push(paint);
        starts[name]?.push(start);
      }
    }
  } finally {
    await page.close();
    server.close();
  }
  return [
    row('dist/ui.html', bytes, 'bytes', { atMost: 250_000 }),
    row('first paint of the panel', median(paints['/panel']!), 'ms', { n: rounds }),
    row(
      'first paint of the panel over an empty page of its size',
      median(paints['/panel']!) / median(paints['/empty']!),
      'ratio',
      {
        n: rounds,
        atMost: 2,
      },
    ),
    row('script of the panel has started, packed', median(starts['/panel']!), 'ms', { n: rounds }),
    row('script of the panel has started, unpacked', median(starts['/unpacked']!), 'ms', { n: rounds }),
  ];
}

/** Waits for the first paint and, where there is a script, until it has started; both in milliseconds of the page. */
function readTimes(page: Page, hasScript: boolean): Promise<{ paint: number; start: number }> {
  return page.evaluate(async (waits) => {
    const paintOf = () => performance.getEntriesByName('first-paint')[0]?.startTime;
    const startOf = () => performance.getEntriesByName('panel-started')[0]?.startTime;
    while (paintOf() === undefined || (waits && startOf() === undefined))
      await new Promise((resolve) => setTimeout(resolve, 1));
    return { paint: paintOf() ?? 0, start: startOf() ?? 0 };
  }, hasScript);
}

/** The same document with its script as it is. */
function unpack(panel: string): string {
  const held = /<script type="text\/plain" id="packed">([^<]+)<\/script><script>.*?<\/script>/s.exec(panel);
  if (held === null) throw new Error('dist/ui.html is not packed.');
  const [elements, packed = ''] = held;
  const script = inflateRawSync(Buffer.from(packed, 'base64'))
    .toString()
    .replaceAll('</script', '<\\/script');
  const [before = '', after = ''] = panel.split(elements);
  return `${before}<script>${script}</script>${after}`;
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
