import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countSpilled, countThinInside, countTouchedOutside, spreadAlpha } from './fill-laws.ts';
import { drawMask, drawScene, type Rgba, readPng, writePng } from './pictures.ts';
import { render, type Session, scratchFolder, startSession } from './session.ts';

const folder = scratchFolder();
const [width, height] = [480, 360];
const scene = drawScene(width, height);
const image = join(folder, 'picture.png');

let session: Session;
beforeAll(async () => {
  writePng(image, scene);
  session = await startSession();
});
afterAll(async () => session?.close());

const panelState = () => session.panel.evaluate(() => window.underpaint?.state());
const exportLayer = async (nameOrId: string) =>
  readPng(
    (await session.page.evaluate((id) => window.host?.exportNode(id, 1), nameOrId)) ?? new Uint8Array(),
  );

/** Lays out the scene as a frame, with a layer over it where one is given, and selects both. */
async function layOut(mask: string | null = null): Promise<string> {
  const { layOutDocument } = await import('../../tools/render/document.mjs');
  const { frameId } = await layOutDocument(session.page, { image, mask, size: { width, height } });
  await session.panel.evaluate(() =>
    // The jobs before have said that nothing is painted; now the panel's own editor counts.
    window.underpaint?.setRequest({
      mask: undefined,
      contextBox: undefined,
      paddingPx: undefined,
      mode: 'auto',
      steps: 2,
    }),
  );
  return frameId;
}

const isInside = (x: number, y: number) => (x - 240) ** 2 + (y - 170) ** 2 < 70 ** 2;
const maskFile = () => writePng(join(folder, 'mask.png'), drawMask(width, height, isInside));

describe('every way to repaint a region', () => {
  it.each(['fill', 'add', 'sketch', 'remove'] as const)('keeps to the mask: %s', async (task) => {
    const mask = drawMask(width, height, isInside);
    const { results, report } = await render(session, { task, image, mask: maskFile(), steps: 2 });
    const [result] = results as [(typeof results)[number]];
    const alpha = spreadAlpha(readPng(result.patch), result.rect, width, height);
    expect(countThinInside(alpha, mask)).toBe(0);
    expect(countSpilled(alpha, mask, report.featherPx)).toBe(0);
    expect(countTouchedOutside(scene, readPng(result.out), alpha, width, height, 1)).toBe(0);
    expect(report.request.task).toBe(task);
  });

  it('repaints all but the mask for a new background, and leaves what the mask covers', async () => {
    const { results, report } = await render(session, {
      task: 'replace-background',
      image,
      mask: maskFile(),
      steps: 2,
    });
    const [result] = results as [(typeof results)[number]];
    const rest = drawMask(width, height, (x, y) => !isInside(x, y));
    const alpha = spreadAlpha(readPng(result.patch), result.rect, width, height);
    expect(countThinInside(alpha, rest)).toBe(0);
    expect(countSpilled(alpha, rest, report.featherPx)).toBe(0);
    expect(report.featherPx).toBeLessThanOrEqual(0.01 * Math.hypot(width, height) + 2);
  });
});

describe('a frame larger than its picture', () => {
  it('gets what is empty painted, and keeps the picture beyond the fade', async () => {
    const size = { width: 640, height: 440 };
    const place = { x: 100, y: 30 };
    const { results, report } = await render(session, {
      task: 'expand',
      prompt: '',
      image,
      size,
      place,
      steps: 2,
    });
    const [result] = results as [(typeof results)[number]];
    const empty = drawMask(size.width, size.height, (x, y) => {
      const [u, v] = [x - place.x, y - place.y];
      return u < 0 || v < 0 || u >= width || v >= height;
    });
    const alpha = spreadAlpha(readPng(result.patch), result.rect, size.width, size.height);
    expect(countThinInside(alpha, empty)).toBe(0);
    expect(countSpilled(alpha, empty, report.featherPx)).toBe(0);
    const out = readPng(result.out);
    const changed = { inside: 0, white: 0 };
    for (let i = 0; i < alpha.length; i += 1) {
      const [x, y] = [(i % size.width) - place.x, Math.floor(i / size.width) - place.y];
      const pixel = out.data.subarray(i * 4, i * 4 + 3);
      if (alpha[i] === 0 && pixel.some((value, c) => value !== scene.data[(y * width + x) * 4 + c]))
        changed.inside += 1;
      if (alpha[i] === 255 && pixel.every((value) => value === 255)) changed.white += 1;
    }
    expect(changed).toEqual({ inside: 0, white: 0 });
  });

  it('is left alone where it has nothing empty', async () => {
    const full = render(session, { task: 'expand', image, size: { width, height }, steps: 1 });
    await expect(full).rejects.toThrow(/fills its frame/);
  });
});

describe('a mask that is painted in the panel', () => {
  it('repaints what was painted, is kept with the result, and comes back with it', async () => {
    const frame = await layOut();
    const { panel, page } = session;
    await panel.getByRole('button', { name: 'Paint mask' }).click();
    const canvas = panel.locator('.editor-surface canvas');
    await expect.poll(async () => (await canvas.boundingBox())?.width ?? 0).toBeGreaterThan(100);
    await page.waitForTimeout(500);
    const box = (await canvas.boundingBox())!;
    const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    await page.mouse.move(middle.x - 40, middle.y);
    await page.mouse.down();
    await page.mouse.move(middle.x, middle.y - 20, { steps: 8 });
    await page.mouse.move(middle.x + 40, middle.y, { steps: 8 });
    await page.mouse.up();
    await expect.poll(async () => (await panelState())?.plan.verb).toBe('fill');
    // The engine has been asked what will happen, and has answered.
    await page.waitForTimeout(1500);
    await page.screenshot({ path: join(folder, 'editor.png') });
    const ran = await panel.evaluate(async () => {
      window.underpaint?.setRequest({ prompt: 'a yellow star', steps: 2 });
      const done = await window.underpaint?.run();
      return done && { request: done.report.request, patch: done.candidates[0]?.patch };
    });
    expect(ran?.request.mask?.edits).toMatchObject([{ kind: 'brush', effect: 'add' }]);
    const { points, sizePx } = ran!.request.mask!.edits[0] as { points: number[]; sizePx: number };
    const xs = points.filter((_, i) => i % 3 === 0);
    const reach = sizePx / 2 + 60;
    expect(ran!.patch!.x).toBeGreaterThan(Math.min(...xs) - reach);
    expect(ran!.patch!.x + ran!.patch!.width).toBeLessThan(Math.max(...xs) + reach);
    const node = await panel.evaluate(async () => (await window.underpaint!.apply(0)).node);
    const out = await exportLayer(frame);
    expect(countDifferent(out, scene)).toBeGreaterThan(1000);
    expect(countDifferent(out, scene, ran!.patch!)).toBe(0);

    await page.evaluate((id) => window.host?.select(id), node);
    await panel.getByRole('button', { name: 'Edit this result' }).click();
    await expect.poll(async () => (await panelState())?.plan.verb).toBe('fill');
    const again = await panel.evaluate(async () => {
      window.underpaint?.setRequest({ steps: 2 });
      const done = await window.underpaint?.run();
      return done?.report.request.mask;
    });
    expect(again).toEqual(ran?.request.mask);
  });
});

/** Pixels that differ, outside of `except`. */
function countDifferent(a: Rgba, b: Rgba, except = { x: 0, y: 0, width: 0, height: 0 }): number {
  let count = 0;
  for (let y = 0; y < a.height; y += 1) {
    for (let x = 0; x < a.width; x += 1) {
      const isIn =
        x >= except.x && y >= except.y && x < except.x + except.width && y < except.y + except.height;
      const at = (y * a.width + x) * 4;
      if (!isIn && [0, 1, 2].some((c) => a.data[at + c] !== b.data[at + c])) count += 1;
    }
  }
  return count;
}
