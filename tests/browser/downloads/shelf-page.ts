// A page with one worker that has the shelf; `?refuse=opfs` or `?refuse=all` takes storage away from that worker.
let next = 0;
const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
const worker = new Worker(`/shelf-worker.js${location.search}`);

worker.onmessage = ({ data }: MessageEvent<{ id: number; value?: unknown; failure?: string }>) => {
  const { resolve, reject } = waiting.get(data.id)!;
  waiting.delete(data.id);
  if (data.failure === undefined) resolve(data.value);
  else reject(new Error(data.failure));
};

function callShelf(method: string, args: unknown[]): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const id = next++;
    waiting.set(id, { resolve, reject });
    worker.postMessage({ id, method, args });
  });
}

Object.assign(globalThis, { callShelf });

/** Asks the page's own server what to do, one call after another, for a browser that nobody drives. */
async function obeyServer(): Promise<void> {
  for (;;) {
    const { method, args } = (await (await fetch('/next')).json()) as { method: string; args: unknown[] };
    const answer = await callShelf(method, args).then(
      (value) => ({ value }),
      (error: Error) => ({ failure: error.message }),
    );
    await fetch('/answer', { method: 'POST', body: JSON.stringify(answer) });
  }
}

if (new URLSearchParams(location.search).has('obey')) void obeyServer();
