import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { en } from '../../ui/shell/text/en.ts';
import { repositoryRoot } from '../browser/launch.ts';
import { drawMask, drawScene, readPng, writePng } from './pictures.ts';
import { scratchFolder } from './session.ts';

const npm = (...args: string[]) =>
  spawnSync('npm', ['run', '--silent', ...args], { cwd: repositoryRoot, encoding: 'utf8', timeout: 240_000 });

describe('npm run render', () => {
  it('refuses bad input with exit code 2 and one sentence, and writes nothing', () => {
    const out = join(scratchFolder(), 'a.png');
    const done = npm('render', '--', '--task', 'generate', '--prompt', 'x', '--steps', '0', '--out', out);
    expect(done.status).toBe(2);
    expect(done.stderr.trim()).toBe('--steps 0 is out of range: give a whole number from 1 to 60.');
    expect(existsSync(out)).toBe(false);
  });

  it('ends with exit code 1 and the panel’s sentence when the job fails, and writes nothing', () => {
    const folder = scratchFolder();
    const image = writePng(join(folder, 'picture.png'), drawScene(64, 64));
    const mask = writePng(
      join(folder, 'mask.png'),
      drawMask(64, 64, () => false),
    );
    const [out, json] = [join(folder, 'o.png'), join(folder, 'j.json')];
    const done = npm(
      'render',
      '--',
      '--task',
      'fill',
      '--image',
      image,
      '--mask',
      mask,
      '--out',
      out,
      '--json',
      json,
    );
    expect(done.stderr.trim()).toBe(en.errors['mask-empty']);
    expect(done.status).toBe(1);
    expect(existsSync(out) || existsSync(json)).toBe(false);
  });

  it('refuses a picture that is none', () => {
    const out = join(scratchFolder(), 'a.png');
    const image = join(repositoryRoot, 'package.json');
    const done = npm('render', '--', '--task', 'generate', '--prompt', 'x', '--image', image, '--out', out);
    expect(done.stderr).toMatch(/^--image: .*package\.json cannot be used/);
    expect(done.status).toBe(2);
  });

  it('writes the frame, the placed picture and the report of each candidate', () => {
    const folder = scratchFolder();
    const file = (name: string) => join(folder, name);
    const done = npm(
      ...[
        'render',
        '--',
        '--task',
        'generate',
        '--prompt',
        'a red circle',
        '--seed',
        '5',
        '--steps',
        '2',
        '--count',
        '2',
      ],
      ...['--size', '320x240', '--out', file('o.png'), '--patch', file('p.png'), '--json', file('j.json')],
    );
    expect(done.stderr).toBe('');
    expect(done.status).toBe(0);
    for (const name of ['o-1.png', 'o-2.png']) {
      expect(readPng(readFileSync(file(name)))).toMatchObject({ width: 320, height: 240 });
    }
    const report = JSON.parse(readFileSync(file('j.json'), 'utf8'));
    expect(report).toMatchObject({
      model: 'default',
      featherPx: 0,
      request: { seed: 5, count: 2 },
      patch: { x: 0, y: 0 },
    });
    expect(readPng(readFileSync(file('p-2.png')))).toMatchObject({
      width: report.patch.width,
      height: report.patch.height,
    });
  });
});

describe('npm start', () => {
  let server: ChildProcess | null = null;
  afterEach(() => {
    server?.kill();
  });

  it('serves the editor, the plugin and the engine, and says so when its port is busy', async () => {
    const first = await start();
    // Somebody's own `npm start` may hold the port already; then its answer is the one to look at.
    if (first.isServing) expect(first.text).toContain('http://127.0.0.1:8573/');
    const page = await fetch('http://127.0.0.1:8573/');
    expect(await page.text()).toContain('<script');
    const plugin = await fetch('http://127.0.0.1:8573/plugin/manifest.json');
    expect(await plugin.json()).toMatchObject({ name: 'Underpaint', main: 'dist/plugin.js' });
    const engine = await fetch('http://localhost:8573/engine/index.html');
    expect(engine.headers.get('document-isolation-policy')).toBe('isolate-and-credentialless');
    expect(engine.headers.get('x-frame-options')).toBeNull();
    expect(engine.headers.get('content-security-policy') ?? '').not.toContain('frame-ancestors');

    const second = spawnSync('node', ['tools/start.mjs'], {
      cwd: repositoryRoot,
      encoding: 'utf8',
      timeout: 120_000,
    });
    expect(second.status).toBe(2);
    expect(second.stderr).toContain('8573');
    expect(second.stderr.trim().split('\n')).toHaveLength(1);
  });

  it('refuses options that it does not know', () => {
    const done = spawnSync('node', ['tools/start.mjs', '--plugin', 'tests'], {
      cwd: repositoryRoot,
      encoding: 'utf8',
    });
    expect(done.status).toBe(2);
    expect(done.stderr).toContain('holds no manifest.json');
  });

  /** Starts the server and waits for its address, or for its end. */
  function start(): Promise<{ isServing: boolean; text: string }> {
    return new Promise((resolve) => {
      let text = '';
      const child = spawn('node', ['tools/start.mjs'], { cwd: repositoryRoot });
      server = child;
      child.stdout.on('data', (bytes) => {
        text += bytes;
        if (text.includes('Ctrl+C')) resolve({ isServing: true, text });
      });
      child.once('exit', () => resolve({ isServing: false, text }));
    });
  }
});
