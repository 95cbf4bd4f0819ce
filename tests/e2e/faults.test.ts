import { encode } from 'fast-png';
import type { Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findPanel } from '../../tools/render/session.mjs';
import { en } from '../../ui/shell/text/en.ts';
import { type OpenHost, openHost } from '../browser/launch.ts';
import { drawScene } from './pictures.ts';

const scene = drawScene(64, 48);
const pictureBytes = [...encode({ ...scene, channels: 4, depth: 8 })];
let host: OpenHost;
let page: Page;
let panel: Frame;

beforeAll(async () => {
  host = await openHost({ document: 'sample' });
  page = host.page;
  panel = await findPanel(page);
});
afterAll(async () => host?.close());
beforeEach(async () => {
  await page.evaluate(() => window.host?.plugin.faults.clear());
});

/** Every layer with everything about it: two equal texts mean that nothing in the document changed. */
const documentText = () =>
  page.evaluate(() =>
    JSON.stringify(
      window.host?.nodes().map(({ id }) => ({ ...window.host?.node(id), pluginData: undefined })),
    ),
  );
const select = (...names: string[]) => page.evaluate((ids) => window.host?.select(...ids), names);
/** Adds a layer the way the editor does; answers its id. */
const add = (
  type: 'FRAME' | 'RECTANGLE' | 'ELLIPSE',
  parent: string,
  box: [number, number, number, number],
  props: object = {},
) =>
  page.evaluate(
    ([kind, parentName, [x, y, width, height], more]) => {
      const file = window.host?.document;
      if (!file || !window.host) throw new Error('The page is not open');
      const parentId = parentName === '' ? file.currentPageId : window.host.node(parentName).id;
      return file.act(() => {
        const id = file.create(kind, parentId, { width, height, ...more });
        file.setPosition(id, x, y);
        return id;
      });
    },
    [type, parent, box, props] as const,
  );

/** A frame on the page that shows a picture. */
async function addPictureFrame(name: string, box: [number, number, number, number]): Promise<string> {
  const imageHash = await page.evaluate((bytes) => {
    const stored = window.host?.document.images.add(new Uint8Array(bytes));
    if (stored === undefined || typeof stored === 'string') throw new Error(stored);
    return stored.hash;
  }, pictureBytes);
  return add('FRAME', '', box, { name, fills: [{ type: 'IMAGE', imageHash, scaleMode: 'FILL' }] });
}

/** Runs with the selection as it is; answers the sentence that the panel shows, or null when pictures came out. */
async function run(change: object = {}): Promise<string | null> {
  return panel.evaluate(async (settings) => {
    const panelApi = window.underpaint;
    panelApi?.setRequest({
      prompt: 'a red circle',
      seed: 1,
      steps: 1,
      count: 1,
      device: 'wasm',
      ...settings,
    });
    return panelApi?.run().then(
      () => null,
      (error: Error) => error.message,
    );
  }, change) as Promise<string | null>;
}

const apply = () =>
  panel.evaluate(() =>
    window.underpaint?.apply(0).then(
      () => null,
      (error: Error) => error.message,
    ),
  );

/** The panel's own words, as a person reads them. */
const shown = () => panel.getByRole('alert').textContent();

async function refuses(expected: string, act: () => Promise<string | null | undefined>): Promise<void> {
  const before = await documentText();
  expect(await act()).toBe(expected);
  await expect.poll(shown).toContain(expected);
  await expect.poll(documentText).toBe(before);
}

describe('a fault on Figma’s side gives a sentence and leaves the document as it was', () => {
  it('the target is deleted while the job runs', async () => {
    const id = await add('FRAME', '', [0, 900, 200, 200], { name: 'Short-lived' });
    await select(id);
    await expect
      .poll(() => panel.evaluate(() => window.underpaint?.state().selection.kind), { timeout: 10_000 })
      .toBe('target');
    expect(await run()).toBeNull();
    await page.evaluate((gone) => window.host?.remove(gone), id);
    await refuses(en.errors['target-gone'], apply);
  });

  it('the target is deleted while it is being read', async () => {
    const id = await addPictureFrame('Read', [0, 900, 200, 200]);
    const mask = await add('ELLIPSE', id, [50, 50, 100, 100], { name: 'Spot' });
    await select(mask);
    await page.evaluate(
      (gone) => window.host?.plugin.faults.during('exportAsync', () => window.host?.remove(gone)),
      id,
    );
    const sentence = await run();
    expect([en.errors['target-gone'], en.errors['export-failed']]).toContain(sentence);
    expect(
      await page.evaluate(() => window.host?.nodes().some(({ name }) => name.startsWith('Underpaint'))),
    ).toBe(false);
  });

  it('nothing is selected: the panel says that a new frame will be made, and makes it only when applied', async () => {
    await select();
    await expect
      .poll(() => panel.evaluate(() => window.underpaint?.state().selection.kind), { timeout: 10_000 })
      .toBe('nothing');
    const before = await documentText();
    expect(await panel.getByRole('main').textContent()).toMatch(/new frame/i);
    await refuses(en.errors['prompt-missing'], () => run({ prompt: ' ' }));
    expect(await run()).toBeNull();
    expect(await documentText()).toBe(before);
  });

  it('a text layer is selected', async () => {
    await select('Title');
    await refuses(en.errors['target-unsupported'], run);
  });

  it('a hidden layer is selected', async () => {
    const id = await add('RECTANGLE', '', [0, 1200, 100, 100], { name: 'Hidden', visible: false });
    await select(id);
    await refuses(en.errors['target-hidden'], run);
  });

  it('a file that is no picture is dropped on the panel', async () => {
    const before = await documentText();
    await panel.evaluate(() => {
      const data = new DataTransfer();
      data.items.add(new File(['not a picture'], 'notes.txt', { type: 'text/plain' }));
      for (const type of ['dragover', 'drop']) {
        document.body.dispatchEvent(
          new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }),
        );
      }
    });
    await expect.poll(shown).toContain(en.errors['not-a-picture']);
    expect(await documentText()).toBe(before);
  });

  it.each([
    ['createImage', 'in createImage: Image type is unsupported'],
    ['createRectangle', 'in createRectangle: Cannot write to internal and read-only nodes'],
    ['set_fills', 'in set_fills: Invalid SHA1 hash'],
    [
      'insertChild',
      'in insertChild: Cannot move node. New parent is an instance or is inside of an instance',
    ],
  ])('placing is refused by the host in %s', async (operation, message) => {
    const frame = await addPictureFrame('Photo', [0, 1500, 320, 240]);
    await add('ELLIPSE', frame, [100, 60, 120, 120], { name: `Spot ${operation}` });
    await select(`Spot ${operation}`);
    await expect
      .poll(() => panel.evaluate(() => window.underpaint?.state().plan.verb), { timeout: 10_000 })
      .toBe('fill');
    expect(await run({ steps: 1 })).toBeNull();
    await panel.evaluate(() => new Promise((resolve) => setTimeout(resolve, 300)));
    const before = await documentText();
    const depth = await page.evaluate(() => window.host?.undoDepth());
    await page.evaluate(([name, text]) => window.host?.plugin.faults.failNext(name, text, { times: 9 }), [
      operation,
      message,
    ] as const);
    const sentence = await apply();
    await page.evaluate(() => window.host?.plugin.faults.clear());
    expect([
      en.errors['place-refused'],
      en.errors['document-read-only'],
      en.errors['not-a-picture'],
    ]).toContain(sentence);
    expect(await withoutPreview()).toBe(stripPreview(before));
    expect(await page.evaluate(() => window.host?.undoDepth())).toBe(depth);
  });
});

const withoutPreview = async () => stripPreview(await documentText());

/** The marked preview layer is not part of the document's state: it never outlives the panel. */
function stripPreview(text: string): string {
  const layers: { name: string; id: string; childIds: string[]; visible: boolean }[] = JSON.parse(text);
  const preview = layers.filter(({ name }) => name === 'Underpaint preview').map(({ id }) => id);
  return JSON.stringify(
    layers
      .filter(({ id }) => !preview.includes(id))
      // While a preview is shown its masks are hidden; that belongs to the preview.
      .map((layer) => ({
        ...layer,
        childIds: layer.childIds.filter((id) => !preview.includes(id)),
        visible: layer.name.startsWith('Spot') ? null : layer.visible,
      })),
  );
}
