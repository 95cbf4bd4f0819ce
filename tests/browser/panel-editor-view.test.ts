import { describe, expect, it } from 'vitest';
import { fitView } from '../../ui/shell/state/editor-view.ts';
import { makeTarget } from '../fakes/fake-host.ts';
import { editsOf, onFrame, picture, useEditorRig } from './editor/editor-rig.ts';

/** In real Chromium: what the editor shows, by keys and at any size. */
describe('the mask editor', () => {
  const rig = useEditorRig();

  it('shows what the engine says: the selection over the picture, the levels, the box', async () => {
    const colorAt = async (place: [number, number]) => {
      const [x, y] = await rig.onScreen(...place);
      const stage = (await rig.surface().boundingBox())!;
      return rig.panel.locator('.editor-surface canvas').evaluate(
        (element, [left, top]) => {
          const canvas = element as HTMLCanvasElement;
          const { devicePixelRatio: ratio } = window;
          return [...canvas.getContext('2d')!.getImageData(left! * ratio, top! * ratio, 1, 1).data];
        },
        [x - stage.x, y - stage.y],
      );
    };
    const [before, beside] = [await colorAt([200, 250]), await colorAt([390, 10])];
    await rig.page.mouse.move(...(await rig.onScreen(170, 250)));
    await rig.page.mouse.down();
    await rig.page.mouse.move(...(await rig.onScreen(230, 250)), { steps: 5 });
    // Before it is let go of, and before anybody has asked the engine.
    await expect.poll(async () => (await colorAt([200, 250]))[0]).toBeGreaterThan(before[0]! + 30);
    expect(await rig.panel.locator('.context-frame').count()).toBe(0);
    await rig.page.mouse.up();
    await rig.page.mouse.move(...(await rig.onScreen(60, 200)));
    await rig.panel.getByText('Repainted, in 8 levels of strength').waitFor();
    await expect.poll(async () => (await colorAt([200, 250]))[0]).toBeGreaterThan(before[0]! + 30);
    const [painted, shaded] = [await colorAt([200, 250]), await colorAt([390, 10])];
    // Magenta over a green hill: more red, less green.
    expect(before[1]! - painted[1]!).toBeGreaterThan(30);
    // What the model does not see is darker.
    expect(shaded[0]!).toBeLessThan(beside[0]! * 0.7);
    expect(await rig.panel.locator('.context-frame').isVisible()).toBe(true);
    expect(await rig.panel.getByText('Fades into the picture over 16 px').count()).toBe(1);
  });

  it('takes a box that is dragged for what the model sees, and gives it back to the engine', async () => {
    await rig.drag([180, 150], [220, 150]);
    await rig.panel.locator('.context-frame').waitFor();
    const { scale } = fitView(picture, (await rig.surface().boundingBox())!);
    /** By pixels of the picture. */
    const pull = async (selector: string, dx: number, dy: number) => {
      const { x, y, width, height } = (await rig.panel.locator(selector).boundingBox())!;
      const [left, top] = [x + width / 2, y + height / 2];
      await rig.page.mouse.move(left, top);
      await rig.page.mouse.down();
      await rig.page.mouse.move(left + dx * scale, top + dy * scale, { steps: 4 });
      await rig.page.mouse.up();
    };
    const seen = (await rig.panel.getByText(/What the model sees: \d/).textContent()) ?? '';
    const [, side] = /: (\d+) ×/.exec(seen) ?? [];
    const left = 200 - Number(side) / 2;
    await pull('.context-handle.e', -400, 0);
    await pull('.context-handle.w', -400, 0);
    await pull('.context-handle.e', 50, 0);
    await pull('.context-handle.n', 0, -400);
    await pull('.context-edge.bottom', 0, -400);
    await pull('.context-handle.s', 0, 400);
    expect(await rig.panel.getByRole('radio', { name: 'Own box' }).isChecked()).toBe(true);
    // By keys, one movement is one step back.
    await rig.panel.getByRole('button', { name: 'Model sees' }).focus();
    await rig.page.keyboard.press('ArrowRight');
    await rig.page.keyboard.press('Shift+ArrowLeft');
    await rig.surface().focus();
    await rig.page.keyboard.press('Control+z');
    const box = (await rig.run()).contextBox;
    expect(box).toMatchObject({ x: 0, y: 0, height: 300 });
    // As wide as it was left of its old left side, the least width, and what was added.
    expect(Math.abs(box!.width - (left + 16 + 50))).toBeLessThan(3);
  });

  it('goes back to the engine’s own box', async () => {
    await rig.drag([180, 150], [220, 150]);
    await rig.panel.getByText(/What the model sees: \d/).waitFor();
    await rig.panel.locator('.segment', { hasText: 'Own box' }).click();
    await rig.panel.locator('.segment', { hasText: 'Whole picture' }).click();
    const { contextBox, context } = await rig.run();
    expect({ contextBox, context }).toEqual({ contextBox: null, context: 'whole' });
  });

  it('needs no pointer: opens, draws a rectangle and an outline, and runs by keys alone', async () => {
    await rig.page.keyboard.press('Escape');
    await expect
      .poll(() => rig.panel.evaluate(() => document.activeElement?.textContent?.slice(0, 40)))
      .toBe('Paint mask');
    await rig.page.keyboard.press('Enter');
    await rig.surface().waitFor();
    await rig.page.keyboard.press('m');
    const press = async (key: string, times: number) => {
      for (let time = 0; time < times; time++) await rig.page.keyboard.press(key);
    };
    const position = () => rig.panel.locator('.editor-status').textContent();
    await rig.page.keyboard.press('ArrowLeft');
    await expect.poll(position).toMatch(/^x \d+, y 150$/);
    const step = 200 - Number(/x (\d+)/.exec((await position()) ?? '')?.[1]);
    expect(step).toBeGreaterThan(0);
    await rig.page.keyboard.press('Enter');
    await expect.poll(position).toBe(`Point at x ${200 - step}, y 150`);
    await press('Shift+ArrowRight', 2);
    await press('ArrowDown', 3);
    await rig.page.keyboard.press('Enter');
    await expect.poll(position).toBe('Added to the mask.');
    await rig.page.keyboard.press('l');
    await rig.page.keyboard.press('Enter');
    await press('Shift+ArrowUp', 1);
    await rig.page.keyboard.press('Enter');
    await press('Shift+ArrowLeft', 1);
    await rig.page.keyboard.press('Enter');
    await rig.page.keyboard.press('Enter');
    const [x, y] = [200 + 19 * step, 150 + 3 * step];
    expect(editsOf(await rig.run())).toEqual([
      { kind: 'rectangle', effect: 'add', points: [200 - step, 150, x, y] },
      { kind: 'lasso', effect: 'add', points: [x, y, x, y - 10 * step, x - 10 * step, y - 10 * step] },
    ]);
  });

  it('keeps the mask for its own layer', async () => {
    await rig.drag([100, 100], [200, 100]);
    await rig.panel.getByRole('button', { name: 'Done' }).click();
    const verb = rig.panel.locator('.run-bar button');
    await expect.poll(() => verb.textContent()).toBe('Fill');
    await rig.select({ kind: 'target', target: makeTarget({ node: '9:9' }), masks: [] });
    await expect.poll(() => verb.textContent()).toBe('Generate');
    await rig.select(onFrame);
    await expect.poll(() => verb.textContent()).toBe('Fill');
    await rig.panel.getByRole('button', { name: 'Remove painted mask' }).click();
    await expect.poll(() => verb.textContent()).toBe('Generate');
  });

  it('changes the brush, grows the mask and fills its holes with named controls', async () => {
    await rig.page.keyboard.press(']');
    await rig.panel.getByRole('spinbutton', { name: 'Hardness, %' }).fill('40');
    await rig.page.keyboard.press('Enter');
    await rig.panel.getByRole('slider', { name: 'Grow' }).fill('12');
    await rig.panel.getByLabel('Fill holes up to').check();
    await rig.surface().focus();
    await rig.drag([100, 100], [200, 100]);
    const { mask } = await rig.run();
    expect(mask).toMatchObject({ growPx: 12, fillHolesPx: 16, edits: [{ sizePx: 42, hardness: 0.4 }] });
  });

  it('reaches every control by Tab, each with a name and a visible focus', async () => {
    await rig.drag([100, 100], [200, 100]);
    await rig.panel.getByText(/What the model sees: \d/).waitFor();
    await rig.panel.getByRole('button', { name: 'Undo' }).focus();
    const seen: string[] = [];
    for (let presses = 0; presses < 30; presses++) {
      const here = await rig.panel.evaluate(() => {
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
      await rig.page.keyboard.press('Tab');
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
    await rig.page.setViewportSize({ width: 280, height: 360 });
    await rig.drag([100, 100], [200, 100]);
    const boxes = await rig.panel.evaluate(() => {
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
