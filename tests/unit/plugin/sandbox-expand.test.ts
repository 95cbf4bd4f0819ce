import { describe, expect, test } from 'vitest';
import { loadSandbox, openRig, type Rig } from '../../fakes/plugin-rig.ts';
import { absoluteBoundingBox, absoluteTransform } from '../../host/document/geometry.ts';
import type { NodeProps } from '../../host/document/node.ts';
import { imageFill, noise, pixelAt, solid } from '../host-render/stage.ts';
import { add, addPhoto, alphaAt, codeOf, layersOf, pictureFill, pngOf, readPng, rotate } from './scenes.ts';

const sandbox = await loadSandbox();
const white = [solid(1, 1, 1)];
const recipe = { request: { task: 'expand' } };
const shadow = {
  type: 'DROP_SHADOW',
  color: { r: 0, g: 0, b: 0, a: 1 },
  offset: { x: 8, y: 8 },
  radius: 2,
  visible: true,
  blendMode: 'NORMAL',
} as const;

/** A white frame of 100 x 80 with a picture of 64 x 48 at 10, 20, and words and a shape over both. */
function screen(rig: Rig, props: Partial<NodeProps> & { x?: number; y?: number } = {}) {
  const frame = add(rig, 'FRAME', rig.page, {
    x: 300,
    y: -40,
    width: 100,
    height: 80,
    fills: white,
    ...props,
  });
  const photo = addPhoto(rig, frame, { x: 10, y: 20 });
  const words = add(rig, 'TEXT', frame, {
    x: 5,
    y: 5,
    width: 90,
    height: 30,
    characters: 'Sale',
    fontSize: 28,
  });
  const badge = add(rig, 'ELLIPSE', frame, { x: 60, y: 50, width: 30, height: 30, fills: [solid(1, 0, 0)] });
  return { frame, photo, words, badge };
}

const readPictures = async (rig: Rig, target: string, masks: string[] = [], scale = 1) => {
  const told = await rig.panel.call('exportTarget', { target, masks, scale, shows: 'pictures' });
  return { ...told, picture: readPng(told.png) };
};

/** Whether a picture shows `photo`, the noise of 64 x 48, at a place and nothing anywhere else. */
function showsOnly(picture: ReturnType<typeof readPng>, x0: number, y0: number): boolean {
  const photo = noise(64, 48);
  for (let y = 0; y < picture.height; y++) {
    for (let x = 0; x < picture.width; x++) {
      const isInside = x >= x0 && y >= y0 && x < x0 + 64 && y < y0 + 48;
      const at = ((y - y0) * 64 + x - x0) * 4;
      const wanted = isInside ? [...photo.subarray(at, at + 4)] : [0, 0, 0, 0];
      if (pixelAt(picture, x, y).some((value, i) => value !== wanted[i])) return false;
    }
  }
  return true;
}

describe('the pictures of a frame', () => {
  test('are read alone: what is empty is transparent, and nothing is left behind', async () => {
    const rig = openRig(sandbox);
    const { frame } = screen(rig, { strokes: white, strokeWeight: 4, effects: [shadow] });
    rig.document.history.commit();
    const before = layersOf(rig);
    const { box, picture, isWindow, isCutOut } = await readPictures(rig, frame);
    expect(box).toEqual({ x: 300, y: -40, width: 100, height: 80 });
    expect([isWindow, isCutOut]).toEqual([false, false]);
    expect(showsOnly(picture, 10, 20)).toBe(true);
    expect(layersOf(rig)).toEqual(before);
    expect(rig.document.history.hasOpenChanges).toBe(false);
  });

  test('are found in groups and frames, which cut them as they do, and in instances', async () => {
    const rig = openRig(sandbox);
    const { document } = rig;
    const frame = add(rig, 'FRAME', rig.page, { width: 200, height: 100, fills: white });
    const cutting = add(rig, 'FRAME', frame, {
      x: 5,
      width: 40,
      height: 30,
      fills: white,
      clipsContent: true,
    });
    addPhoto(rig, cutting, { effects: [shadow] });
    add(rig, 'RECTANGLE', cutting, { width: 30, height: 5, fills: [solid(0, 0, 1)] });
    const card = add(rig, 'FRAME', rig.page, { width: 70, height: 60, fills: [solid(0, 1, 0)] });
    addPhoto(rig, card, { x: 3, y: 4 });
    add(rig, 'TEXT', card, { width: 60, height: 20, characters: 'Sale' });
    const instance = document.createInstance(document.convertToComponent(card), frame);
    document.setPosition(instance, 100, 30);
    const before = layersOf(rig);
    const { picture } = await readPictures(rig, frame);
    expect([alphaAt(picture, 5, 2), alphaAt(picture, 44, 29)]).toEqual([255, 255]);
    expect([alphaAt(picture, 4, 2), alphaAt(picture, 46, 29), alphaAt(picture, 44, 31)]).toEqual([0, 0, 0]);
    expect(pixelAt(picture, 5, 2)).toEqual([...noise(64, 48).subarray(2 * 64 * 4, 2 * 64 * 4 + 4)]);
    expect([alphaAt(picture, 103, 34), alphaAt(picture, 102, 34), alphaAt(picture, 100, 30)]).toEqual([
      255, 0, 0,
    ]);
    expect(layersOf(rig)).toEqual(before);
  });

  test('keep all that lies in a frame which shows a picture itself', async () => {
    const rig = openRig(sandbox);
    const frame = add(rig, 'FRAME', rig.page, { width: 100, height: 80, fills: white });
    const hero = addPhoto(rig, frame, {}, 'FRAME');
    add(rig, 'RECTANGLE', hero, { x: 20, y: 20, width: 5, height: 5, fills: [solid(1, 0, 0)] });
    const { picture } = await readPictures(rig, frame);
    expect(pixelAt(picture, 22, 22)).toEqual([255, 0, 0, 255]);
    expect(alphaAt(picture, 80, 22)).toBe(0);
  });

  test('stay where auto-layout has put them between what is no picture', async () => {
    const rig = openRig(sandbox);
    const row = add(rig, 'FRAME', rig.page, {
      layoutMode: 'HORIZONTAL',
      primaryAxisSizingMode: 'AUTO',
      counterAxisSizingMode: 'AUTO',
      itemSpacing: 10,
      fills: white,
    });
    add(rig, 'RECTANGLE', row, { width: 30, height: 20, fills: [solid(1, 0, 0)] });
    addPhoto(rig, row);
    add(rig, 'RECTANGLE', row, { width: 30, height: 60, fills: [solid(1, 0, 0)] });
    const before = layersOf(rig);
    const { picture } = await readPictures(rig, row);
    expect([picture.width, picture.height]).toEqual([144, 60]);
    expect(showsOnly(picture, 40, 0)).toBe(true);
    expect(layersOf(rig)).toEqual(before);
  });

  test('are the fill of the frame where it has one, without its color', async () => {
    const rig = openRig(sandbox);
    const hash = rig.keepPicture(64, 48, noise(64, 48));
    const frame = add(rig, 'FRAME', rig.page, {
      width: 128,
      height: 48,
      fills: [solid(1, 1, 1), imageFill(hash, 'FIT')],
    });
    add(rig, 'RECTANGLE', frame, { width: 128, height: 10, fills: [solid(1, 0, 0)] });
    const { picture } = await readPictures(rig, frame);
    expect(showsOnly(picture, 32, 0)).toBe(true);
  });

  test('are cut by a mask of Figma’s own as in the frame', async () => {
    const rig = openRig(sandbox);
    const frame = add(rig, 'FRAME', rig.page, { width: 100, height: 80, fills: white });
    const shape = add(rig, 'RECTANGLE', frame, {
      width: 20,
      height: 80,
      fills: [solid(0, 0, 0)],
      isMask: true,
    });
    const photo = addPhoto(rig, frame);
    rig.document.group([shape, photo], frame);
    const { picture } = await readPictures(rig, frame);
    expect([alphaAt(picture, 19, 10), alphaAt(picture, 20, 10), alphaAt(picture, 10, 60)]).toEqual([
      255, 0, 0,
    ]);
  });

  test('have the patches on them, inside of the frame and beside it, but for those that are replaced', async () => {
    const rig = openRig(sandbox);
    const { frame, photo } = screen(rig);
    rig.document.remove(photo);
    const put = async (x: number, y: number, width: number) => {
      const box = { x: 300 + x, y: -40 + y, width, height: 10 };
      const png = pngOf(width, 10);
      return (await rig.panel.call('placePatch', { target: frame, masks: [], png, box, name: 'p', recipe }))
        .node;
    };
    const [inside, beside] = [await put(10, 10, 20), await put(80, 60, 50)];
    const alphas = async (masks: string[]) => {
      const { picture } = await readPictures(rig, frame, masks);
      return [alphaAt(picture, 15, 15), alphaAt(picture, 90, 65), alphaAt(picture, 50, 40)];
    };
    const before = layersOf(rig);
    expect(await alphas([])).toEqual([255, 255, 0]);
    expect(await alphas([inside])).toEqual([0, 255, 0]);
    expect(await alphas([beside])).toEqual([255, 0, 0]);
    expect(layersOf(rig)).toEqual(before);
  });

  test('are turned with a turned frame', async () => {
    const rig = openRig(sandbox);
    const { frame } = screen(rig);
    rotate(rig, frame, 90);
    const { box, picture } = await readPictures(rig, frame);
    const [turned, whole] = [absoluteBoundingBox(rig.document, frame), noise(64, 48)];
    expect(box.width).toBeCloseTo(turned.width, 9);
    // Turned by 90 degrees to the left, x counts up from below and y from the left.
    const at = (5 * 64 + 7) * 4;
    expect(pixelAt(picture, 20 + 5, 100 - 10 - 7 - 1)).toEqual([...whole.subarray(at, at + 4)]);
    expect(alphaAt(picture, 5, 5)).toBe(0);
  });

  test('of a section are read as well', async () => {
    const rig = openRig(sandbox);
    const section = add(rig, 'SECTION', rig.page, { x: 50, width: 100, height: 80, fills: white });
    addPhoto(rig, section, { x: 3, y: 4 });
    add(rig, 'RECTANGLE', section, { y: 60, width: 10, height: 10, fills: [solid(1, 0, 0)] });
    const before = layersOf(rig);
    expect(showsOnly((await readPictures(rig, section)).picture, 3, 4)).toBe(true);
    expect(layersOf(rig)).toEqual(before);
  });

  test('that are not there are said', async () => {
    const rig = openRig(sandbox);
    const frame = add(rig, 'FRAME', rig.page, { width: 50, height: 50, fills: white });
    add(rig, 'TEXT', frame, { characters: 'Sale' });
    expect(await codeOf(readPictures(rig, frame))).toBe('target-empty');
  });

  test.each(['appendChild', 'clone', 'set_opacity', 'set_fills', 'exportAsync'])(
    'leave nothing behind when the host refuses %s',
    async (operation) => {
      const rig = openRig(sandbox);
      const { frame } = screen(rig);
      const before = layersOf(rig);
      rig.faults.failNext(operation, 'no', operation === 'set_fills' ? { skip: 1 } : {});
      expect(await codeOf(readPictures(rig, frame))).toBe('export-failed');
      expect(layersOf(rig)).toEqual(before);
    },
  );
});

describe('whether a frame has empty area', () => {
  const isExpandable = async (rig: Rig, ...ids: string[]) => {
    rig.document.setSelection(ids);
    const selection = await rig.panel.call('readSelection');
    return selection.kind === 'target' ? selection.target.isExpandable : selection;
  };
  const fit = (rig: Rig, width: number, height: number) =>
    [imageFill(rig.keepPicture(width, height, noise(width, height)), 'FIT')] as const;
  const frameOf = (rig: Rig, props: Partial<NodeProps>) =>
    add(rig, 'FRAME', rig.page, { width: 100, height: 80, fills: white, ...props });

  const cases: Record<string, [(rig: Rig) => string, boolean]> = {
    'with a smaller picture': [(rig) => screen(rig).frame, true],
    'without a picture': [(rig) => frameOf(rig, {}), false],
    'with a picture of its size': [
      (rig) => {
        const frame = frameOf(rig, {});
        addPhoto(rig, frame, { width: 100, height: 80 });
        return frame;
      },
      false,
    ],
    'with pictures side by side': [
      (rig) => {
        const frame = frameOf(rig, { width: 128, height: 48 });
        for (const x of [0, 64]) addPhoto(rig, frame, { x });
        return frame;
      },
      false,
    ],
    'with a larger picture in a frame that cuts it': [
      (rig) => {
        const frame = frameOf(rig, {});
        const inner = add(rig, 'FRAME', frame, { width: 50, height: 80, clipsContent: true });
        addPhoto(rig, inner, { width: 100, height: 80 });
        return frame;
      },
      true,
    ],
    'with a picture that is hidden': [
      (rig) => {
        const { frame, photo } = screen(rig);
        rig.document.update(photo, { visible: false });
        return frame;
      },
      false,
    ],
    'with a smaller picture in a group, turned': [
      (rig) => {
        const { frame, photo } = screen(rig);
        rig.document.group([photo], frame);
        rotate(rig, frame, 15);
        return frame;
      },
      true,
    ],
    'that its own picture fills': [(rig) => addPhoto(rig, rig.page, {}, 'FRAME'), false],
    'whose own picture is fitted into another ratio': [
      (rig) => frameOf(rig, { fills: fit(rig, 60, 20) }),
      true,
    ],
    'whose own picture fits': [(rig) => frameOf(rig, { fills: fit(rig, 50, 40) }), false],
    'whose own picture fits when it lies on its side': [
      (rig) => frameOf(rig, { fills: [{ ...fit(rig, 40, 50)[0], rotation: 90 }] }),
      false,
    ],
    'that is a shape': [
      (rig) => add(rig, 'RECTANGLE', rig.page, { width: 90, height: 20, fills: fit(rig, 9, 9) }),
      false,
    ],
    'that is an instance': [
      (rig) => rig.document.createInstance(rig.document.convertToComponent(screen(rig).frame), rig.page),
      true,
    ],
  };
  test.each(Object.entries(cases))('%s', async (_, [build, expected]) => {
    const rig = openRig(sandbox);
    expect(await isExpandable(rig, build(rig))).toBe(expected);
  });

  test('does not count a picture that serves as a mask, and counts what was painted', async () => {
    const rig = openRig(sandbox);
    const frame = frameOf(rig, {});
    addPhoto(rig, frame, { width: 60, height: 80 });
    expect(await isExpandable(rig, frame)).toBe(true);
    const scan = addPhoto(rig, rig.page, { x: 60, width: 40, height: 80 });
    expect(await isExpandable(rig, frame, scan)).toBe(true);
    const box = { x: 60, y: 0, width: 60, height: 80 };
    const params = { target: frame, masks: [scan], png: pngOf(60, 80), box, name: 'p', recipe };
    await rig.panel.call('placePatch', params);
    expect(await isExpandable(rig, frame)).toBe(false);
  });
});

describe('a patch that reaches beyond its frame', () => {
  const scenes: Record<string, (rig: Rig) => { target: string; holder: string }> = {
    'a frame': (rig) => ({ target: screen(rig).frame, holder: rig.page }),
    'a frame that does not clip': (rig) => ({
      target: screen(rig, { clipsContent: false }).frame,
      holder: rig.page,
    }),
    'a turned frame': (rig) => {
      const { frame } = screen(rig);
      rotate(rig, frame, 20);
      return { target: frame, holder: rig.page };
    },
    'a frame in a turned frame that clips': (rig) => {
      const outer = add(rig, 'FRAME', rig.page, { width: 500, height: 400, clipsContent: true });
      rotate(rig, outer, -30);
      const { frame } = screen(rig);
      rig.document.move(frame, outer);
      return { target: frame, holder: outer };
    },
    'a frame in an auto-layout frame': (rig) => {
      const row = add(rig, 'FRAME', rig.page, {
        layoutMode: 'HORIZONTAL',
        primaryAxisSizingMode: 'AUTO',
        counterAxisSizingMode: 'AUTO',
        itemSpacing: 8,
      });
      const { frame } = screen(rig);
      rig.document.move(frame, row);
      add(rig, 'RECTANGLE', row, { width: 20, height: 20 });
      return { target: frame, holder: row };
    },
    'a component': (rig) => ({
      target: rig.document.convertToComponent(screen(rig).frame),
      holder: rig.page,
    }),
    'an instance in a frame': (rig) => {
      const { document } = rig;
      const outer = add(rig, 'FRAME', rig.page, { width: 500, height: 400 });
      const target = document.createInstance(document.convertToComponent(screen(rig).frame), outer);
      return { target, holder: outer };
    },
  };

  test.each(Object.entries(scenes))('lies right above %s, upright, in one undo step', async (_, build) => {
    const rig = openRig(sandbox);
    const { document } = rig;
    const { target, holder } = build(rig);
    const whole = absoluteBoundingBox(document, target);
    const box = { x: whole.x - 20, y: whole.y, width: whole.width + 40, height: whole.height };
    document.history.commit();
    const before = layersOf(rig);
    const depth = document.history.undoDepth;
    const params = { target, masks: [], png: pngOf(20, 20), box, name: 'p', recipe };
    await rig.panel.call('showPreview', params);
    await rig.panel.call('showPreview', params);
    const { node } = await rig.panel.call('placePatch', params);
    const { childIds } = document.get(holder);
    expect(childIds.indexOf(node)).toBe(childIds.indexOf(target) + 1);
    const placed = absoluteBoundingBox(document, node);
    for (const side of ['x', 'y', 'width', 'height'] as const) expect(placed[side]).toBeCloseTo(box[side], 6);
    const [[a, b], [c, d]] = absoluteTransform(document, node);
    for (const [i, is] of [a, b, c, d].entries()) expect(is).toBeCloseTo([1, 0, 0, 1][i] ?? 0, 9);
    for (const [id, layer] of Object.entries(before))
      expect({ ...layersOf(rig)[id], childIds: [] }).toEqual({ ...layer, childIds: [] });
    expect(document.history.undoDepth).toBe(depth + 1);
    document.history.undo();
    expect(layersOf(rig)).toEqual(before);
  });

  test('by less than a pixel is rounding, and lies inside', async () => {
    const rig = openRig(sandbox);
    const { frame } = screen(rig);
    const whole = absoluteBoundingBox(rig.document, frame);
    const put = async (more: number) => {
      const box = { ...whole, width: whole.width + more };
      const params = { target: frame, masks: [], png: pngOf(9, 9), box, name: 'p', recipe };
      return rig.document.get((await rig.panel.call('placePatch', params)).node).parentId;
    };
    expect(await put(0.5)).toBe(frame);
    expect(await put(1)).toBe(rig.page);
  });

  test('follows a frame that has moved, lies over earlier ones, and belongs to the frame', async () => {
    const rig = openRig(sandbox);
    const { document } = rig;
    const { frame } = screen(rig);
    const readAt = absoluteBoundingBox(document, frame);
    const box = { ...readAt, width: readAt.width + 50 };
    const params = { target: frame, masks: [], png: pngOf(15, 8), box, readAt, name: 'p', recipe };
    const { node: first } = await rig.panel.call('placePatch', params);
    document.setPosition(frame, 1000, 2000);
    document.setPosition(first, 1000, 2000);
    const { node: second } = await rig.panel.call('placePatch', params);
    expect(absoluteBoundingBox(document, second)).toEqual({ x: 1000, y: 2000, width: 150, height: 80 });
    const { childIds } = document.get(rig.page);
    expect(childIds.indexOf(second)).toBeGreaterThan(childIds.indexOf(first));
    const select = (x: number) => {
      const shape = add(rig, 'ELLIPSE', rig.page, { x, y: 2010, width: 8, height: 8 });
      document.setSelection([shape]);
      return rig.panel.call('readSelection');
    };
    expect(await select(1020)).toMatchObject({ target: { node: frame } });
    // Beyond the frame there is nothing else to paint on.
    expect(await select(1120)).toMatchObject({ target: { node: second } });
  });
});

describe('a patch above the pictures', () => {
  const put = async (rig: Rig, target: string, masks: string[] = []) => {
    const box = absoluteBoundingBox(rig.document, target);
    const params = { target, masks, png: pngOf(20, 16), box, above: 'pictures', name: 'p', recipe } as const;
    await rig.panel.call('showPreview', params);
    await rig.panel.call('showPreview', { ...params, png: pngOf(16, 20) });
    return (await rig.panel.call('placePatch', params)).node;
  };
  const order = (rig: Rig, parent: string) => rig.document.get(parent).childIds;

  test('lies right above the topmost, under words and shapes, and the next one above it', async () => {
    const rig = openRig(sandbox);
    const { frame, photo, words, badge } = screen(rig);
    const first = await put(rig, frame);
    expect(order(rig, frame)).toEqual([photo, first, words, badge]);
    const second = await put(rig, frame);
    expect(order(rig, frame)).toEqual([photo, first, second, words, badge]);
  });

  test('lies above the group or the frame that holds the picture', async () => {
    const rig = openRig(sandbox);
    const { frame, photo, words, badge } = screen(rig);
    const group = rig.document.group([photo], frame, 0);
    const patch = await put(rig, frame);
    expect(order(rig, frame)).toEqual([group, patch, words, badge]);
  });

  test('lies under everything where the picture is the frame’s own', async () => {
    const rig = openRig(sandbox);
    const frame = addPhoto(rig, rig.page, {}, 'FRAME');
    const words = add(rig, 'TEXT', frame, { characters: 'Sale' });
    const patch = await put(rig, frame);
    expect(order(rig, frame)).toEqual([patch, words]);
  });

  test('lies above a shape as ever, and takes the place of one that is replaced in one step', async () => {
    const rig = openRig(sandbox);
    const { document } = rig;
    const photo = addPhoto(rig, rig.page);
    const words = add(rig, 'TEXT', rig.page, { characters: 'Sale' });
    const first = await put(rig, photo);
    document.setSelection([first]);
    document.history.commit();
    const before = layersOf(rig);
    const second = await put(rig, photo, [first]);
    expect(order(rig, rig.page)).toEqual([photo, first, second, words]);
    expect([document.get(first).visible, document.get(second).visible]).toEqual([false, true]);
    expect(document.selection()).toEqual([photo]);
    document.history.undo();
    expect(layersOf(rig)).toEqual(before);
  });
});

describe('a result that is replaced', () => {
  test.each(['RECTANGLE', 'FRAME'] as const)('is not seen while its picture is read (%s)', async (type) => {
    const rig = openRig(sandbox);
    const photo = addPhoto(rig, rig.page, {}, type);
    const read = (masks: string[]) => rig.panel.call('exportTarget', { target: photo, masks, scale: 1 });
    const bare = await read([]);
    const box = { x: 4, y: 4, width: 20, height: 16 };
    const params = { target: photo, masks: [], png: pngOf(20, 16), box, name: 'p', recipe };
    const { node } = await rig.panel.call('placePatch', params);
    const before = layersOf(rig);
    expect(Buffer.compare((await read([])).png, bare.png)).not.toBe(0);
    expect(Buffer.compare((await read([node])).png, bare.png)).toBe(0);
    expect(layersOf(rig)).toEqual(before);
    await rig.panel.call('showPreview', { ...params, masks: [node] });
    expect(rig.document.get(node).visible).toBe(false);
    await rig.panel.call('clearPreview');
    expect(layersOf(rig)).toEqual(before);
  });
});

test('a picture of a frame keeps its own transparency', async () => {
  const rig = openRig(sandbox);
  const frame = add(rig, 'FRAME', rig.page, { width: 60, height: 40, fills: white });
  add(rig, 'RECTANGLE', frame, { width: 30, height: 40, fills: [pictureFill(rig, 30, 40, () => 128)] });
  const { picture } = await readPictures(rig, frame);
  expect([alphaAt(picture, 10, 10), alphaAt(picture, 40, 10)]).toEqual([128, 0]);
});
