import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { extname, resolve, sep } from 'node:path';

const mimeTypes = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.md': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.onnx': 'application/octet-stream',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.gif': 'image/gif',
  '.svg': 'image/svg+xml',
  '.ico': 'image/x-icon',
  '.ttf': 'font/ttf',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
};

/** Paths that name their version never change: a /v1.2.3/ folder, or a name with the bundler's content hash. */
const isVersioned = (path) => /\/v\d+\.\d+\.\d+\//.test(path) || /-[A-Z0-9]{8}\.\w+$/.test(path);

/** The file that a URL path means below `root`, or null when it would leave it. */
export function pathBelow(root, urlPath) {
  let decoded;
  try {
    decoded = decodeURIComponent(urlPath);
  } catch {
    return null;
  }
  if (decoded.includes('\0')) return null;
  const path = resolve(root, `.${decoded.startsWith('/') ? decoded : `/${decoded}`}`);
  return path === root || path.startsWith(root.endsWith(sep) ? root : root + sep) ? path : null;
}

/**
 * What to answer for one file: `{ status, headers, body }` with `body()` a stream or null, or null when there is no
 * such file. Knows conditional requests, one byte range, and a .br or .gz file lying beside the original.
 */
export async function answerFile(path, request, urlPath) {
  const file = await statFile(path);
  if (file === null) return null;
  const wantsRange = request.headers.range !== undefined;
  const packed = wantsRange ? null : await precompressed(path, request.headers['accept-encoding'] ?? '');
  const { size, mtimeMs } = packed?.file ?? file;
  const etag = `"${size.toString(36)}-${Math.trunc(mtimeMs).toString(36)}${packed ? `-${packed.encoding}` : ''}"`;
  const headers = {
    'Content-Type': mimeTypes[extname(path).toLowerCase()] ?? 'application/octet-stream',
    'Cache-Control': isVersioned(urlPath) ? 'public, max-age=31536000, immutable' : 'no-cache',
    'Accept-Ranges': 'bytes',
    ETag: etag,
    Vary: 'Accept-Encoding',
    ...(packed ? { 'Content-Encoding': packed.encoding } : {}),
  };
  if (matches(request.headers['if-none-match'], etag)) return { status: 304, headers, body: () => null };

  const range = wantsRange && rangeStillHolds(request, etag) ? readRange(request.headers.range, size) : null;
  if (range === 'unsatisfiable') {
    return { status: 416, headers: { ...headers, 'Content-Range': `bytes */${size}` }, body: () => null };
  }
  const [start, end] = range ?? [0, size - 1];
  headers['Content-Length'] = String(Math.max(0, end - start + 1));
  if (range) headers['Content-Range'] = `bytes ${start}-${end}/${size}`;
  const source = packed?.path ?? path;
  const body = () => (size === 0 ? null : createReadStream(source, { start, end }));
  return { status: range ? 206 : 200, headers, body };
}

async function statFile(path) {
  const found = await stat(path).catch(() => null);
  return found?.isFile() ? found : null;
}

async function precompressed(path, accepted) {
  for (const [encoding, suffix] of [
    ['br', '.br'],
    ['gzip', '.gz'],
  ]) {
    if (!new RegExp(`\\b${encoding}\\b`).test(accepted)) continue;
    const file = await statFile(path + suffix);
    if (file) return { encoding, path: path + suffix, file };
  }
  return null;
}

const matches = (header, etag) => header?.split(',').some((one) => one.trim().replace(/^W\//, '') === etag);

const rangeStillHolds = (request, etag) => {
  const condition = request.headers['if-range'];
  return condition === undefined || condition === etag;
};

/** `[first, last]` byte of the one range asked for, 'unsatisfiable', or null to send everything (RFC 9110 §14). */
function readRange(header, size) {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header.trim());
  if (!match || (match[1] === '' && match[2] === '')) return null;
  const suffix = match[1] === '';
  const start = suffix ? Math.max(0, size - Number(match[2])) : Number(match[1]);
  const end = suffix || match[2] === '' ? size - 1 : Math.min(Number(match[2]), size - 1);
  if (start >= size || (suffix && Number(match[2]) === 0)) return 'unsatisfiable';
  return start > end ? null : [start, end];
}
