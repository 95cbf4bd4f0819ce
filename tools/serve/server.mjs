import { readFile } from 'node:fs/promises';
import { createServer, request as requestFrom } from 'node:http';
import { join, resolve } from 'node:path';
import { editorPort, enginePort } from '../ports.mjs';
import { Faults } from './faults.mjs';
import { answerFile, pathBelow } from './static-file.mjs';

/** Everything the engine's site answers with: framable, isolated, readable from the panel's null origin. */
const engineHeaders = {
  'Document-Isolation-Policy': 'isolate-and-credentialless',
  'Cross-Origin-Resource-Policy': 'cross-origin',
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'Content-Length, Content-Range, ETag, Accept-Ranges',
  'X-Content-Type-Options': 'nosniff',
};

const editorHeaders = { 'X-Content-Type-Options': 'nosniff' };

/** Thrown when the port is taken; `message` is the sentence for the person. */
export class PortBusyError extends Error {
  exitCode = 2;
}

/**
 * Serves on one port two sites told apart by the Host header: 127.0.0.1 is the editor (`hostDir` at /, the plugin's
 * own files at /plugin/), localhost is the engine (`distDir`/engine at /engine/). `port` 0 takes any free one.
 * `control` opens /control/ for tests on the editor's site. Returns `{ port, faults, requests, close }`.
 */
export async function startServer({ hostDir, distDir, pluginDir, port, control = false, folders = {} }) {
  const faults = new Faults();
  const requests = [];
  const sites = {
    editor: { '/plugin/': pluginDir && resolve(pluginDir), '/': hostDir && resolve(hostDir) },
    engine: {
      '/engine/': distDir && join(resolve(distDir), 'engine'),
      ...Object.fromEntries(Object.entries(folders).map(([path, dir]) => [path, resolve(dir)])),
    },
  };

  const handle = async (request, response) => {
    const site = siteOf(request.headers.host ?? '');
    if (site === null) return refuse(response, 421, 'This server answers to 127.0.0.1 and localhost only.');
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
    if (isForOther(url, request)) return forward(url, request, response);
    const headers = site === 'engine' ? engineHeaders : editorHeaders;
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    if (control && site === 'editor' && url.pathname.startsWith('/control/'))
      return answerControl(url.pathname, request, response, { faults, requests });
    if (control)
      requests.push({ site, method: request.method, path: url.pathname, range: request.headers.range });
    if (request.method === 'OPTIONS') {
      response.setHeader('Access-Control-Allow-Methods', 'GET, HEAD, OPTIONS');
      response.setHeader('Access-Control-Allow-Headers', 'Range, If-Range, If-None-Match');
      return void response.writeHead(204).end();
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405, 'Read only.');
    await answerPath(url.pathname, sites[site], request, response, faults);
  };

  const listener = (request, response) => {
    handle(request, response).catch((error) => {
      if (!response.headersSent) refuse(response, 500, String(error?.message ?? error));
      else response.destroy();
    });
  };
  const server = createServer(listener);
  const taken = await listen(server, port, '127.0.0.1');
  // Chromium may try ::1 for localhost first; a machine without IPv6 does without.
  const second = createServer(listener);
  const hasSecond = await listen(second, taken, '::1').then(
    () => true,
    (error) => {
      if (error instanceof PortBusyError && port !== 0) {
        server.close();
        throw error;
      }
      return false;
    },
  );

  return {
    port: taken,
    faults,
    requests,
    async close() {
      faults.clear();
      await Promise.all([server, ...(hasSecond ? [second] : [])].map(stop));
    },
  };
}

/** Which of the two sites a Host header names; the port in it may be one that the browser was told to map. */
function siteOf(host) {
  const name = host.replace(/:\d+$/, '');
  return { '127.0.0.1': 'editor', localhost: 'engine' }[name] ?? null;
}

/**
 * A browser that was told to use this server as its proxy names the whole address. What is meant for another port of
 * this machine (a second server of a test) is passed on; other machines were refused before.
 */
function isForOther(url, request) {
  const isProxied = /^http:/.test(request.url ?? '');
  return isProxied && ![editorPort, enginePort, request.socket.localPort].includes(Number(url.port || 80));
}

function forward(url, request, response) {
  const { method, headers } = request;
  const passed = requestFrom(url, { method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  passed.on('error', () => {
    if (response.headersSent) response.destroy();
    else refuse(response, 502, `Nothing answers at ${url.origin}.`);
  });
  response.on('close', () => passed.destroy());
  request.pipe(passed);
}

async function answerPath(urlPath, mounts, request, response, faults) {
  const rule = faults.take(urlPath);
  if (rule?.kind === 'status') return refuse(response, rule.status, 'A fault, as told.');
  const mount = Object.keys(mounts).find((prefix) => mounts[prefix] && urlPath.startsWith(prefix));
  const path = mount && pathBelow(mounts[mount], urlPath.slice(mount.length - 1));
  const asked = path && (urlPath.endsWith('/') ? join(path, 'index.html') : path);
  const isOpen = asked && (mount !== '/plugin/' || (await belongsToPlugin(mounts[mount], asked)));
  const answer = isOpen ? await answerFile(asked, request, urlPath) : null;
  if (answer === null) return refuse(response, 404, `There is no ${urlPath} here.`);
  response.writeHead(answer.status, answer.headers);
  const stream = request.method === 'HEAD' ? null : answer.body();
  if (stream === null) return void response.end();
  stream.on('error', () => response.destroy());
  response.on('close', () => stream.destroy());
  if (rule) faults.pipe(rule, stream, response);
  else stream.pipe(response);
}

/** Only what a manifest names is the plugin's: its folder may be a whole repository. */
async function belongsToPlugin(folder, path) {
  const manifestPath = join(folder, 'manifest.json');
  if (path === manifestPath) return true;
  const manifest = JSON.parse(await readFile(manifestPath, 'utf8').catch(() => '{}'));
  const ui =
    typeof manifest.ui === 'object' && manifest.ui !== null ? Object.values(manifest.ui) : [manifest.ui];
  return [manifest.main, ...ui].some((name) => typeof name === 'string' && resolve(folder, name) === path);
}

/** Tests' own door: POST /control/faults adds a rule, DELETE /control/faults clears them, GET /control/requests. */
async function answerControl(path, request, response, { faults, requests }) {
  const reply = (value) =>
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
  if (path === '/control/requests') return reply(requests);
  if (path !== '/control/faults') return refuse(response, 404, 'No such control.');
  if (request.method === 'DELETE') {
    faults.clear();
    return reply({});
  }
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return reply({ id: faults.add(JSON.parse(Buffer.concat(chunks).toString('utf8'))) });
}

function refuse(response, status, sentence) {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' });
  response.end(sentence);
}

function listen(server, port, address) {
  return new Promise((done, fail) => {
    server.once('error', (error) => {
      const busy = error.code === 'EADDRINUSE';
      fail(
        busy
          ? new PortBusyError(`Port ${port} is in use. Close the program that uses it and start again.`)
          : error,
      );
    });
    server.listen(port, address, () => done(server.address().port));
  });
}

function stop(server) {
  return new Promise((done) => {
    server.close(() => done(undefined));
    server.closeAllConnections();
  });
}
