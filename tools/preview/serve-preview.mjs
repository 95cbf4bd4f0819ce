import { createServer } from 'node:http';
import { join } from 'node:path';
import { build } from 'esbuild';
import { inlineDocument } from '../build/shell.mjs';
import { root } from '../setup.mjs';

async function bundle(entry) {
  const result = await build({
    entryPoints: { out: join(root, entry) },
    outdir: root,
    write: false,
    bundle: true,
    format: 'iife',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    define: { __PLUGIN_VERSION__: '"preview"' },
    logLevel: 'error',
  });
  const textOf = (ending) => result.outputFiles.find((file) => file.path.endsWith(ending))?.text ?? '';
  return { script: textOf('.js'), style: textOf('.css') };
}

/**
 * Serves the panel alone on a free port: the real panel, framed by a page with a fake sandbox, and a fake engine on another
 * site. `?theme=dark` chooses Figma's class. Resolves with the server and its address.
 */
export async function servePreview() {
  const [panel, host, engine] = await Promise.all([
    bundle('ui/shell/main.tsx'),
    bundle('tests/fakes/preview-host.ts'),
    bundle('tests/fakes/preview-engine.ts'),
  ]);
  const pages = {
    '/': (query) =>
      `<!doctype html><style>body{margin:0;background:#777}iframe{border:0;width:100vw;height:100vh}</style>` +
      `<iframe data-src="/ui.html?${query}"></iframe><script>${host.script}</script>`,
    '/ui.html': (query) =>
      inlineDocument(panel).replace(
        '<html lang="en">',
        `<html lang="en" class="figma-${query.get('theme') ?? 'light'}">`,
      ),
    '/engine/index.html': () => `<!doctype html><script>${engine.script}</script>`,
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
