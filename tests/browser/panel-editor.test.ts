import { describe, expect, it } from 'vitest';
import { fitView } from '../../ui/shell/state/editor-view.ts';
import { editsOf, expectPoints, picture, pointsOf, useEditorRig } from './editor/editor-rig.ts';

/** In real Chromium: what is drawn in the panel must be what a run sends to the engine. */
describe('drawing a mask', () => {
  const rig = useEditorRig();

  it('sends a stroke as a vector in the picture’s pixels', async () => {
    await rig.drag([100, 100], [200, 100], [200, 180]);
    await rig.panel.getByText('Added to the mask.').waitFor();
    expect(await rig.panel.locator('.run-bar button').textContent()).toBe('Fill');
    const request = await rig.run();
    expect(request.task).toBe('fill');
    expect(request.mask).toMatchObject({ size: picture, growPx: 0, fillHolesPx: 0 });
    expect(editsOf(request)).toMatchObject([{ kind: 'brush', effect: 'add', sizePx: 35, hardness: 0.8 }]);
    expectPoints(editsOf(request)[0], [100, 100, 1, 200, 100, 1, 200, 180, 1]);
    // The pictures of the run are seen, and the mask can be gone on with.
    await rig.panel.locator('.chosen-actions').waitFor();
    await rig.panel.getByRole('button', { name: 'Edit painted mask' }).click();
    await rig.panel.locator('.editor-surface canvas').waitFor();
    expect(rig.faults).toEqual([]);
  });

  it('erases, draws shapes, takes away with Alt, inverts, undoes and does again, all in their order', async () => {
    await rig.drag([60, 60], [120, 60]);
    await rig.page.keyboard.press('e');
    await rig.drag([80, 60], [90, 60]);
    await rig.page.keyboard.press('l');
    await rig.drag([200, 100], [300, 100], [300, 200], [200, 200]);
    await rig.page.keyboard.press('m');
    await rig.page.keyboard.down('Alt');
    await rig.drag([220, 120], [260, 160]);
    await rig.page.keyboard.up('Alt');
    await rig.page.keyboard.press('i');
    await rig.page.keyboard.press('i');
    await rig.page.keyboard.press('Control+z');
    await rig.page.keyboard.press('Control+z');
    await rig.page.keyboard.press('Control+Shift+Z');
    const edits = editsOf(await rig.run());
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
    await rig.page.mouse.click(...(await rig.onScreen(50, 50)));
    await rig.page.keyboard.down('Shift');
    await rig.page.mouse.click(...(await rig.onScreen(150, 90)));
    await rig.page.keyboard.up('Shift');
    await rig.page.mouse.move(...(await rig.onScreen(200, 200)));
    await rig.page.mouse.down();
    await rig.page.mouse.move(...(await rig.onScreen(250, 200)));
    await rig.page.keyboard.press('Escape');
    await rig.page.mouse.up();
    const edits = editsOf(await rig.run());
    expect(edits).toHaveLength(2);
    expectPoints(edits[0], [50, 50, 1]);
    expectPoints(edits[1], [50, 50, 1, 150, 90, 1]);
  });

  it('takes the pressure of a pen for the width of its stroke', async () => {
    const [from, to] = [await rig.onScreen(100, 100), await rig.onScreen(200, 100)];
    const frame = (await rig.page.locator('iframe').boundingBox())!;
    await rig.surface().evaluate(
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
    const [edit] = editsOf(await rig.run());
    expectPoints(edit, [100, 100, 0.25, 200, 100, 0.75]);
    expect(pointsOf(edit).filter((_, at) => at % 3 === 2)).toEqual([0.25, 0.75]);
  });

  it('zooms with two fingers, and paints with one', async () => {
    const touch = await rig.page.context().newCDPSession(rig.page);
    const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...points: [number, number][]) =>
      touch.send('Input.dispatchTouchEvent', {
        type,
        touchPoints: points.map(([x, y], id) => ({ x, y, id })),
      });
    const [x, y] = await rig.onScreen(200, 150);
    await send('touchStart', [x - 20, y]);
    await send('touchStart', [x - 20, y], [x + 20, y]);
    await send('touchMove', [x - 40, y], [x + 40, y]);
    await send('touchEnd');
    // Twice as large about the middle between the fingers.
    const near = fitView(picture, (await rig.surface().boundingBox())!).scale * 2;
    await send('touchStart', [x + 10 * near, y]);
    await send('touchMove', [x + 30 * near, y]);
    await send('touchEnd');
    const edits = editsOf(await rig.run());
    expect(edits).toHaveLength(1);
    expectPoints(edits[0], [210, 150, 1, 230, 150, 1]);
  });

  it('draws where the pointer is at any zoom, and fits the picture again', async () => {
    const [x, y] = await rig.onScreen(200, 150);
    await rig.page.mouse.move(x, y);
    await rig.page.keyboard.down('Control');
    await rig.page.mouse.wheel(0, -200);
    await rig.page.keyboard.up('Control');
    await rig.page.mouse.wheel(40, 0);
    await rig.page.mouse.click(x - 40, y);
    // A drag with the space bar moves the picture, and draws nothing.
    await rig.page.keyboard.down(' ');
    await rig.page.mouse.move(x, y);
    await rig.page.mouse.down();
    await rig.page.mouse.move(x + 60, y + 30);
    await rig.page.mouse.up();
    await rig.page.keyboard.up(' ');
    await rig.page.keyboard.press('0');
    await rig.page.mouse.click(...(await rig.onScreen(20, 20)));
    const edits = editsOf(await rig.run());
    expect(edits).toHaveLength(2);
    expectPoints(edits[0], [200, 150, 1]);
    expectPoints(edits[1], [20, 20, 1]);
  });
});
