import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeEraser } from '../fakes/eraser-graphs.ts';
import { startPackServer } from '../fakes/pack-server.ts';
import { countSpilled, countThinInside, countTouchedOutside, spreadAlpha } from './fill-laws.ts';
import { drawMask, drawScene, type Rgba, readPng, writePng } from './pictures.ts';
import { render, type Session, scratchFolder, startSession } from './session.ts';

const folder = scratchFolder();
const eraserFolder = join(folder, 'lama');
const [width, height] = [640, 480];
const isCovered = (x: number, y: number) => (x - 420) ** 2 + (y - 150) ** 2 < 50 ** 2;

/** The scene with a dark block in its sky. */
function drawBlock(): Rgba {
  const scene = drawScene(width, height);
  for (let y = 110; y < 190; y += 1)
    for (let x = 390; x < 450; x += 1) scene.data.set([30, 10, 20, 255], (y * width + x) * 4);
  return scene;
}

let session: Session;
const before = drawBlock();
const mask = drawMask(width, height, isCovered);
const files = { image: join(folder, 'picture.png'), mask: join(folder, 'mask.png') };
beforeAll(async () => {
  writePng(files.image, before);
  writePng(files.mask, mask);
  mkdirSync(eraserFolder);
  writeFileSync(join(eraserFolder, 'lama_fp32.onnx'), writeEraser({ numbers: 'unit', sizePx: 512 }));
  session = await startSession();
});
afterAll(async () => {
  await session?.close();
  rmSync(folder, { recursive: true, force: true });
});

const stateOf = () => session.panel.evaluate(() => window.underpaint?.state());
const prompt = () => session.panel.getByLabel('Prompt', { exact: true });

/** Counts what breaks the laws of a fill in the placed patch and in the frame as it was exported after applying. */
function countBroken({ results, report }: Awaited<ReturnType<typeof render>>) {
  const [{ out, patch, rect }] = results as [(typeof results)[number]];
  const alpha = spreadAlpha(readPng(patch), rect, width, height);
  return {
    thin: countThinInside(alpha, mask),
    spilled: countSpilled(alpha, mask, report.featherPx),
    touched: countTouchedOutside(before, readPng(out), alpha, width, height, 1),
  };
}
const none = { thin: 0, spilled: 0, touched: 0 };

describe('removing what a shape covers', () => {
  it('paints background where no eraser is installed, and says so', async () => {
    const removed = await render(session, { task: 'remove', ...files, steps: 1 });
    expect(removed.report).toMatchObject({
      model: 'default',
      request: { task: 'remove', prompt: 'background' },
    });
    expect(countBroken(removed)).toEqual(none);
    await session.panel.getByText('No eraser is installed').waitFor();
    expect(await prompt().count()).toBe(0);
  });

  it('takes it out with an eraser from a folder, in one pass', async () => {
    const removed = await render(session, { task: 'remove', ...files, model: { folder: eraserFolder } });
    expect(removed.report).toMatchObject({ model: 'folder:lama', request: { task: 'remove', count: 1 } });
    expect(removed.report.timingsMs.steps).toHaveLength(1);
    expect(countBroken(removed)).toEqual(none);
    const plain = drawScene(width, height);
    const after = readPng(removed.results[0]!.out);
    const middle = (150 * width + 420) * 4;
    for (let c = 0; c < 3; c += 1)
      expect(Math.abs(after.data[middle + c]! - plain.data[middle + c]!)).toBeLessThan(25);
    expect(await stateOf()).toMatchObject({ plan: { verb: 'remove' }, model: { id: 'folder:lama' } });
    expect(await session.panel.getByText('No eraser is installed').count()).toBe(0);
  });

  it('goes on filling with the model that paints', async () => {
    const task = session.panel.getByLabel('Task', { exact: true });
    await task.selectOption({ label: 'Fill' });
    await prompt().waitFor();
    await task.selectOption({ label: 'Remove' });
    await expect.poll(() => prompt().count()).toBe(0);
    const filled = await render(session, { task: 'fill', ...files, prompt: 'a yellow sun', steps: 1 });
    expect(filled.report.model).toBe('default');
  });

  it('takes it out with an eraser of the catalog, installed from a server', async () => {
    const server = await startPackServer({ packs: { lama: eraserFolder } });
    try {
      const removed = await render(session, {
        task: 'remove',
        ...files,
        model: { id: 'lama', from: server.url },
      });
      expect(removed.report.model).toBe('lama');
      expect(server.served).toContain('lama/lama_fp32.onnx');
      expect(countBroken(removed)).toEqual(none);
    } finally {
      await server.close();
    }
  });

  it('is all that an eraser does', async () => {
    const job = { ...files, prompt: 'a fox', model: { folder: eraserFolder } };
    await expect(render(session, { task: 'fill', ...job })).rejects.toThrow('This model cannot do that');
  });
});
