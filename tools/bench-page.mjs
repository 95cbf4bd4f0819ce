import { createServer } from 'node:http';
import { join } from 'node:path';
import { build } from 'esbuild';
import { launchBrowser } from './browser.mjs';
import { root } from './setup.mjs';

/**
 * Runs a TypeScript file of this repository as a worker of a secure page in Chromium; what it is asked is posted to it,
 * what it posts is the answer, in order. Resolves to `ask` and `close`.
 */
export async function openBenchPage(path) {
  const { outputFiles } = await build({
    entryPoints: [join(root, path)],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    logLevel: 'error',
  });
  const script = outputFiles[0].contents;
  const server = createServer((request, response) => {
    const isScript = request.url === '/worker.js';
    response.setHeader('Content-Type', isScript ? 'text/javascript' : 'text/html');
    response.end(isScript ? script : '<!doctype html>');
  });
  await new Promise((resolve) => {
    server.listen(0, 'localhost', resolve);
  });
  const browser = await launchBrowser();
  const close = async () => {
    await browser.close();
    server.close();
  };
  try {
    const page = await browser.newPage();
    await page.goto(`http://localhost:${server.address().port}/`);
    await page.evaluate(() => {
      window.benchWorker = new Worker('/worker.js', { type: 'module' });
    });
    return { ask: (question) => page.evaluate(askWorker, question), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Runs in the page. */
function askWorker(question) {
  const worker = window.benchWorker;
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage(question);
  });
}
