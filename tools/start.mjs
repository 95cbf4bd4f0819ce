// `npm start`: installs what is missing, builds, and serves the emulated Figma with the plugin loaded.

import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { ensurePackages, root } from './setup.mjs';

ensurePackages();
const { parseStartOptions } = await import('./start-options.mjs');
const options = parseStartOptions(process.argv.slice(2));
if (options.error) {
  console.error(options.error);
  process.exit(2);
}

const { buildAll } = await import('../esbuild.config.mjs');
const { startServer } = await import('./serve.mjs');
const { editorPort } = await import('./ports.mjs');

console.log('Building …');
await buildAll({ quiet: true });
const server = await startServer({
  hostDir: resolve(root, 'dist/host'),
  distDir: resolve(root, 'dist'),
  pluginDir: options.plugin ? resolve(process.cwd(), options.plugin) : root,
  port: editorPort,
}).catch((error) => {
  console.error(error.message);
  process.exit(2);
});

const address = `http://127.0.0.1:${server.port}/`;
console.log(
  `\nUnderpaint is open at ${address}\nSelect the frame, type what you want to see and press Generate. Ctrl+C stops.`,
);
openInDesktop(address);

/** Opens the address where there is a desktop; says nothing where there is none. */
function openInDesktop(url) {
  if (!process.stdout.isTTY || process.env.CI) return;
  const hasDesktop = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  if (!hasDesktop) return;
  const command = { darwin: ['open', url], win32: ['cmd', '/c', 'start', '', url] }[process.platform] ?? [
    'xdg-open',
    url,
  ];
  spawn(command[0], command.slice(1), { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref();
}
