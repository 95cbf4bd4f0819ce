import { encode } from 'fast-png';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../../protocol/errors.ts';
import { loadSandbox, openRig, type Rig } from '../../fakes/plugin-rig.ts';
import { absoluteBoundingBox, absoluteTransform } from '../../host/document/geometry.ts';
import { withRotation } from '../../host/document/matrix.ts';
import { imageFill, noise, solid } from '../host-render/stage.ts';

const sandbox = await loadSandbox();

const picture = (width: number, height: number, alphaAt?: (x: number, y: number) => number) =>
  encode({ width, height, data: noise(width, height, alphaAt), channels: 4, depth: 8 });

const recipe = { request: { prompt: 'a red boat', seed: 5 } };
const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => 'no error',
    (error: unknown) => (error instanceof AppError ? error.code : error),
  );

type Rotatable = { document: Rig['document'] };
const rotate = ({ document }: Rotatable, id: string, degrees: number) =>
  document.setTransform(id, withRotation(document.get(id).transform, degrees));

/** All layers as they are, to be compared whole. */
const layersOf = ({ document }: Rig) =>
  Object.fromEntries([...document.takeState().nodes].filter(([id]) => id !== document.rootId));

type Scene = { target: string; mask?: string };
const scenes: Record<string, (rig: Rig) => Scene> = {
  'a frame': (rig) => frameWithPicture(rig, rig.page),
  'a locked frame': (rig) => {
    const scene = frameWithPicture(rig, rig.page);
    rig.document.update(scene.target, { locked: true });
    return scene;
  },
  'an auto-layout frame that hugs': (rig) => {
    const { document } = rig;
    const target = document.create('FRAME', rig.page, {
      fills: [imageFill(rig.keepPicture(64, 48, noise(64, 48)))],
      layoutMode: 'HORIZONTAL',
      primaryAxisSizingMode: 'AUTO',
      counterAxisSizingMode: 'AUTO',
      itemSpacing: 5,
    });
    for (const width of [30, 40])
      document.create('RECTANGLE', target, { width, height: 50, fills: [solid(1, 0, 0)] });
    document.setPosition(target, 33.5, -20);
    return { target };
  },
  'a picture in an auto-layout frame': (rig) => {
    const { document } = rig;
    const row = document.create('FRAME', rig.page, {
      layoutMode: 'HORIZONTAL',
      primaryAxisSizingMode: 'AUTO',
      counterAxisSizingMode: 'AUTO',
      itemSpacing: 8,
      paddingLeft: 12,
    });
    document.setPosition(row, -300, 40);
    document.create('RECTANGLE', row, { width: 20, height: 20 });
    const target = document.create('RECTANGLE', row, pictureProps(rig));
    document.create('RECTANGLE', row, { width: 20, height: 20 });
    return { target };
  },
  'a picture in a group': (rig) => {
    const { document } = rig;
    const target = document.create('RECTANGLE', rig.page, pictureProps(rig));
    document.setPosition(target, -500, -600);
    const other = document.create('ELLIPSE', rig.page, { width: 10, height: 10 });
    document.setPosition(other, -520, -610);
    document.group([target, other], rig.page);
    return { target };
  },
  'a picture in a group in a turned frame': (rig) => {
    const { document } = rig;
    const outer = document.create('FRAME', rig.page, { width: 400, height: 300, fills: [] });
    document.setPosition(outer, 100, 700);
    const target = document.create('RECTANGLE', outer, pictureProps(rig));
    document.setPosition(target, 90, 60);
    document.group([target], outer);
    rotate(rig, outer, 30);
    return { target };
  },
  'a turned frame': (rig) => {
    const scene = frameWithPicture(rig, rig.page);
    rotate(rig, scene.target, -17);
    return scene;
  },
  'a turned picture in a turned frame': (rig) => {
    const { document } = rig;
    const outer = document.create('FRAME', rig.page, { width: 400, height: 300, fills: [] });
    rotate(rig, outer, 90);
    const target = document.create('RECTANGLE', outer, pictureProps(rig));
    document.setPosition(target, 200, 150);
    rotate(rig, target, 12);
    return { target };
  },
  'a picture that its parent clips': (rig) => {
    const outer = rig.document.create('FRAME', rig.page, { width: 50, height: 40, clipsContent: true });
    const target = rig.document.create('RECTANGLE', outer, pictureProps(rig));
    rig.document.setPosition(target, 20, 20);
    return { target };
  },
  'a component': (rig) => {
    const frame = frameWithPicture(rig, rig.page);
    return { target: rig.document.convertToComponent(frame.target) };
  },
};

function pictureProps(rig: Rig) {
  return { width: 64, height: 48, fills: [imageFill(rig.keepPicture(64, 48, noise(64, 48)))] };
}

function frameWithPicture(rig: Rig, parent: string): Required<Scene> {
  const target = rig.document.create('FRAME', parent, pictureProps(rig));
  rig.document.setPosition(target, 210, -130);
  const mask = rig.document.create('ELLIPSE', target, { width: 20, height: 16, fills: [solid(0, 1, 0)] });
  rig.document.setPosition(mask, 12, 10);
  return { target, mask };
}

describe('a patch', () => {
  test.each(Object.entries(scenes))(
    'on %s is one upright layer exactly over its box, and one undo step',
    async (_, build) => {
      const rig = openRig(sandbox);
      const { document } = rig;
      const { target, mask } = build(rig);
      const masks = mask === undefined ? [] : [mask];
      document.setSelection(mask === undefined ? [target] : [mask]);
      const whole = absoluteBoundingBox(document, target);
      const box = { x: whole.x + 8, y: whole.y + 6, width: whole.width / 2, height: whole.height / 3 };
      document.history.commit();
      const before = layersOf(rig);
      const depth = document.history.undoDepth;

      const params = { target, masks, png: picture(32, 16), box, name: 'a red boat', recipe };
      const { node } = await rig.panel.call('placePatch', params);

      const after = layersOf(rig);
      expect(Object.keys(after).filter((id) => !(id in before))).toEqual([node]);
      const placed = absoluteBoundingBox(document, node);
      for (const side of ['x', 'y', 'width', 'height'] as const)
        expect(placed[side]).toBeCloseTo(box[side], 6);
      const [[a, b], [c, d]] = absoluteTransform(document, node);
      for (const [is, should] of [
        [a, 1],
        [b, 0],
        [c, 0],
        [d, 1],
      ] as const)
        expect(is).toBeCloseTo(should, 9);
      expect(document.get(node)).toMatchObject({
        type: 'RECTANGLE',
        name: 'a red boat',
        locked: false,
        visible: true,
      });
      expect(document.get(node).fills).toHaveLength(1);
      if (mask !== undefined) expect(document.get(mask).visible).toBe(false);
      expect(document.selection()).toEqual([target]);
      // Nothing else has moved, grown or changed.
      for (const [id, layer] of Object.entries(before)) {
        if (id === mask) expect({ ...after[id], visible: true }).toEqual(layer);
        else expect({ ...after[id], childIds: [] }).toEqual({ ...layer, childIds: [] });
      }
      expect(document.history.undoDepth).toBe(depth + 1);
      expect(document.history.hasOpenChanges).toBe(false);
      document.history.undo();
      expect(layersOf(rig)).toEqual(before);
      expect(rig.logged).toEqual([]);
    },
  );

  test('lies inside a frame, right above a shape, and above the outermost instance', async () => {
    const rig = openRig(sandbox);
    const { document } = rig;
    const put = async (target: string) => {
      const box = absoluteBoundingBox(document, target);
      const params = { target, masks: [], png: picture(4, 4), box, name: 'p', recipe };
      return (await rig.panel.call('placePatch', params)).node;
    };

    const shape = document.create('RECTANGLE', rig.page, pictureProps(rig));
    document.create('RECTANGLE', rig.page, {});
    const above = await put(shape);
    const { childIds } = document.get(rig.page);
    expect(childIds.indexOf(above)).toBe(childIds.indexOf(shape) + 1);

    const { target } = frameWithPicture(rig, rig.page);
    const inside = await put(target);
    expect(document.get(target).childIds.at(-1)).toBe(inside);

    const card = document.create('FRAME', rig.page, { width: 100, height: 100 });
    document.create('RECTANGLE', card, pictureProps(rig));
    const component = document.convertToComponent(card);
    const screen = document.create('FRAME', rig.page, { width: 300, height: 300 });
    const instance = document.createInstance(component, screen);
    document.create('RECTANGLE', screen, {});
    const [sublayer] = document.get(instance).childIds;
    const beside = await put(sublayer ?? '');
    expect(document.get(screen).childIds.indexOf(beside)).toBe(
      document.get(screen).childIds.indexOf(instance) + 1,
    );
  });

  test('keeps its recipe, and belongs to the picture under it', async () => {
    const rig = openRig(sandbox);
    const { target, mask } = frameWithPicture(rig, rig.page);
    const box = absoluteBoundingBox(rig.document, target);
    const params = { target, masks: [mask], png: picture(64, 48), box, name: 'p', recipe };
    const { node } = await rig.panel.call('placePatch', params);
    expect(JSON.parse(rig.document.get(node).pluginData['underpaint-test']?.recipe ?? '')).toEqual(recipe);
    const second = rig.document.create('ELLIPSE', target, { width: 9, height: 9 });
    rig.document.setPosition(second, 20, 20);
    rig.document.setSelection([second]);
    expect(await rig.panel.call('readSelection')).toMatchObject({
      target: { node: target },
      masks: [{ node: second }],
    });
  });

  test('stands for what it was painted on, also where that shows no picture of its own', async () => {
    const rig = openRig(sandbox);
    const { document, panel, page } = rig;
    const put = async (target: string) => {
      const box = absoluteBoundingBox(document, target);
      await panel.call('placePatch', { target, masks: [], png: picture(20, 20), box, name: 'p', recipe });
      const shape = document.create('ELLIPSE', page, { width: 5, height: 5 });
      document.setPosition(shape, box.x + 5, box.y + 5);
      document.setSelection([shape]);
      return panel.call('readSelection');
    };
    const empty = document.create('FRAME', page, { width: 50, height: 50, fills: [] });
    expect(await put(empty)).toMatchObject({ target: { node: empty } });

    const plain = document.create('RECTANGLE', page, { width: 50, height: 50 });
    document.setPosition(plain, 200, 0);
    expect(await put(plain)).toMatchObject({ target: { node: plain } });

    const card = document.create('FRAME', page, { width: 50, height: 50 });
    document.create('RECTANGLE', card, { width: 40, height: 40 });
    const instance = document.createInstance(document.convertToComponent(card), page);
    document.setPosition(instance, 400, 0);
    const [sublayer = ''] = document.get(instance).childIds;
    expect(await put(sublayer)).toMatchObject({ target: { node: sublayer } });
    expect(rig.logged).toEqual([]);
  });

  test('is a picture like any other once its target is gone', async () => {
    const rig = openRig(sandbox);
    const { document, panel, page } = rig;
    const target = document.create('RECTANGLE', page, pictureProps(rig));
    const box = absoluteBoundingBox(document, target);
    const { node } = await panel.call('placePatch', {
      target,
      masks: [],
      png: picture(20, 20),
      box,
      name: 'p',
      recipe,
    });
    document.remove(target);
    const shape = document.create('ELLIPSE', page, { width: 5, height: 5 });
    document.setSelection([shape]);
    expect(await panel.call('readSelection')).toMatchObject({ target: { node }, masks: [{ node: shape }] });
  });

  test('follows a target that has moved since it was read', async () => {
    const rig = openRig(sandbox);
    const { target } = frameWithPicture(rig, rig.page);
    const readAt = absoluteBoundingBox(rig.document, target);
    rig.document.setPosition(target, 1000, 2000);
    const box = { ...readAt, x: readAt.x + 5, width: 16, height: 12 };
    const params = { target, masks: [], png: picture(16, 12), box, readAt, name: 'p', recipe };
    const { node } = await rig.panel.call('placePatch', params);
    expect(absoluteBoundingBox(rig.document, node)).toEqual({ x: 1005, y: 2000, width: 16, height: 12 });
  });

  test.each([
    [true, 0],
    [false, 9],
  ])('is rounded like a target that clips: %s', async (clipsContent, radius) => {
    const rig = openRig(sandbox);
    const { target } = frameWithPicture(rig, rig.page);
    rig.document.update(target, { clipsContent, cornerRadii: [9, 9, 9, 9] });
    const box = absoluteBoundingBox(rig.document, target);
    const place = async (changes: Partial<typeof box>) => {
      const params = {
        target,
        masks: [],
        png: picture(64, 48),
        box: { ...box, ...changes },
        name: 'p',
        recipe,
      };
      return rig.document.get((await rig.panel.call('placePatch', params)).node).cornerRadii;
    };
    expect(await place({})).toEqual([radius, radius, radius, radius]);
    expect(await place({ width: 20, height: 20 })).toEqual([radius, 0, 0, 0]);
  });

  test.each([0.5, 1, 2])('changes no byte where its alpha is 0, at %dx', async (scale) => {
    const rig = openRig(sandbox);
    const { target, mask } = frameWithPicture(rig, rig.page);
    rig.document.remove(mask);
    const box = absoluteBoundingBox(rig.document, target);
    const before = await rig.shoot(target, scale);
    const png = picture(32, 24, (x) => (x < 16 ? 0 : 255));
    const patchBox = { x: box.x + 16, y: box.y + 12, width: 32, height: 24 };
    await rig.panel.call('placePatch', { target, masks: [], png, box: patchBox, name: 'p', recipe });
    const after = await rig.shoot(target, scale);
    let painted = 0;
    for (let i = 0; i < before.data.length; i += 4) {
      const x = ((i / 4) % before.width) / scale;
      const y = Math.floor(i / 4 / before.width) / scale;
      const isPainted = x >= 32 && x < 48 && y >= 12 && y < 36;
      const isSame = [0, 1, 2, 3].every((k) => before.data[i + k] === after.data[i + k]);
      if (isPainted && !isSame) painted++;
      // At another scale the pixel beside the alpha's border is mixed from both sides of it.
      const isBorder = scale !== 1 && x >= 31 && x < 49 && y >= 11 && y < 37;
      if (!isPainted && !isBorder) expect(isSame).toBe(true);
    }
    expect(painted).toBeGreaterThan(300 * scale * scale);
  });
});

describe('a fill', () => {
  test('lies on top of what the person has, replaces our own, and is one undo step', async () => {
    const rig = openRig(sandbox);
    const { document } = rig;
    const target = document.create('FRAME', rig.page, { width: 60, height: 40, fills: [solid(1, 1, 1)] });
    document.history.commit();
    const before = layersOf(rig);
    const place = (png: Uint8Array) => rig.panel.call('placeFill', { target, png, name: 'p', recipe });
    expect(await place(picture(60, 40))).toEqual({ node: target, page: 'Page 1' });
    expect(document.get(target).fills).toEqual([
      expect.objectContaining({ type: 'SOLID' }),
      expect.objectContaining({ type: 'IMAGE', scaleMode: 'FILL' }),
    ]);
    await place(picture(30, 20));
    expect(document.get(target).fills).toHaveLength(2);
    document.history.undo();
    document.history.undo();
    expect(layersOf(rig)).toEqual(before);
  });

  test('goes into a layer of an instance', async () => {
    const rig = openRig(sandbox);
    const { document } = rig;
    const card = document.create('FRAME', rig.page, { width: 100, height: 100 });
    document.create('RECTANGLE', card, { width: 50, height: 50 });
    const instance = document.createInstance(document.convertToComponent(card), rig.page);
    const [sublayer = ''] = document.get(instance).childIds;
    await rig.panel.call('placeFill', { target: sublayer, png: picture(10, 10), name: 'p', recipe });
    expect(document.get(sublayer).fills.at(-1)).toMatchObject({ type: 'IMAGE' });
  });

  test('is refused for a group, which has none', async () => {
    const rig = openRig(sandbox);
    const shape = rig.document.create('RECTANGLE', rig.page, {});
    const group = rig.document.group([shape], rig.page);
    expect(
      await codeOf(rig.panel.call('placeFill', { target: group, png: picture(9, 9), name: 'p', recipe })),
    ).toBe('place-refused');
  });
});

test('a new frame lies at the center of the view, is selected, and is one undo step', async () => {
  const rig = openRig(sandbox);
  const before = layersOf(rig);
  const params = { size: { width: 300, height: 200 }, png: picture(30, 20), name: 'a red boat', recipe };
  const { node } = await rig.panel.call('placeFrame', params);
  expect(absoluteBoundingBox(rig.document, node)).toEqual({ x: 850, y: 400, width: 300, height: 200 });
  expect(rig.document.get(node)).toMatchObject({ type: 'FRAME', name: 'a red boat' });
  expect(rig.document.selection()).toEqual([node]);
  rig.document.history.undo();
  expect(layersOf(rig)).toEqual(before);
});

describe('placing that is refused leaves the document as it was', () => {
  type Fault = { code: string; cause?(rig: Rig, scene: Required<Scene>): void; png?: Uint8Array };
  const faults: Record<string, Fault> = {
    'a target that is gone': {
      code: 'target-gone',
      cause: ({ document }, { target }) => document.remove(target),
    },
    'bytes that are no picture': { code: 'not-a-picture', png: new Uint8Array(100) },
    'a picture beyond 4096 px': { code: 'picture-too-large', png: picture(4097, 1) },
    'a host that takes no image': {
      code: 'not-a-picture',
      cause: ({ faults: host }) => host.failNext('createImage', 'Image type is unsupported'),
    },
    'a host that moves no layer there': {
      code: 'place-refused',
      cause: ({ faults: host }) =>
        host.failNext('insertChild', 'Cannot move node. New parent is of a type that cannot have children'),
    },
    'a host that takes no fills': {
      code: 'place-refused',
      cause: ({ faults: host }) => host.failNext('set_fills', 'Invalid SHA1 hash'),
    },
    'a host that hides no mask': {
      code: 'place-refused',
      cause: ({ faults: host }) => host.failNext('set_visible', 'no'),
    },
    'a target that goes while its id is looked up': {
      code: 'target-gone',
      cause: (rig, { target }) =>
        rig.faults.during('getNodeByIdAsync', () => rig.document.remove(target), { skip: 1 }),
    },
  };
  test.each(Object.entries(faults))('%s', async (_, { code, cause, png = picture(20, 16) }) => {
    const rig = openRig(sandbox);
    const scene = frameWithPicture(rig, rig.page);
    const box = absoluteBoundingBox(rig.document, scene.mask);
    rig.document.history.commit();
    cause?.(rig, scene);
    const before = layersOf(rig);
    const params = { target: scene.target, masks: [scene.mask], png, box, name: 'p', recipe };
    expect(await codeOf(rig.panel.call('placePatch', params))).toBe(code);
    if (rig.document.find(scene.target)) expect(layersOf(rig)).toEqual(before);
    expect(rig.document.descendantsOf(rig.page).filter(({ name }) => name === 'p')).toEqual([]);
  });

  test('a document that is read-only', async () => {
    const rig = openRig(sandbox, { isReadOnly: true });
    const { target, mask } = frameWithPicture(rig, rig.page);
    const before = layersOf(rig);
    const box = absoluteBoundingBox(rig.document, mask);
    const params = { target, masks: [mask], png: picture(20, 16), box, name: 'p', recipe };
    expect(await codeOf(rig.panel.call('placePatch', params))).toBe('document-read-only');
    expect(await codeOf(rig.panel.call('placeFill', { target, png: picture(5, 5), name: 'p', recipe }))).toBe(
      'document-read-only',
    );
    expect(layersOf(rig)).toEqual(before);
  });
});
