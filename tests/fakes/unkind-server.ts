import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerOf, type Misdeed } from './misdeeds.ts';

/** A file that is nothing but a number: its bytes follow from seed and offset. */
export type MadeFile = { readonly seed: number; readonly bytes: number };

const blockBytes = 64 * 1024;

/** Bytes [start, end) of a made file: a linear generator that is seeded anew at every 64 KiB. */
export function makeBytes({ seed }: MadeFile, start: number, end: number): Buffer {
  const made = Buffer.allocUnsafe(end - start);
  for (let at = start; at < end; ) {
    const block = Math.floor(at / blockBytes);
    const whole = makeBlock(seed, block);
    const from = at - block * blockBytes;
    const until = Math.min(blockBytes, from + end - at);
    whole.copy(made, at - start, from, until);
    at += until - from;
  }
  return made;
}

const blocks = new Map<string, Buffer>();

function makeBlock(seed: number, block: number): Buffer {
  // Four different blocks per seed keep the making of hundreds of megabytes cheap; the block's number marks each.
  const key = `${seed}:${block % 4}`;
  let base = blocks.get(key);
  if (base === undefined) {
    const words = new Uint32Array(blockBytes / 4);
    let state = (seed * 2654435761 + (block % 4) * 40503 + 1) >>> 0;
    for (let i = 0; i < words.length; i++) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      words[i] = state;
    }
    base = Buffer.from(words.buffer);
    blocks.set(key, base);
  }
  const made = Buffer.from(base);
  made.writeUInt32LE(block, 0);
  return made;
}

/** SHA-256 of a made file in lowercase hex. */
export function hashMade(file: MadeFile): string {
  const hash = createHash('sha256');
  for (let at = 0; at < file.bytes; at += blockBytes)
    hash.update(makeBytes(file, at, Math.min(file.bytes, at + blockBytes)));
  return hash.digest('hex');
}

/** What one request came to. `sentBytes` counts content that went into the socket. */
export type Served = {
  mirror: string;
  path: string;
  method: string;
  range: string | null;
  status: number;
  sentBytes: number;
};

export type UnkindServer = {
  /** `http://127.0.0.1:PORT/a/` and so on: folders of equal content. */
  base(mirror: string): string;
  files: Map<string, MadeFile>;
  /** What goes wrong, per mirror; the first one that has something to say about a request decides. */
  misdeeds: Map<string, Misdeed[]>;
  served: Served[];
  sentBytes(path?: string): number;
  /** Milliseconds between chunks of 64 KiB; 0 is as fast as it goes. */
  pauseMs: number;
  /** Sends no more content once so many bytes were sent in all, until this is raised. */
  holdAtBytes: number;
  reset(): void;
  close(): Promise<void>;
};

/** Waits until more can be written, or until there is nobody left to write to. */
function untilDrained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const settle = () => {
      response.off('drain', settle).off('close', settle);
      resolve();
    };
    response.on('drain', settle).on('close', settle);
  });
}

const corsHeaders = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'ETag, Content-Range, Accept-Ranges, Retry-After',
};

/**
 * Serves made files over real HTTP, and can be told to be slow, cut, stall, lie and refuse. Anything but a plain GET
 * is answered with 405, preflights too.
 */
export async function startUnkindServer(): Promise<UnkindServer> {
  const unkind: UnkindServer = {
    base: (mirror) => `http://127.0.0.1:${(server.address() as AddressInfo).port}/${mirror}/`,
    files: new Map(),
    misdeeds: new Map(),
    served: [],
    sentBytes: (path) =>
      unkind.served
        .filter((one) => (path ?? one.path) === one.path)
        .reduce((sum, one) => sum + one.sentBytes, 0),
    pauseMs: 0,
    holdAtBytes: Number.POSITIVE_INFINITY,
    reset() {
      unkind.files.clear();
      unkind.misdeeds.clear();
      unkind.served.length = 0;
      unkind.pauseMs = 0;
      unkind.holdAtBytes = Number.POSITIVE_INFINITY;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const [, mirror = '', ...rest] = url.pathname.split('/');
    const path = rest.map(decodeURIComponent).join('/');
    const range = request.headers.range ?? null;
    const note: Served = { mirror, path, method: request.method ?? '', range, status: 0, sentBytes: 0 };
    unkind.served.push(note);
    for (const [name, value] of Object.entries(corsHeaders)) response.setHeader(name, value);
    const file = unkind.files.get(path);
    const before = unkind.served.filter((one) => one.mirror === mirror && one.path === path).length - 1;
    const answer = answerOf(unkind.misdeeds.get(mirror) ?? [], {
      file: file ?? null,
      isGet: request.method === 'GET',
      path,
      mirror,
      range,
      before,
      signature: url.searchParams.get('signature'),
      sentBefore: unkind.sentBytes(path),
    });
    note.status = answer.status;
    response.writeHead(answer.status, answer.headers);
    const { body } = answer;
    if (body === null || file === undefined) return void response.end();
    await send(response, { ...file, seed: body.seed ?? file.seed }, body, note);
  }

  async function send(
    response: ServerResponse,
    file: MadeFile,
    body: { start: number; end: number; cutAt?: number; stallAt?: number },
    note: Served,
  ): Promise<void> {
    const end = Math.min(body.end, body.cutAt ?? body.end, body.stallAt ?? body.end);
    for (let at = body.start; at < end && !response.destroyed; at += blockBytes) {
      while (unkind.sentBytes() >= unkind.holdAtBytes && !response.destroyed)
        await new Promise((resolve) => setTimeout(resolve, 5));
      const bytes = makeBytes(file, at, Math.min(end, at + blockBytes));
      const hasRoom = response.write(bytes);
      note.sentBytes += bytes.length;
      if (!hasRoom) await untilDrained(response);
      if (unkind.pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, unkind.pauseMs));
    }
    if (body.stallAt !== undefined && body.stallAt < body.end) return;
    if (body.cutAt === undefined || body.cutAt >= body.end) return void response.end();
    // What was written must reach the wire before the line goes dead.
    await new Promise((resolve) => setTimeout(resolve, 20));
    response.destroy();
  }

  const server: Server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return unkind;
}
