import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { build } from 'esbuild';
import { bundleShell, inlineDocument } from '../build/shell.mjs';
import { importTypeScript } from '../import-typescript.mjs';
import { root } from '../setup.mjs';

async function bundle(entry) {
  const result = await build({
    entryPoints: [join(root, entry)],
    write: false,
    bundle: true,
    format: 'iife',
    target: 'es2022',
    logLevel: 'error',
  });
  return result.outputFiles[0].text;
}

/** Figma's own color variables by theme, as the emulated Figma injects them. */
async function readColors() {
  const { readThemeColors } = await importTypeScript('tests/host/page/panel/theme-colors.ts');
  const listing = join(root, 'node_modules/@create-figma-plugin/ui/lib/css/theme.css');
  return readThemeColors(await readFile(listing, 'utf8'));
}

/** The letters of Figma's panels, which it lends to plugins too. */
async function readFonts() {
  const faces = await Promise.all(
    [400, 500, 600].map(async (weight) => {
      const file = join(root, `node_modules/@fontsource/inter/files/inter-latin-${weight}-normal.woff2`);
      const data = (await readFile(file)).toString('base64');
      return `@font-face{font-family:Inter;font-weight:${weight};src:url(data:font/woff2;base64,${data})}`;
    }),
  );
  return `<style id="figma-fonts">${faces.join('')}</style>`;
}

/**
 * Serves the panel alone on a free port: the panel as it is shipped (`isReadable`: with its script as it was written),
 * framed by a page with a fake sandbox, and a fake engine on another site. `?theme=dark` chooses Figma's class and its
 * variables, `?colors=none` leaves the variables out, `?hostMs=500` makes the sandbox slow, `?settings={…}` is what it has kept. Resolves with the server and
 * its address.
 */
export async function servePreview({ isReadable = false } = {}) {
  const [shell, host, engine, colors, fonts] = await Promise.all([
    bundleShell({ version: 'preview', isReadable }),
    bundle('tests/fakes/preview-host.ts'),
    bundle('tests/fakes/preview-engine.ts'),
    readColors(),
    readFonts(),
  ]);
  const panel = inlineDocument({ ...shell, isPacked: !isReadable });
  const pages = {
    '/': (query) =>
      `<!doctype html><style>body{margin:0;background:#777}iframe{border:0;width:100vw;height:100vh}</style>` +
      `<iframe title="Plugin" data-src="/ui.html?${query}"></iframe><script>${host}</script>`,
    '/ui.html': (query) => {
      const theme = query.get('theme') === 'dark' ? 'dark' : 'light';
      const style = query.get('colors') === 'none' ? '' : `<style id="figma-style">${colors[theme]}</style>`;
      const [before, after] = panel.split('<html lang="en">');
      return `${before}<html lang="en" class="figma-${theme}">${fonts}${style}${after}`;
    },
    '/engine/index.html': () => `<!doctype html><script>${engine}</script>`,
  };
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const page = pages[pathname];
    response.writeHead(page === undefined ? 404 : 200, { 'content-type': 'text/html; charset=utf-8' });
    response.end(page?.(searchParams) ?? '');
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, address: `http://127.0.0.1:${server.address().port}/` };
}
