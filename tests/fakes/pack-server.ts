import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

/** A server of a team's own, as plain as a web server is: folders of packs, byte ranges, CORS. */
export type PackServer = {
  readonly url: string;
  /** Paths that were asked for with success, in order. */
  readonly served: string[];
  /** Set by a test. Without CORS no page of another origin may read what is sent. */
  allowsCors: boolean;
  /** Set by a test: bytes that a second brings; null for all at once. */
  bytesPerSecond: number | null;
  close(): Promise<void>;
};

export type PackServerOptions = {
  /** Folders by the id below which they are served, each with a `files.json` made from what is in it. */
  packs: Readonly<Record<string, string>>;
  /** The content of `shelf.json`; absent: there is none. */
  shelf?: unknown;
};

type Listed = { path: string; bytes: number; sha256: string };

function listFolder(folder: string): Listed[] {
  const names = readdirSync(folder, { recursive: true }) as string[];
  return names
    .filter((name) => statSync(join(folder, name)).isFile())
    .map((name) => {
      const bytes = readFileSync(join(folder, name));
      return {
        path: name.replaceAll('\\', '/'),
        bytes: bytes.length,
        sha256: createHash('sha256').update(bytes).digest('hex'),
      };
    });
}

/** Starts a server on a free port of this machine. */
export async function startPackServer({ packs, shelf }: PackServerOptions): Promise<PackServer> {
  const lists = new Map(Object.entries(packs).map(([id, folder]) => [id, listFolder(folder)]));

  function find(path: string): Buffer | null {
    if (path === 'shelf.json') return shelf === undefined ? null : Buffer.from(JSON.stringify(shelf));
    const [id = '', ...below] = path.split('/');
    const list = lists.get(id);
    const name = below.join('/');
    if (list === undefined) return null;
    if (name === 'files.json') return Buffer.from(JSON.stringify(list));
    return list.some((file) => file.path === name) ? readFileSync(join(packs[id]!, name)) : null;
  }

  async function send(response: ServerResponse, bytes: Buffer): Promise<void> {
    if (server.bytesPerSecond === null) return void response.end(bytes);
    const step = Math.max(1, Math.floor(server.bytesPerSecond / 20));
    for (let at = 0; at < bytes.length && !response.destroyed; at += step) {
      response.write(bytes.subarray(at, at + step));
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    response.end();
  }

  function answer(request: IncomingMessage, response: ServerResponse): void {
    if (server.allowsCors) {
      response.setHeader('Access-Control-Allow-Origin', '*');
      response.setHeader('Access-Control-Expose-Headers', 'Content-Range, Content-Length, ETag');
    }
    // So that an opaque answer reaches an isolated page, as that of any server may.
    response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
    const path = decodeURIComponent(new URL(request.url ?? '/', server.url).pathname).slice(1);
    const bytes = find(path);
    if (bytes === null) return void response.writeHead(404).end();
    served.push(path);
    const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '');
    const start = range === null ? 0 : Number(range[1]);
    const end = range === null ? bytes.length : Math.min(bytes.length, Number(range[2]) + 1);
    if (start >= bytes.length && bytes.length > 0)
      return void response.writeHead(416, { 'Content-Range': `bytes */${bytes.length}` }).end();
    response.writeHead(range === null ? 200 : 206, {
      'Content-Length': end - start,
      ...(range === null ? {} : { 'Content-Range': `bytes ${start}-${end - 1}/${bytes.length}` }),
    });
    void send(response, bytes.subarray(start, end));
  }

  const served: string[] = [];
  const http = createServer(answer);
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const server: PackServer = {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/`,
    served,
    allowsCors: true,
    bytesPerSecond: null,
    close: () =>
      new Promise((resolve) => {
        http.closeAllConnections();
        http.close(() => resolve());
      }),
  };
  return server;
}
