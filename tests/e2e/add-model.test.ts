import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorSentence, textFor } from '../../ui/shell/text/text.ts';
import { repositoryRoot } from '../browser/launch.ts';
import { type WrongFolder, wrongFolders } from '../fakes/wrong-folders.ts';
import { drawMask, drawScene, readPng, writePng } from './pictures.ts';
import { render, type Session, scratchFolder, startSession } from './session.ts';

const pack = join(repositoryRoot, 'tests/fixtures/parity/packs/sd15');
const folder = scratchFolder();

/** A copy of the pack under another name, changed. */
async function copyPack(
  name: string,
  change: (path: string) => void | Promise<void> = () => {},
): Promise<string> {
  const copy = join(folder, name);
  cpSync(pack, copy, { recursive: true });
  await change(copy);
  return copy;
}

let session: Session;
beforeAll(async () => {
  session = await startSession();
});
afterAll(async () => {
  await session?.close();
  rmSync(folder, { recursive: true, force: true });
});

const stateOf = () => session.panel.evaluate(() => window.underpaint?.state());
const advanced = () => session.panel.locator('details.advanced');
const modelField = () => session.panel.getByLabel('Model', { exact: true });

/** Hands a folder to the panel's own input, which is what the browser's dialog does with the one that is chosen. */
async function giveFolder(path: string): Promise<void> {
  await session.panel.locator('input[type=file][webkitdirectory]').setInputFiles(path);
  await expect.poll(async () => (await stateOf())?.isAddingModel, { timeout: 60_000 }).toBe(false);
}

/** Chooses a folder as a person with a keyboard does. */
async function chooseFolder(path: string): Promise<void> {
  const { page, panel } = session;
  if (!(await advanced().evaluate((details: HTMLDetailsElement) => details.open))) {
    await advanced().locator('summary').focus();
    await page.keyboard.press('Enter');
  }
  await panel.getByRole('button', { name: /Add a model/ }).focus();
  const chooser = page.waitForEvent('filechooser');
  // The dialog is caught per frame, and nobody tells when the panel's has heard of it.
  await page.waitForTimeout(200);
  await page.keyboard.press('Enter');
  await (await chooser).setFiles(path);
  await expect.poll(async () => (await stateOf())?.isAddingModel).toBe(false);
}

describe('a model from a folder', () => {
  it('is added by keyboard, listed, chosen, and kept on the shelf', async () => {
    await chooseFolder(await copyPack('fox'));
    expect(await stateOf()).toMatchObject({ model: { id: 'folder:fox', name: 'fox' }, notice: null });
    expect(await modelField().locator('option:checked').textContent()).toBe('fox');
    const { page, panel } = session;
    await panel.getByRole('button', { name: 'All models…' }).click();
    const card = panel.getByRole('listitem', { name: 'fox', exact: true });
    await card.getByText('on this computer').waitFor({ timeout: 60_000 });
    expect(await card.getByRole('button').first().textContent()).toBe('In use');
    await page.keyboard.press('Escape');
    await expect.poll(() => panel.getByText('until the plugin closes').count()).toBe(0);
  });

  it('paints, and the one that came with the plugin paints again after it', async () => {
    const size = { width: 64, height: 64 };
    const options = { prompt: 'a fox', size, steps: 1, context: 'whole', edge: 'raw' } as const;
    const { report, results } = await render(session, { ...options, model: { folder: join(folder, 'fox') } });
    expect(report.model).toBe('folder:fox');
    expect(readPng(results[0]!.patch)).toMatchObject(size);
    const own = await render(session, options);
    expect(own.report.model).toBe('default');
    expect(own.results[0]!.patch.equals(results[0]!.patch)).toBe(false);
  });

  it('is added when it is dropped, where a drop state shows', async () => {
    const { page, panel } = session;
    const files = [await copyPack('badger')];
    const box = (await panel.locator('main').boundingBox())!;
    const client = await page.context().newCDPSession(page);
    const drag = (type: 'dragEnter' | 'dragOver' | 'drop') =>
      client.send('Input.dispatchDragEvent', {
        type,
        x: box.x + 100,
        y: box.y + 200,
        data: { items: [], files, dragOperationsMask: 1 },
      });
    const dropState = panel.getByText('Drop the folder to add its model');
    await drag('dragEnter');
    await drag('dragOver');
    await dropState.waitFor();
    // A browser enters the page that now lies on top by itself, a little later.
    await page.waitForTimeout(1000);
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) await drag(type);
    await expect.poll(async () => (await stateOf())?.model?.id, { timeout: 20_000 }).toBe('folder:badger');
    expect(await dropState.count()).toBe(0);
    expect((await stateOf())?.notice).toBeNull();
  });

  it('is found in the folder that was chosen one level too high', async () => {
    const above = join(folder, 'downloads');
    await copyPack('downloads/otter');
    await giveFolder(above);
    expect(await stateOf()).toMatchObject({ model: { id: 'folder:downloads' }, notice: null });
  });

  it('without an encoder generates, and says why it cannot fill', async () => {
    const blind = await copyPack('blind', (path) => rmSync(join(path, 'vae_encoder'), { recursive: true }));
    const model = { folder: blind };
    const { report } = await render(session, {
      prompt: 'a fox',
      size: { width: 64, height: 64 },
      steps: 1,
      model,
    });
    expect(report.model).toBe('folder:blind');
    const image = writePng(join(folder, 'picture.png'), drawScene(64, 64));
    const mask = writePng(
      join(folder, 'mask.png'),
      drawMask(64, 64, (x) => x < 32),
    );
    await expect(render(session, { task: 'fill', prompt: 'a fox', image, mask, model })).rejects.toThrow(
      /only generate/,
    );
  });
});

describe('a folder that is wrong', () => {
  const found = (when: WrongFolder['isFoundWhen']) =>
    wrongFolders.filter(({ isFoundWhen }) => isFoundWhen === when);
  const shown = () => session.panel.getByRole('alert').locator('p').textContent();

  it.each(found('adding'))('is refused with its sentence, and the chosen one stays: $name', async (wrong) => {
    const before = (await stateOf())?.model;
    const path = await copyPack('wrong', wrong.change);
    await giveFolder(path);
    rmSync(path, { recursive: true });
    expect(await shown()).toBe(errorSentence(textFor('en'), wrong.code, wrong.subject));
    expect((await stateOf())?.model).toEqual(before);
    expect(await modelField().locator('option').allTextContents()).not.toContain('wrong');
  });

  it.each(found('painting'))('is refused when it paints, at the part that is wrong: $name', async (wrong) => {
    const path = await copyPack('wrong', wrong.change);
    const job = { size: { width: 64, height: 64 }, steps: 1, model: { folder: path } };
    const sentence = errorSentence(textFor('en'), wrong.code, wrong.subject);
    await expect(render(session, job)).rejects.toThrow(sentence);
    rmSync(path, { recursive: true });
  });

  it('is told of in German too', async () => {
    await session.panel.getByLabel('Language').selectOption('de');
    await giveFolder(await copyPack('kaputt', (path) => rmSync(join(path, 'unet/config.json'))));
    expect(await shown()).toBe(errorSentence(textFor('de'), 'model-file-missing', 'unet/config.json'));
    await session.panel.getByLabel('Sprache').selectOption('en');
  });

  it('leaves the plugin painting', async () => {
    const { results } = await render(session, { size: { width: 64, height: 64 }, steps: 1 });
    expect(readPng(results[0]!.out)).toMatchObject({ width: 64, height: 64 });
  });
});
