import { describe, expect, test } from 'vitest';
import { loadSandbox, openRig, type Rig } from '../../fakes/plugin-rig.ts';
import { imageFill, noise, pixelAt, solid } from '../host-render/stage.ts';
import { add, addPhoto, alphaAt, codeOf, layersOf, pngOf, readPng } from './scenes.ts';

const sandbox = await loadSandbox();

/** A white frame of 9000 x 60 at -20.5, 9 with a picture at 5000, 6. */
function wall(rig: Rig) {
  const fills = [solid(1, 1, 1)];
  const frame = add(rig, 'FRAME', rig.page, { x: -20.5, y: 9, width: 9000, height: 60, fills });
  const photo = addPhoto(rig, frame, { x: 5000, y: 6 });
  const mask = add(rig, 'ELLIPSE', frame, { x: 5010, y: 10, width: 20, height: 20, fills: [solid(0, 1, 0)] });
  return { frame, photo, mask };
}

const read = async (rig: Rig, params: Parameters<typeof rig.panel.call<'exportTarget'>>[1]) => {
  const told = await rig.panel.call('exportTarget', params);
  return { ...told, picture: readPng(told.png) };
};

/** Whether the photo of the wall lies at a place of the picture, pixel by pixel. */
function hasPhotoAt(picture: ReturnType<typeof readPng>, x0: number, y0: number): boolean {
  const photo = noise(64, 48);
  for (let y = 0; y < 48; y++) {
    for (let x = 0; x < 64; x++) {
      const at = (y * 64 + x) * 4;
      if (pixelAt(picture, x0 + x, y0 + y).some((value, i) => value !== photo[at + i])) return false;
    }
  }
  return true;
}

describe('of a layer that is too large to be exported, a window is read', () => {
  test('around its masks, on its pixels, without the mask, and nothing is left behind', async () => {
    const rig = openRig(sandbox);
    const { frame, mask } = wall(rig);
    rig.document.history.commit();
    const before = layersOf(rig);
    const { box, picture, isWindow } = await read(rig, { target: frame, masks: [mask], scale: 1 });
    expect(isWindow).toBe(true);
    // The middle of the mask, 5020, lies in the middle of 4096 px.
    expect(box).toEqual({ x: -20.5 + 2972, y: 9, width: 4096, height: 60 });
    expect([picture.width, picture.height]).toEqual([4096, 60]);
    expect(hasPhotoAt(picture, 5000 - 2972, 6)).toBe(true);
    expect(pixelAt(picture, 10, 10)).toEqual([255, 255, 255, 255]);
    expect(layersOf(rig)).toEqual(before);
    expect(rig.document.history.hasOpenChanges).toBe(false);
  });

  test('around what is asked for, shifted into it, else in the middle', async () => {
    const rig = openRig(sandbox);
    const { frame, mask } = wall(rig);
    const at = async (masks: string[], around?: { x: number; y: number; width: number; height: number }) =>
      (await read(rig, { target: frame, masks, scale: 1, around })).box.x + 20.5;
    expect(await at([mask], { x: 8900, y: 0, width: 10, height: 10 })).toBe(9000 - 4096);
    expect(await at([mask], { x: -50, y: 0, width: 60, height: 10 })).toBe(0);
    expect(await at([])).toBe(2452);
  });

  test('at the wanted density, and at full density where it does not fit at less', async () => {
    const rig = openRig(sandbox);
    const { frame, mask } = wall(rig);
    const dense = await read(rig, { target: frame, masks: [mask], scale: 2 });
    expect([dense.box.width, dense.picture.width, dense.picture.height]).toEqual([2048, 4096, 120]);
    const coarse = await read(rig, { target: frame, masks: [mask], scale: 0.6 });
    expect([coarse.isWindow, coarse.box.width, coarse.picture.width]).toEqual([true, 4096, 4096]);
  });

  test('but all of it at a density at which it fits', async () => {
    const rig = openRig(sandbox);
    const { frame, mask } = wall(rig);
    const { isWindow, box, picture } = await read(rig, { target: frame, masks: [mask], scale: 0.25 });
    expect([isWindow, box.width, picture.width]).toEqual([false, 9000, 2250]);
  });

  test('with the patches beside it, and of its pictures alone', async () => {
    const rig = openRig(sandbox);
    const fills = [imageFill(rig.keepPicture(64, 48, noise(64, 48)), 'TILE')];
    const target = add(rig, 'RECTANGLE', rig.page, { width: 6000, height: 48, fills });
    const box = { x: 3000, y: 0, width: 40, height: 40 };
    const params = { target, masks: [], png: pngOf(40, 40, () => 255), box, name: 'p', recipe: {} };
    const { node } = await rig.panel.call('placePatch', params);
    const shows = (masks: string[]) => read(rig, { target, masks, scale: 1, around: box });
    const [whole, bare] = [await shows([]), await shows([node])];
    expect(whole.box).toEqual(bare.box);
    expect(Buffer.compare(whole.picture.data, bare.picture.data)).not.toBe(0);
    const { frame } = wall(rig);
    const around = { x: 5000, y: 0, width: 64, height: 48 };
    const pictures = await read(rig, { target: frame, masks: [], scale: 1, around, shows: 'pictures' });
    const x = 5000 - 20.5 - pictures.box.x;
    expect([alphaAt(pictures.picture, x, 6), alphaAt(pictures.picture, x - 1, 6)]).toEqual([255, 0]);
  });

  test('of a component, a section and a layer of an instance, too', async () => {
    const rig = openRig(sandbox);
    const { document } = rig;
    const { frame, mask } = wall(rig);
    document.remove(mask);
    const component = document.convertToComponent(frame);
    const instance = document.createInstance(component, rig.page);
    const section = add(rig, 'SECTION', rig.page, {
      x: 40,
      width: 9000,
      height: 60,
      fills: [solid(1, 1, 1)],
    });
    const inner = add(rig, 'SECTION', section, { x: 4900, width: 1000, height: 60, fills: [solid(1, 1, 1)] });
    addPhoto(rig, inner, { x: 100, y: 6 });
    const before = layersOf(rig);
    for (const target of [component, instance, section]) {
      const around = { x: (target === section ? 40 : -20.5) + 5000, y: 20, width: 64, height: 10 };
      const { picture, box } = await read(rig, { target, masks: [], scale: 1, around });
      const left = document.get(target).transform[0][2];
      if (target !== instance) expect(hasPhotoAt(picture, 5000 + left - box.x, 6)).toBe(true);
      expect(box.width).toBe(4096);
      expect(layersOf(rig)).toEqual(before);
    }
  });

  test('unless the host finds that too large as well, which leaves nothing behind', async () => {
    const rig = openRig(sandbox);
    const { frame, mask } = wall(rig);
    const before = layersOf(rig);
    rig.faults.maxExportSidePx = 4000;
    const call = rig.panel.call('exportTarget', { target: frame, masks: [mask], scale: 1 });
    expect(await codeOf(call)).toBe('target-too-large');
    expect(layersOf(rig)).toEqual(before);
  });

  test('and a crash in the middle leaves nothing after the next start', async () => {
    const rig = openRig(sandbox);
    const { frame, mask } = wall(rig);
    const before = layersOf(rig);
    rig.faults.latencyMs = (operation) => (operation === 'exportAsync' ? 60_000 : 0);
    void rig.panel.call('exportTarget', { target: frame, masks: [mask], scale: 1 }).catch(() => undefined);
    await new Promise((done) => setTimeout(done, 100));
    expect(Object.keys(layersOf(rig)).length).toBeGreaterThan(Object.keys(before).length);
    const next = openRig(sandbox, { stage: rig });
    await next.panel.call('clearPreview');
    expect(layersOf(rig)).toEqual(before);
    rig.panel.close('the test is over');
  });
});
