import { cpSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js';
import type { Frame } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findPanel } from '../../tools/render/session.mjs';
import { errorSentence, textFor } from '../../ui/shell/text/text.ts';
import { repositoryRoot } from '../browser/launch.ts';
import { type PackServer, startPackServer } from '../fakes/pack-server.ts';
import { readPng } from './pictures.ts';
import { render, type Session, scratchFolder, startSession } from './session.ts';

const packs = join(repositoryRoot, 'tests/fixtures/parity/packs');
const scratch = scratchFolder();
const size = { width: 64, height: 64 };
const job = { prompt: 'a fox', size, steps: 1, context: 'whole', edge: 'raw' } as const;
const text = textFor('en');

let session: Session;
let server: PackServer;

beforeAll(async () => {
  server = await startPackServer({
    packs: {
      'lcm-tiny-sd': join(packs, 'sd15'),
      'own-export': join(packs, 'sd15'),
      'house-style': join(packs, 'sd15_inpaint'),
    },
    shelf: { packs: [{ id: 'house-style', name: 'House style', tasks: ['generate'] }] },
  });
  session = await startSession();
});
afterAll(async () => {
  await session?.close();
  await server?.close();
  rmSync(scratch, { recursive: true, force: true });
});

/** The plugin as it is after it was closed and opened again, in the same browser. */
async function reopen(): Promise<void> {
  await session.page.reload();
  await session.page.waitForFunction(() => 'host' in window);
  session.panel = (await findPanel(session.page)) as Frame;
}

const stateOf = () => session.panel.evaluate(() => window.underpaint?.state());

/** What the panel would say of an installation; null where it worked. */
const install = (id: string, from: string | null) =>
  session.panel.evaluate(
    ([model, server]) =>
      window.underpaint!.install(model!, server ?? null).then(
        () => null,
        (error: Error) => error.message,
      ),
    [id, from],
  );

describe('a model from a server of one’s own', () => {
  it('is installed under the catalog’s id, paints, and paints on when server and plugin have ended', async () => {
    const { results, report } = await render(session, {
      ...job,
      model: { id: 'lcm-tiny-sd', from: server.url },
    });
    expect(report.model).toBe('lcm-tiny-sd');
    expect(readPng(results[0]!.patch)).toMatchObject(size);
    expect(server.served).toContain('lcm-tiny-sd/unet/model.onnx');

    const before = server.served.length;
    await reopen();
    const again = await render(session, { ...job, model: { id: 'lcm-tiny-sd' } });
    expect(again.results[0]!.patch.equals(results[0]!.patch)).toBe(true);
    expect(server.served.slice(before).filter((path) => !path.endsWith('.json'))).toEqual([]);
  });

  it('is offered by the server’s own list, with a name of its own', async () => {
    const { report } = await render(session, { ...job, model: { id: 'house-style', from: server.url } });
    expect(report.model).toBe('house-style');
    expect(await stateOf()).toMatchObject({ model: { id: 'house-style', name: 'House style' } });
  });

  it('is offered to go on with after the plugin was closed half way', async () => {
    const item = () => session.panel.evaluate(() => window.underpaint!.shelfItem('own-export'));
    server.bytesPerSecond = 300_000;
    const before = server.served.length;
    void install('own-export', server.url).catch(() => {});
    await expect
      .poll(async () => (await item())?.progress?.doneBytes ?? 0, { timeout: 60_000 })
      .toBeGreaterThan(400_000);
    await reopen();
    await expect.poll(async () => (await item())?.state, { timeout: 30_000 }).toBe('paused');
    const paused = (await item())!;
    expect(paused.installedBytes).toBeGreaterThan(200_000);
    server.bytesPerSecond = null;
    expect(await install('own-export', server.url)).toBeNull();
    await expect.poll(async () => (await item())?.state).toBe('installed');
    // What was whole is not asked for again.
    const fetched = server.served.slice(before).filter((path) => path.endsWith('model_index.json'));
    expect(fetched.length).toBeLessThanOrEqual(1);
  });

  it('is refused with a sentence where the server, the address or the model is not right', async () => {
    const say = (code: Parameters<typeof errorSentence>[1], subject: string | null) =>
      errorSentence(text, code, subject);
    const { host } = new URL(server.url);
    expect(await install('nobody-has-this', server.url)).toBe(say('model-missing', 'nobody-has-this'));
    expect(await install('sd-1.5', 'http://models.example.com/')).toBe(
      say('address-insecure', 'models.example.com'),
    );
    expect(await install('sd-1.5', `${server.url}nothing/`)).toBe(say('shelf-empty', host));
    server.allowsCors = false;
    expect(await install('sd-1.5', `${server.url}other/`)).toBe(say('no-cors', host));
    server.allowsCors = true;
  });
});

describe('a .zip file that was added', () => {
  it('is unpacked into the store, chosen, and paints', async () => {
    const zip = new ZipWriter(new Uint8ArrayWriter(), { useWebWorkers: false });
    const pack = join(packs, 'sd15');
    for (const path of readdirSync(pack, { recursive: true }) as string[])
      if (statSync(join(pack, path)).isFile())
        await zip.add(`export/${path}`, new Uint8ArrayReader(readFileSync(join(pack, path))));
    const { panel } = session;
    const advanced = panel.locator('details.advanced');
    if (!(await advanced.evaluate((details: HTMLDetailsElement) => details.open)))
      await advanced.locator('summary').click();
    await panel.getByRole('button', { name: 'All models…' }).click();
    const buffer = Buffer.from(await zip.close());
    await panel
      .locator('input[type=file][accept=".zip"]')
      .setInputFiles({ name: 'stoat.zip', mimeType: 'application/zip', buffer });
    await expect
      .poll(async () => (await stateOf())?.model, { timeout: 60_000 })
      .toEqual({
        id: 'folder:stoat',
        name: 'stoat',
      });
    await session.page.keyboard.press('Escape');
    const { report } = await render(session, { ...job, model: { id: 'folder:stoat' } });
    expect(report.model).toBe('folder:stoat');
  });
});

describe('a folder that was added', () => {
  it('is kept: it paints after the folder is gone and the plugin was opened again', async () => {
    const folder = join(scratch, 'badger');
    cpSync(join(packs, 'sd15'), folder, { recursive: true });
    const first = await render(session, { ...job, model: { folder } });
    await expect
      .poll(() => session.panel.evaluate(() => window.underpaint!.shelfItem('folder:badger')), {
        timeout: 60_000,
      })
      .toMatchObject({ state: 'installed', origin: 'folder', progress: null });
    rmSync(folder, { recursive: true });
    await reopen();
    const again = await render(session, { ...job, model: { id: 'folder:badger' } });
    expect(again.report.model).toBe('folder:badger');
    expect(again.results[0]!.patch.equals(first.results[0]!.patch)).toBe(true);
  });
});
