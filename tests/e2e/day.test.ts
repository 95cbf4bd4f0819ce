import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Day, startDay } from './day-rig.ts';
import { psnr } from './pictures.ts';

let day: Day;
beforeAll(async () => {
  day = await startDay();
});
afterAll(() => day?.close());

describe('a day of a designer', () => {
  it('paints four pictures and places the second', async () => {
    const blank = await day.exportFrame('Picture');
    await day.click(256, 256);
    await day.prompt().fill('a red circle on a blue background');
    await day.panel().evaluate(() => window.underpaint?.setRequest({ count: 4, seed: 3 }));
    await day.button('Generate').click();
    await day.finished();
    const pictures = day.panel().getByRole('radio', { name: /^Picture \d of 4/ });
    expect(await pictures.count()).toBe(4);
    await pictures.nth(1).check({ force: true });
    await day.apply();
    await expect.poll(async () => psnr(await day.exportFrame('Picture'), blank)).toBeLessThan(30);
    const placed = await day.panel().evaluate(() => window.underpaint?.lastCandidates[1]?.seed);
    expect(placed).toBe(4);
  });

  it('fills an ellipse that was drawn over it', async () => {
    const generated = await day.exportFrame('Picture');
    await day.pressOnCanvas('Escape');
    await day.page.getByRole('button', { name: /ellipse/i }).click();
    await day.drag([150, 180], [340, 370]);
    await day.button('Fill').waitFor({ timeout: 20_000 });
    await day.prompt().fill('a yellow square');
    await day.panel().evaluate(() => window.underpaint?.setRequest({ count: 1, seed: 5 }));
    await day.button('Fill').click();
    await day.finished();
    await day.apply();
    await expect.poll(async () => (await day.childrenOf('Picture')).length).toBe(2);
    const filled = await day.exportFrame('Picture');
    expect(psnr(filled, generated)).toBeLessThan(50);
    expect([...filled.data.slice(0, 4)]).toEqual([...generated.data.slice(0, 4)]);
  });

  it('varies the picture, takes it back and does it again', async () => {
    const before = await day.exportFrame('Picture');
    await day.select('Picture');
    await day.panel().evaluate(() => window.underpaint?.setRequest({ mode: 'vary', seed: 6 }));
    await day.button('Vary').click();
    await day.finished();
    await day.apply();
    await expect
      .poll(async () => psnr(await day.exportFrame('Picture'), before))
      .not.toBe(Number.POSITIVE_INFINITY);
    const varied = await day.exportFrame('Picture');
    await day.pressOnCanvas('Control+z');
    await expect
      .poll(async () => psnr(await day.exportFrame('Picture'), before))
      .toBe(Number.POSITIVE_INFINITY);
    await day.pressOnCanvas('Control+Shift+z');
    await expect
      .poll(async () => psnr(await day.exportFrame('Picture'), varied))
      .toBe(Number.POSITIVE_INFINITY);
  });

  it('runs a result again from its own button after the panel was closed', async () => {
    const patch = (await day.childrenOf('Picture')).find(({ name }) => /yellow/.test(name))!;
    await day.select(patch.id);
    await day.reopen(() => day.page.getByRole('button', { name: 'Again', exact: true }).click());
    await day.finished();
    const { request } = (await day.panel().evaluate(() => window.underpaint!.lastReport))!;
    expect(request).toMatchObject({ task: 'fill', prompt: 'a yellow square' });
    expect(await day.panel().evaluate(() => window.underpaint?.lastCandidates[0]?.seed)).toBeDefined();
  });

  it('paints into five frames at once', async () => {
    await day.page.evaluate(() => {
      const { document: file } = window.host!;
      file.act(() => {
        const frames = [0, 1, 2, 3, 4].map((i) => {
          const frame = file.create('FRAME', file.currentPageId, {
            width: 160,
            height: 120,
            name: `Card ${i + 1}`,
          });
          file.setPosition(frame, 700 + i * 180, 0);
          return frame;
        });
        file.setSelection(frames);
      });
    });
    await day.panel().evaluate(() => window.underpaint?.setRequest({ mode: 'auto', count: 1, steps: 2 }));
    await day.prompt().fill('a green star on a white background');
    await day.button('Generate').click();
    for (const name of ['Card 1', 'Card 2', 'Card 3', 'Card 4', 'Card 5']) {
      const kinds = () =>
        day.page.evaluate((one) => {
          const { fills } = window.host!.node(one) as unknown as {
            fills: { type: string; scaleMode?: string }[];
          };
          return fills.map(({ type, scaleMode }) => `${type} ${scaleMode ?? ''}`.trim());
        }, name);
      await expect.poll(kinds, { timeout: 60_000 }).toContain('IMAGE FILL');
    }
    // One undo takes back one frame, the last one.
    await day.pressOnCanvas('Control+z');
    const left = await day.page.evaluate(
      () =>
        window
          .host!.nodes()
          .filter(
            (node) =>
              /^Card/.test(node.name) &&
              (window.host!.node(node.id) as unknown as { fills: { type: string }[] }).fills.some(
                ({ type }) => type === 'IMAGE',
              ),
          ).length,
    );
    expect(left).toBe(4);
  });

  it('paints on beyond the edge of a picture', async () => {
    const listNodes = () => day.page.evaluate(() => window.host!.nodes());
    const before = new Set((await listNodes()).map(({ id }) => id));
    const frame = (await listNodes()).find(({ name }) => name === 'Picture')!;
    await day.select('Picture');
    const paddingPx = { left: 0, top: 0, right: 128, bottom: 0 };
    await day
      .panel()
      .evaluate(
        (sides) => window.underpaint?.setRequest({ mode: 'expand', seed: 7, paddingPx: sides }),
        paddingPx,
      );
    await day.button('Expand').click();
    await day.finished();
    await day.apply();
    const report = await day.panel().evaluate(() => window.underpaint?.lastReport);
    expect(report?.request).toMatchObject({ task: 'expand', paddingPx });
    const added = (await listNodes()).filter(({ id }) => !before.has(id));
    expect(Math.max(...added.map(({ box }) => Math.round(box.x + box.width)))).toBe(
      Math.round(frame.box.x + frame.box.width) + paddingPx.right,
    );
    await day.panel().evaluate(() => window.underpaint?.setRequest({ paddingPx: undefined, mode: 'auto' }));
  });

  it('takes a waiting job out of the queue, and paints the other', async () => {
    await day.select('Card 1');
    await day
      .panel()
      .evaluate(() => window.underpaint?.setRequest({ mode: 'auto', count: 1, steps: 30, seed: 1 }));
    await day.prompt().fill('a blue house');
    await day.button('Generate').click();
    await day.prompt().fill('a red house');
    await day.button('Generate').click();
    await day.prompt().fill('a white house');
    await day.button('Generate').click();
    await day.panel().getByText('Waiting 2').waitFor();
    await day
      .panel()
      .getByRole('button', { name: /^Remove: .*a red house/ })
      .click();
    await day.panel().getByText('Waiting 1').waitFor();
    await expect
      .poll(() => day.panel().evaluate(() => window.underpaint?.lastReport?.request.prompt), {
        timeout: 60_000,
      })
      .toBe('a white house');
  });

  it('takes over the recipe of a saved picture that is dropped on the panel', async () => {
    const [download] = await Promise.all([
      day.page.waitForEvent('download'),
      day.button(/^Save picture/).click(),
    ]);
    const bytes = (await readFile(await download.path())).toString('base64');
    await day.panel().evaluate(() => window.underpaint?.setRequest({ steps: 2, seed: 99 }));
    await day.prompt().fill('something else');
    await day.panel().evaluate((base64) => {
      const data = new DataTransfer();
      const file = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      data.items.add(new File([file], 'saved.png', { type: 'image/png' }));
      for (const type of ['dragenter', 'dragover', 'drop'])
        document.body.dispatchEvent(
          new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: data }),
        );
    }, bytes);
    await expect.poll(() => day.prompt().inputValue()).toBe('a white house');
  });
});

describe('the same day in German', () => {
  let german: Day;
  beforeAll(async () => {
    german = await startDay('de-DE');
  });
  afterAll(() => german?.close());

  it('paints a picture, fills a part of it, and takes it back', async () => {
    await german.click(256, 256);
    await german.prompt().fill('ein roter Kreis auf blauem Hintergrund');
    await german.button('Erzeugen').click();
    await german.finished();
    await german.apply(/^Nur auf diesem Rechner/);
    await german.pressOnCanvas('Escape');
    await german.page.getByRole('button', { name: /ellipse/i }).click();
    await german.drag([150, 180], [340, 370]);
    await german.button('Füllen').waitFor({ timeout: 20_000 });
    await german.prompt().fill('ein gelbes Quadrat');
    await german.button('Füllen').click();
    await german.finished();
    await german.apply();
    const names = (await german.childrenOf('Picture')).map(({ name }) => name);
    expect(names.length).toBe(2);
    expect(names.join()).not.toMatch(/gelbes/);
    await german.pressOnCanvas('Control+z');
    await expect.poll(async () => (await german.childrenOf('Picture')).length).toBe(1);
  });
});
