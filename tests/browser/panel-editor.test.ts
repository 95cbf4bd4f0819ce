import type { Server } from 'node:http';
import type { Browser, Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { GenerationRequest } from '../../protocol/generation.ts';
import type { Selection } from '../../protocol/host-contract.ts';
import type { MaskEdit } from '../../protocol/mask-edits.ts';
import { launchBrowser } from '../../tools/browser.mjs';
import { servePreview } from '../../tools/preview/serve-preview.mjs';
import { fitView } from '../../ui/shell/state/editor-view.ts';
import type { FakeEngine } from '../fakes/fake-engine.ts';
import { type FakeHost, makeTarget } from '../fakes/fake-host.ts';

const picture = { width: 400, height: 300 };
const onFrame: Selection = { kind: 'target', target: makeTarget(), masks: [] };

/** The mask editor in real Chromium: what is drawn in it must be what a run sends to the engine. */
describe('the mask editor', () => {
  let server: Server;
  let address: string;
  let browser: Browser;
  let page: Page;
  let panel: Frame;
  const faults: string[] = [];

  beforeAll(async () => {
    ({ server, address } = await servePreview());
    browser = await launchBrowser();
  });

  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  beforeEach(async () => {
    await page?.close();
    faults.length = 0;
    page = await browser.newPage({ viewport: { width: 360, height: 692 }, locale: 'en' });
    page.on('pageerror', (error) => faults.push(error.message));
    await page.goto(address);
    const found = page.frames().find((frame) => frame.url().includes('/ui.html'));
    if (found === undefined) throw new Error('the panel is not framed');
    panel = found;
    await panel.waitForFunction(() => window.underpaint?.state().engine === 'ready');
    await panel.evaluate(() => window.underpaint?.setRequest({ prompt: 'hills', steps: 1 }));
    await select(onFrame);
    await panel.getByRole('button', { name: 'Paint mask' }).click();
    await panel.locator('.editor-surface canvas').waitFor();
  });

  const select = (selection: Selection) =>
    page.evaluate((next) => (window as unknown as { fakeHost: FakeHost }).fakeHost.select(next), selection);
  const surface = () => panel.locator('.editor-surface');

  /** Where a place in the picture, shown whole, is on the screen. */
  async function onScreen(x: number, y: number): Promise<[number, number]> {
    const stage = (await surface().boundingBox())!;
    const view = fitView(picture, stage);
    return [stage.x + view.x + x * view.scale, stage.y + view.y + y * view.scale];
  }

  async function drag(...points: [number, number][]): Promise<void> {
    for (const [index, [x, y]] of points.entries()) {
      await page.mouse.move(...(await onScreen(x, y)), { steps: 5 });
      if (index === 0) await page.mouse.down();
    }
    await page.mouse.up();
  }

  /** Runs, and tells what the engine was asked for. */
  async function run(): Promise<GenerationRequest> {
    await page.keyboard.press('Control+Enter');
    const engine = page.frames().find((frame) => frame.url().includes('/engine/'))!;
    const jobs = () => (window as unknown as { fakeEngine: FakeEngine }).fakeEngine.jobs;
    await engine.waitForFunction(
      () => (window as unknown as { fakeEngine: FakeEngine }).fakeEngine.jobs.length > 0,
    );
    return (await engine.evaluate(jobs))[0]!.request;
  }

  const editsOf = (request: GenerationRequest): MaskEdit[] => request.mask?.edits ?? [];
  const pointsOf = (edit: MaskEdit | undefined) =>
    edit !== undefined && 'points' in edit ? edit.points : [];

  /** Whole pixels of the screen are less exact than the picture's, so places count to 1.5 of these. */
  function expectPoints(edit: MaskEdit | undefined, wanted: number[]): void {
    const points = pointsOf(edit);
    expect(points).toHaveLength(wanted.length);
    for (const [index, value] of points.entries())
      expect(Math.abs(value - wanted[index]!), `${points}`).toBeLessThan(1.5);
  }

  it('sends a stroke as a vector in the picture’s pixels', async () => {
    await drag([100, 100], [200, 100], [200, 180]);
    await panel.getByText('Added to the mask.').waitFor();
    expect(await panel.locator('.run-bar button').textContent()).toBe('Fill');
    const request = await run();
    expect(request.task).toBe('fill');
    expect(request.mask).toMatchObject({ size: picture, growPx: 0, fillHolesPx: 0 });
    expect(editsOf(request)).toMatchObject([{ kind: 'brush', effect: 'add', sizePx: 35, hardness: 0.8 }]);
    expectPoints(editsOf(request)[0], [100, 100, 1, 200, 100, 1, 200, 180, 1]);
    // The pictures of the run are seen, and the mask can be gone on with.
    await panel.locator('.chosen-actions').waitFor();
    await panel.getByRole('button', { name: 'Edit painted mask' }).click();
    await panel.locator('.editor-surface canvas').waitFor();
    expect(faults).toEqual([]);
  });

  it('erases, draws shapes, takes away with Alt, inverts, undoes and does again, all in their order', async () => {
    await drag([60, 60], [120, 60]);
    await page.keyboard.press('e');
    await drag([80, 60], [90, 60]);
    await page.keyboard.press('l');
    await drag([200, 100], [300, 100], [300, 200], [200, 200]);
    await page.keyboard.press('m');
    await page.keyboard.down('Alt');
    await drag([220, 120], [260, 160]);
    await page.keyboard.up('Alt');
    await page.keyboard.press('i');
    await page.keyboard.press('i');
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+Shift+Z');
    const edits = editsOf(await run());
    expect(edits.map((edit) => ('effect' in edit ? `${edit.kind} ${edit.effect}` : edit.kind))).toEqual([
      'brush add',
      'brush subtract',
      'lasso add',
      'rectangle subtract',
      'invert',
    ]);
    expectPoints(edits[2], [200, 100, 300, 100, 300, 200, 200, 200]);
    expectPoints(edits[3], [220, 120, 260, 160]);
  });

  it('draws straight from the last point with Shift, and drops a draft with Escape', async () => {
    await page.mouse.click(...(await onScreen(50, 50)));
    await page.keyboard.down('Shift');
    await page.mouse.click(...(await onScreen(150, 90)));
    await page.keyboard.up('Shift');
    await page.mouse.move(...(await onScreen(200, 200)));
    await page.mouse.down();
    await page.mouse.move(...(await onScreen(250, 200)));
    await page.keyboard.press('Escape');
    await page.mouse.up();
    const edits = editsOf(await run());
    expect(edits).toHaveLength(2);
    expectPoints(edits[0], [50, 50, 1]);
    expectPoints(edits[1], [50, 50, 1, 150, 90, 1]);
  });

  it('takes the pressure of a pen for the width of its stroke', async () => {
    const [from, to] = [await onScreen(100, 100), await onScreen(200, 100)];
    const frame = (await page.locator('iframe').boundingBox())!;
    await surface().evaluate(
      (element, { places }) => {
        const send = (type: string, [clientX, clientY]: readonly number[], pressure: number) =>
          element.dispatchEvent(
            new PointerEvent(type, {
              pointerId: 1,
              pointerType: 'pen',
              bubbles: true,
              cancelable: true,
              clientX: clientX!,
              clientY: clientY!,
              pressure,
            }),
          );
        // A pen that no device holds cannot be captured.
        element.setPointerCapture = () => {};
        element.hasPointerCapture = () => true;
        send('pointerdown', places[0]!, 0.25);
        send('pointermove', places[1]!, 0.75);
        send('pointerup', places[1]!, 0);
      },
      { places: [from, to].map(([x, y]) => [x - frame.x, y - frame.y]) },
    );
    const [edit] = editsOf(await run());
    expectPoints(edit, [100, 100, 0.25, 200, 100, 0.75]);
    expect(pointsOf(edit).filter((_, at) => at % 3 === 2)).toEqual([0.25, 0.75]);
  });

  it('zooms with two fingers, and paints with one', async () => {
    const touch = await page.context().newCDPSession(page);
    const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...points: [number, number][]) =>
      touch.send('Input.dispatchTouchEvent', {
        type,
        touchPoints: points.map(([x, y], id) => ({ x, y, id })),
      });
    const [x, y] = await onScreen(200, 150);
    await send('touchStart', [x - 20, y]);
    await send('touchStart', [x - 20, y], [x + 20, y]);
    await send('touchMove', [x - 40, y], [x + 40, y]);
    await send('touchEnd');
    // Twice as large about the middle between the fingers.
    const near = fitView(picture, (await surface().boundingBox())!).scale * 2;
    await send('touchStart', [x + 10 * near, y]);
    await send('touchMove', [x + 30 * near, y]);
    await send('touchEnd');
    const edits = editsOf(await run());
    expect(edits).toHaveLength(1);
    expectPoints(edits[0], [210, 150, 1, 230, 150, 1]);
  });

  it('draws where the pointer is at any zoom, and fits the picture again', async () => {
    const [x, y] = await onScreen(200, 150);
    await page.mouse.move(x, y);
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -200);
    await page.keyboard.up('Control');
    await page.mouse.wheel(40, 0);
    await page.mouse.click(x - 40, y);
    // A drag with the space bar moves the picture, and draws nothing.
    await page.keyboard.down(' ');
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 60, y + 30);
    await page.mouse.up();
    await page.keyboard.up(' ');
    await page.keyboard.press('0');
    await page.mouse.click(...(await onScreen(20, 20)));
    const edits = editsOf(await run());
    expect(edits).toHaveLength(2);
    expectPoints(edits[0], [200, 150, 1]);
    expectPoints(edits[1], [20, 20, 1]);
  });

  it('shows what the engine says: the selection over the picture, the levels, the box', async () => {
    const colorAt = async (place: [number, number]) => {
      const [x, y] = await onScreen(...place);
      const stage = (await surface().boundingBox())!;
      return panel.locator('.editor-surface canvas').evaluate(
        (element, [left, top]) => {
          const canvas = element as HTMLCanvasElement;
          const { devicePixelRatio: ratio } = window;
          return [...canvas.getContext('2d')!.getImageData(left! * ratio, top! * ratio, 1, 1).data];
        },
        [x - stage.x, y - stage.y],
      );
    };
    const [before, beside] = [await colorAt([200, 250]), await colorAt([390, 10])];
    await page.mouse.move(...(await onScreen(170, 250)));
    await page.mouse.down();
    await page.mouse.move(...(await onScreen(230, 250)), { steps: 5 });
    // Before it is let go of, and before anybody has asked the engine.
    await expect.poll(async () => (await colorAt([200, 250]))[0]).toBeGreaterThan(before[0]! + 30);
    expect(await panel.locator('.context-frame').count()).toBe(0);
    await page.mouse.up();
    await page.mouse.move(...(await onScreen(60, 200)));
    await panel.getByText('Repainted, in 8 levels of strength').waitFor();
    await expect.poll(async () => (await colorAt([200, 250]))[0]).toBeGreaterThan(before[0]! + 30);
    const [painted, shaded] = [await colorAt([200, 250]), await colorAt([390, 10])];
    // Magenta over a green hill: more red, less green.
    expect(before[1]! - painted[1]!).toBeGreaterThan(30);
    // What the model does not see is darker.
    expect(shaded[0]!).toBeLessThan(beside[0]! * 0.7);
    expect(await panel.locator('.context-frame').isVisible()).toBe(true);
    expect(await panel.getByText('Fades into the picture over 16 px').count()).toBe(1);
  });

  it('takes a box that is dragged for what the model sees, and gives it back to the engine', async () => {
    await drag([180, 150], [220, 150]);
    await panel.locator('.context-frame').waitFor();
    const { scale } = fitView(picture, (await surface().boundingBox())!);
    /** By pixels of the picture. */
    const pull = async (selector: string, dx: number, dy: number) => {
      const { x, y, width, height } = (await panel.locator(selector).boundingBox())!;
      const [left, top] = [x + width / 2, y + height / 2];
      await page.mouse.move(left, top);
      await page.mouse.down();
      await page.mouse.move(left + dx * scale, top + dy * scale, { steps: 4 });
      await page.mouse.up();
    };
    const seen = (await panel.getByText(/What the model sees: \d/).textContent()) ?? '';
    const [, side] = /: (\d+) ×/.exec(seen) ?? [];
    const left = 200 - Number(side) / 2;
    await pull('.context-handle.e', -400, 0);
    await pull('.context-handle.w', -400, 0);
    await pull('.context-handle.e', 50, 0);
    await pull('.context-handle.n', 0, -400);
    await pull('.context-edge.bottom', 0, -400);
    await pull('.context-handle.s', 0, 400);
    expect(await panel.getByRole('radio', { name: 'Own box' }).isChecked()).toBe(true);
    // By keys, one movement is one step back.
    await panel.getByRole('button', { name: 'Model sees' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Shift+ArrowLeft');
    await surface().focus();
    await page.keyboard.press('Control+z');
    const box = (await run()).contextBox;
    expect(box).toMatchObject({ x: 0, y: 0, height: 300 });
    // As wide as it was left of its old left side, the least width, and what was added.
    expect(Math.abs(box!.width - (left + 16 + 50))).toBeLessThan(3);
  });

  it('goes back to the engine’s own box', async () => {
    await drag([180, 150], [220, 150]);
    await panel.getByText(/What the model sees: \d/).waitFor();
    await panel.locator('.segment', { hasText: 'Own box' }).click();
    await panel.locator('.segment', { hasText: 'Whole picture' }).click();
    const { contextBox, context } = await run();
    expect({ contextBox, context }).toEqual({ contextBox: null, context: 'whole' });
  });

  it('needs no pointer: opens, draws a rectangle and an outline, and runs by keys alone', async () => {
    await page.keyboard.press('Escape');
    await expect
      .poll(() => panel.evaluate(() => document.activeElement?.textContent?.slice(0, 40)))
      .toBe('Paint mask');
    await page.keyboard.press('Enter');
    await surface().waitFor();
    await page.keyboard.press('m');
    const press = async (key: string, times: number) => {
      for (let time = 0; time < times; time++) await page.keyboard.press(key);
    };
    const position = () => panel.locator('.editor-status').textContent();
    await page.keyboard.press('ArrowLeft');
    await expect.poll(position).toMatch(/^x \d+, y 150$/);
    const step = 200 - Number(/x (\d+)/.exec((await position()) ?? '')?.[1]);
    expect(step).toBeGreaterThan(0);
    await page.keyboard.press('Enter');
    await expect.poll(position).toBe(`Point at x ${200 - step}, y 150`);
    await press('Shift+ArrowRight', 2);
    await press('ArrowDown', 3);
    await page.keyboard.press('Enter');
    await expect.poll(position).toBe('Added to the mask.');
    await page.keyboard.press('l');
    await page.keyboard.press('Enter');
    await press('Shift+ArrowUp', 1);
    await page.keyboard.press('Enter');
    await press('Shift+ArrowLeft', 1);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    const [x, y] = [200 + 19 * step, 150 + 3 * step];
    expect(editsOf(await run())).toEqual([
      { kind: 'rectangle', effect: 'add', points: [200 - step, 150, x, y] },
      { kind: 'lasso', effect: 'add', points: [x, y, x, y - 10 * step, x - 10 * step, y - 10 * step] },
    ]);
  });

  it('keeps the mask for its own layer', async () => {
    await drag([100, 100], [200, 100]);
    await panel.getByRole('button', { name: 'Done' }).click();
    const verb = panel.locator('.run-bar button');
    await expect.poll(() => verb.textContent()).toBe('Fill');
    await select({ kind: 'target', target: makeTarget({ node: '9:9' }), masks: [] });
    await expect.poll(() => verb.textContent()).toBe('Generate');
    await select(onFrame);
    await expect.poll(() => verb.textContent()).toBe('Fill');
    await panel.getByRole('button', { name: 'Remove painted mask' }).click();
    await expect.poll(() => verb.textContent()).toBe('Generate');
  });

  it('changes the brush, grows the mask and fills its holes with named controls', async () => {
    await page.keyboard.press(']');
    await panel.getByRole('spinbutton', { name: 'Hardness, %' }).fill('40');
    await page.keyboard.press('Enter');
    await panel.getByRole('slider', { name: 'Grow' }).fill('12');
    await panel.getByLabel('Fill holes up to').check();
    await surface().focus();
    await drag([100, 100], [200, 100]);
    const { mask } = await run();
    expect(mask).toMatchObject({ growPx: 12, fillHolesPx: 16, edits: [{ sizePx: 42, hardness: 0.4 }] });
  });

  it('reaches every control by Tab, each with a name and a visible focus', async () => {
    await drag([100, 100], [200, 100]);
    await panel.getByText(/What the model sees: \d/).waitFor();
    await panel.getByRole('button', { name: 'Undo' }).focus();
    const seen: string[] = [];
    for (let presses = 0; presses < 30; presses++) {
      const here = await panel.evaluate(() => {
        const element = document.activeElement;
        if (element === null || element === document.body) return null;
        const labels = 'labels' in element ? (element as HTMLInputElement).labels : null;
        const name =
          element.getAttribute('aria-label') ?? labels?.[0]?.textContent ?? element.textContent ?? '';
        const shape = element.matches('.segment input') ? element.nextElementSibling! : element;
        const ring = element.matches('.editor-surface') ? getComputedStyle(element, '::after') : null;
        const { outlineStyle, borderColor } = getComputedStyle(shape);
        const isRinged =
          outlineStyle !== 'none' || borderColor === 'rgb(13, 153, 255)' || ring?.borderTopWidth === '2px';
        return { name: name.trim(), isRinged };
      });
      if (here === null || here.name === 'Fill') break;
      expect(here.name, `a control after ${seen.at(-1)}`).not.toBe('');
      if (presses > 0) expect(here.isRinged, here.name).toBe(true);
      seen.push(here.name);
      await page.keyboard.press('Tab');
    }
    expect(seen).toEqual([
      'Undo',
      'Redo',
      'Done',
      'Brush',
      'Eraser',
      'Lasso',
      'Rectangle',
      'Invert',
      'Clear all',
      'Zoom out',
      'Zoom in',
      'Fit',
      'Picture to paint on. Arrow keys move, Enter sets a point.',
      'Model sees',
      'Size',
      'Size, px',
      'Hardness',
      'Hardness, %',
      'Grow',
      'Grow, px',
      'Fill holes up to',
      'Largest hole in pixels',
      'Auto',
    ]);
  });

  it('has room for everything in the smallest panel', async () => {
    await page.setViewportSize({ width: 280, height: 360 });
    await drag([100, 100], [200, 100]);
    const boxes = await panel.evaluate(() => {
      const outside = [...document.querySelectorAll('main *')].filter(
        (element) => element.getBoundingClientRect().right > innerWidth + 0.5,
      );
      const bottomOf = (selector: string) => document.querySelector(selector)!.getBoundingClientRect().bottom;
      const footTop = document.querySelector('.panel-foot')!.getBoundingClientRect().top;
      return {
        outside: outside.map(({ className }) => String(className)),
        isAboveFoot: bottomOf('.editor') <= footTop + 0.5 && bottomOf('.editor-options') <= footTop + 0.5,
        stageHeight: document.querySelector('.editor-stage')!.clientHeight,
        optionsHeight: document.querySelector('.editor-options')!.clientHeight,
        isRunInView: bottomOf('.run-bar button') <= innerHeight,
      };
    });
    expect(boxes).toMatchObject({ outside: [], isAboveFoot: true, isRunInView: true });
    expect(boxes.stageHeight).toBeGreaterThanOrEqual(90);
    expect(boxes.optionsHeight).toBeGreaterThanOrEqual(50);
  });
});
