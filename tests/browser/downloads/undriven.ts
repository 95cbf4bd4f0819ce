import { type ChildProcess, spawn } from 'node:child_process';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { findChromium } from '../../../tools/find-chromium.mjs';
import type { ShelfCall } from './rig.ts';

/**
 * A Chromium that no debugger watches. One that is driven keeps up to 200 MB of what its pages fetch, for the network
 * panel, which is many times what a download may cost. The page asks its own server for what to do instead.
 */
export type Undriven = {
  /** Answers the page's requests for orders; false where a request is about something else. */
  handle(request: IncomingMessage, response: ServerResponse): boolean;
  start(url: string, profileDir: string): void;
  call: ShelfCall;
  close(): Promise<void>;
};

export function createUndriven(): Undriven {
  let browser: ChildProcess | null = null;
  let asking: ServerResponse | null = null;
  let order: string | null = null;
  let answered: (answer: { value?: unknown; failure?: string }) => void = () => {};

  function hand(): void {
    if (asking === null || order === null) return;
    asking.end(order);
    asking = null;
    order = null;
  }

  async function readAnswer(request: IncomingMessage): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    answered(JSON.parse(Buffer.concat(parts).toString()));
  }

  return {
    handle(request, response) {
      if (request.url === '/next') {
        asking = response;
        hand();
        return true;
      }
      if (request.url !== '/answer') return false;
      readAnswer(request).then(
        () => response.end(),
        () => response.destroy(),
      );
      return true;
    },
    start(url, profileDir) {
      const args = [
        '--headless=new',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-dev-shm-usage',
        '--no-first-run',
      ];
      browser = spawn(findChromium()!, [...args, `--user-data-dir=${profileDir}`, url], { stdio: 'ignore' });
    },
    call: (method, ...args) =>
      new Promise((resolve, reject) => {
        answered = ({ value, failure }) => {
          if (failure === undefined) resolve(value as never);
          else reject(new Error(failure));
        };
        order = JSON.stringify({ method, args });
        hand();
      }),
    async close() {
      if (browser === null || browser.exitCode !== null) return;
      const gone = new Promise((resolve) => browser!.once('exit', resolve));
      browser.kill('SIGKILL');
      await gone;
    },
  };
}
