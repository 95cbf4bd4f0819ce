import { describe, expect, test } from 'vitest';
import { loadSandbox, openRig, type Rig } from '../../fakes/plugin-rig.ts';
import { absoluteBoundingBox } from '../../host/document/geometry.ts';
import { pixelAt, solid } from '../host-render/stage.ts';
import { add, addPhoto, alphaAt, codeOf, layersOf, pictureFill, pngOf, readPng, rotate } from './scenes.ts';

const sandbox = await loadSandbox();
const black = [solid(0, 0, 0)];

const exportMask = async (rig: Rig, mask: string, scale = 1) => {
  const { png, ...told } = await rig.panel.call('exportMask', { mask, scale });
  return { ...told, picture: readPng(png) };
};
const select = (rig: Rig, ...ids: string[]) => {
  rig.document.setSelection(ids);
  return rig.panel.call('readSelection');
};

describe('what a layer over a picture is for', () => {
  test('is said by its name, and comes with the selection', async () => {
    const rig = openRig(sandbox);
    const photo = addPhoto(rig, rig.page);
    const at = { width: 10, height: 10, fills: black };
    const repaint = add(rig, 'ELLIPSE', rig.page, at);
    const keep = add(rig, 'STAR', rig.page, { ...at, name: 'behalten 2' });
    const context = add(rig, 'FRAME', rig.page, { ...at, name: 'Ausschnitt' });
    expect(await select(rig, context, photo, keep, repaint)).toMatchObject({
      target: { node: photo },
      masks: [
        { node: repaint, role: 'repaint' },
        { node: keep, role: 'keep' },
        { node: context, role: 'context' },
      ],
    });
  });

  test('is not said by words that are a name only because the host names a text so', async () => {
    const rig = openRig(sandbox);
    const photo = addPhoto(rig, rig.page);
    const role = async (name: string, characters: string) => {
      const words = add(rig, 'TEXT', rig.page, { width: 40, height: 20, name, characters });
      const selection = await select(rig, photo, words);
      return selection.kind === 'target' ? selection.masks.map((mask) => mask.role) : selection;
    };
    expect(await role('Keep calm', 'Keep calm')).toEqual(['repaint']);
    expect(await role('Keep calm and', 'Keep calm\nand carry on')).toEqual(['repaint']);
    expect(await role('keep', 'SALE')).toEqual(['keep']);
  });

  test('stays what it is with no mask that repaints', async () => {
    const rig = openRig(sandbox);
    const photo = addPhoto(rig, rig.page);
    const keep = add(rig, 'ELLIPSE', rig.page, { width: 9, height: 9, name: 'Keep' });
    const told = { kind: 'target', target: { node: photo }, masks: [{ node: keep, role: 'keep' }] };
    expect(await select(rig, keep)).toMatchObject(told);
    expect(await select(rig, keep, photo)).toMatchObject(told);
  });

  test('is known of a layer inside of an instance, whose picture is there as well', async () => {
    const rig = openRig(sandbox);
    const { document } = rig;
    const card = add(rig, 'FRAME', rig.page, { width: 100, height: 100 });
    addPhoto(rig, card);
    add(rig, 'ELLIPSE', card, { width: 20, height: 16, fills: black, name: 'Keep the face' });
    const instance = document.createInstance(document.convertToComponent(card), rig.page);
    document.setPosition(instance, 300, 40);
    const [picture = '', keep = ''] = document.get(instance).childIds;
    expect(await select(rig, keep)).toMatchObject({
      target: { node: picture },
      masks: [{ node: keep, role: 'keep' }],
    });
    const { box, picture: mask } = await exportMask(rig, keep);
    expect(box).toEqual({ x: 300, y: 40, width: 20, height: 16 });
    expect(alphaAt(mask, 10, 8)).toBe(255);
    document.history.commit();
    const before = layersOf(rig);
    await rig.panel.call('placePatch', {
      target: picture,
      masks: [keep],
      png: pngOf(20, 16),
      box,
      name: 'p',
      recipe: {},
    });
    expect(document.get(keep).visible).toBe(false);
    document.history.undo();
    expect(layersOf(rig)).toEqual(before);
  });
});

describe('a mask', () => {
  test('of several shapes and words beside a picture is each of them', async () => {
    const rig = openRig(sandbox);
    const photo = addPhoto(rig, rig.page, { x: 200 });
    const words = add(rig, 'TEXT', rig.page, {
      x: 200,
      width: 60,
      height: 40,
      characters: 'Sale',
      fontSize: 30,
    });
    const polygon = add(rig, 'POLYGON', rig.page, { x: 230, width: 20, height: 20, fills: black });
    expect(await select(rig, photo, polygon, words)).toMatchObject({
      target: { node: photo },
      masks: [{ node: words }, { node: polygon }],
    });
    const { picture, reading, opacity } = await exportMask(rig, words, 2);
    expect({ reading, opacity }).toEqual({ reading: 'alpha', opacity: 1 });
    const alphas = Array.from({ length: picture.width * picture.height }, (_, i) => picture.data[i * 4 + 3]);
    expect(alphas).toContain(0);
    expect(alphas).toContain(255);
  });

  test('of a line is as thick as its stroke', async () => {
    const rig = openRig(sandbox);
    const photo = addPhoto(rig, rig.page);
    const line = add(rig, 'LINE', rig.page, {
      x: 10,
      y: 20,
      width: 30,
      height: 0,
      strokes: black,
      strokeWeight: 6,
    });
    expect(await select(rig, line)).toMatchObject({ target: { node: photo }, masks: [{ node: line }] });
    const { box, picture } = await exportMask(rig, line);
    expect(box.height).toBe(6);
    expect([box.y, alphaAt(picture, Math.floor(picture.width / 2), 3)]).toEqual([17, 255]);
  });

  test('of a pencil stroke covers the stroke and not what it goes around', async () => {
    const rig = openRig(sandbox);
    addPhoto(rig, rig.page);
    const pencil = add(rig, 'VECTOR', rig.page, {
      x: 10,
      y: 10,
      width: 30,
      height: 20,
      fills: [],
      strokes: black,
      strokeWeight: 4,
      vectorPaths: [{ windingRule: 'NONE', data: 'M 0 0 L 30 0 L 30 20 L 0 20 Z' }],
    });
    const { box, picture } = await exportMask(rig, pencil);
    expect(box).toEqual({ x: 8, y: 8, width: 34, height: 24 });
    expect([alphaAt(picture, 17, 1), alphaAt(picture, 17, 12)]).toEqual([255, 0]);
  });

  test('of a group is what its shapes cover together', async () => {
    const rig = openRig(sandbox);
    const photo = addPhoto(rig, rig.page);
    const [left, right] = [5, 30].map((x) =>
      add(rig, 'RECTANGLE', rig.page, { x, y: 5, width: 10, height: 10, fills: black }),
    );
    const group = rig.document.group([left ?? '', right ?? ''], rig.page);
    rotate(rig, right ?? '', 45);
    expect(await select(rig, group)).toMatchObject({ target: { node: photo }, masks: [{ node: group }] });
    const { box, picture } = await exportMask(rig, group);
    const { x, y } = absoluteBoundingBox(rig.document, group);
    expect(box).toEqual({ x, y, width: picture.width, height: picture.height });
    expect([alphaAt(picture, 3, picture.height - 5), alphaAt(picture, 15, 3)]).toEqual([255, 0]);
  });

  test.each([
    ['a shape', 'ELLIPSE'],
    ['a frame', 'FRAME'],
  ] as const)('has the opacity of %s in its alpha, and says it', async (_, type) => {
    const rig = openRig(sandbox);
    const photo = addPhoto(rig, rig.page);
    const shape = add(rig, type, rig.page, { width: 20, height: 20, fills: black, opacity: 0.4 });
    const { picture, opacity } = await exportMask(rig, shape);
    expect(opacity).toBe(0.4);
    expect(Math.abs(alphaAt(picture, 10, 10) - 102)).toBeLessThanOrEqual(1);
    expect((await select(rig, photo, shape)).kind).toBe('target');
  });

  test('does not have the opacity of what it lies in', async () => {
    const rig = openRig(sandbox);
    const frame = add(rig, 'FRAME', rig.page, { width: 60, height: 60, fills: [], opacity: 0.5 });
    const shape = add(rig, 'RECTANGLE', frame, { width: 20, height: 20, fills: black });
    const { picture, opacity } = await exportMask(rig, shape);
    expect([opacity, alphaAt(picture, 10, 10)]).toEqual([1, 255]);
  });

  test('serves where what it lies in is hidden, too', async () => {
    const rig = openRig(sandbox);
    const frame = add(rig, 'FRAME', rig.page, { width: 60, height: 60, fills: [], visible: false });
    const shape = add(rig, 'RECTANGLE', frame, { x: 5, y: 6, width: 20, height: 20, fills: black });
    const before = layersOf(rig);
    const { box, picture } = await exportMask(rig, shape);
    expect(box).toEqual({ x: 5, y: 6, width: 20, height: 20 });
    expect(alphaAt(picture, 10, 10)).toBe(255);
    expect(layersOf(rig)).toEqual(before);
  });
});

describe("a group with a mask of Figma's own, used as a mask", () => {
  const maskGroup = (rig: Rig, maskType: 'ALPHA' | 'VECTOR' | 'LUMINANCE', fill = solid(1, 1, 1)) => {
    const shape = add(rig, 'RECTANGLE', rig.page, {
      width: 10,
      height: 20,
      fills: [fill],
      isMask: true,
      maskType,
    });
    const cut = add(rig, 'RECTANGLE', rig.page, { width: 20, height: 20, fills: black });
    return { group: rig.document.group([shape, cut], rig.page), shape };
  };

  test.each([
    ['ALPHA', solid(1, 1, 1, 0.5), 128],
    ['ALPHA', solid(0, 0, 0), 255],
    ['VECTOR', solid(0, 0, 0, 0.2), 255],
    ['LUMINANCE', solid(1, 1, 1), 255],
    ['LUMINANCE', solid(0, 0, 0), 0],
    ['LUMINANCE', solid(1, 1, 1, 0.5), 128],
  ] as const)('says by its alpha what is left: %s %j', async (maskType, fill, alpha) => {
    const rig = openRig(sandbox);
    const photo = addPhoto(rig, rig.page);
    const { group } = maskGroup(rig, maskType, fill);
    expect(await select(rig, group)).toMatchObject({ target: { node: photo }, masks: [{ node: group }] });
    const before = layersOf(rig);
    const { picture, reading } = await exportMask(rig, group);
    expect(reading).toBe('alpha');
    expect(Math.abs(alphaAt(picture, 5, 10) - alpha)).toBeLessThanOrEqual(1);
    expect(alphaAt(picture, 15, 10)).toBe(0);
    expect(layersOf(rig)).toEqual(before);
  });

  test('is a mask beside a picture, also where a picture is what cuts', async () => {
    const rig = openRig(sandbox);
    const photo = addPhoto(rig, rig.page);
    const { group, shape } = maskGroup(rig, 'LUMINANCE');
    rig.document.update(shape, { fills: [pictureFill(rig, 10, 20)] });
    expect(await select(rig, photo, group)).toMatchObject({
      target: { node: photo },
      masks: [{ node: group }],
    });
  });
});

describe("a mask of Figma's own", () => {
  const kinds = { ALPHA: 'alpha', VECTOR: 'vector', LUMINANCE: 'luminance' } as const;
  const types = Object.keys(kinds) as (keyof typeof kinds)[];

  test.each(types)('is read as what it is, with its own pixels (%s)', async (maskType) => {
    const rig = openRig(sandbox);
    addPhoto(rig, rig.page);
    const shape = add(rig, 'ELLIPSE', rig.page, {
      x: 7,
      width: 20,
      height: 16,
      fills: [solid(1, 0, 0, 0.5)],
      opacity: 0.5,
      isMask: true,
      maskType,
    });
    add(rig, 'RECTANGLE', rig.page, { fills: black });
    const before = layersOf(rig);
    const { box, picture, reading, opacity } = await exportMask(rig, shape);
    expect(box).toEqual({ x: 7, y: 0, width: 20, height: 16 });
    expect(reading).toBe(kinds[maskType]);
    const [red = 0, , , alpha = 0] = pixelAt(picture, 10, 8);
    // An outline is whole, whatever its paints and its opacity are.
    expect(opacity).toBe(maskType === 'VECTOR' ? 1 : 0.5);
    expect(Math.abs(alpha - (maskType === 'VECTOR' ? 255 : 64))).toBeLessThanOrEqual(1);
    if (maskType !== 'VECTOR') expect(red).toBeGreaterThanOrEqual(254);
    expect(alphaAt(picture, 0, 0)).toBe(0);
    expect(layersOf(rig)).toEqual(before);
  });

  test('counts by its outline where nothing is painted in it', async () => {
    const rig = openRig(sandbox);
    const props = { width: 20, height: 20, fills: [], isMask: true };
    const outline = add(rig, 'RECTANGLE', rig.page, { ...props, maskType: 'VECTOR' });
    expect(alphaAt((await exportMask(rig, outline)).picture, 10, 10)).toBe(255);
    const empty = add(rig, 'RECTANGLE', rig.page, { ...props, maskType: 'ALPHA' });
    expect(await codeOf(rig.panel.call('exportMask', { mask: empty, scale: 1 }))).toBe('mask-empty');
  });

  test('counts whole by its outline as a group, too, whatever its opacity is', async () => {
    const rig = openRig(sandbox);
    const shape = add(rig, 'RECTANGLE', rig.page, { width: 20, height: 20, fills: black });
    const group = rig.document.group([shape], rig.page);
    rig.document.update(group, { isMask: true, maskType: 'VECTOR', opacity: 0.5 });
    const { picture, opacity } = await exportMask(rig, group);
    expect([opacity, alphaAt(picture, 10, 10)]).toEqual([1, 255]);
  });

  test('that the host does not let us show is said as what it is', async () => {
    const rig = openRig(sandbox);
    const shape = add(rig, 'ELLIPSE', rig.page, { width: 20, height: 16, fills: black, visible: false });
    const before = layersOf(rig);
    rig.faults.failNext('set_visible', 'no');
    expect(await codeOf(rig.panel.call('exportMask', { mask: shape, scale: 1 }))).toBe('export-failed');
    expect(layersOf(rig)).toEqual(before);
  });

  test('means the picture that it cuts, and goes on cutting it', async () => {
    const rig = openRig(sandbox);
    const { document } = rig;
    addPhoto(rig, rig.page, { width: 200, height: 200 });
    const shape = add(rig, 'ELLIPSE', rig.page, { width: 30, height: 30, fills: black, isMask: true });
    const photo = addPhoto(rig, rig.page);
    document.group([shape, photo], rig.page);
    expect(await select(rig, shape)).toMatchObject({ target: { node: photo }, masks: [{ node: shape }] });
    const uncut = await rig.shoot(photo, 1);
    const { png, box } = await rig.panel.call('exportTarget', { target: photo, masks: [shape], scale: 1 });
    expect(Buffer.compare(readPng(png).data, uncut.data)).toBe(0);
    await rig.panel.call('showPreview', { target: photo, masks: [shape], png, box });
    expect(document.get(shape).visible).toBe(true);
    await rig.panel.call('placePatch', { target: photo, masks: [shape], png, box, name: 'p', recipe: {} });
    expect(document.get(shape)).toMatchObject({ visible: true, isMask: true });
  });

  test('that cuts nothing is hidden like every other mask', async () => {
    const rig = openRig(sandbox);
    const photo = addPhoto(rig, rig.page);
    const shape = add(rig, 'ELLIPSE', rig.page, { width: 30, height: 30, fills: black, isMask: true });
    const box = absoluteBoundingBox(rig.document, photo);
    const params = { target: photo, masks: [shape], png: pngOf(64, 48), box, name: 'p', recipe: {} };
    await rig.panel.call('placePatch', params);
    expect(rig.document.get(shape).visible).toBe(false);
  });

  test('leaves nothing behind when the host refuses midway, or the plugin is closed', async () => {
    const rig = openRig(sandbox);
    const shape = add(rig, 'ELLIPSE', rig.page, { width: 30, height: 30, fills: black, isMask: true });
    const before = layersOf(rig);
    for (const operation of ['insertChild', 'set_isMask', 'exportAsync'] as const) {
      rig.faults.failNext(operation, 'no');
      expect(await codeOf(rig.panel.call('exportMask', { mask: shape, scale: 1 }))).toBe('export-failed');
      expect(layersOf(rig)).toEqual(before);
    }
    rig.faults.latencyMs = (operation) => (operation === 'exportAsync' ? 300 : 0);
    void rig.panel.call('exportMask', { mask: shape, scale: 1 }).catch(() => undefined);
    await new Promise((done) => setTimeout(done, 100));
    expect(layersOf(rig)).not.toEqual(before);
    rig.runtime.close();
    expect(layersOf(rig)).toEqual(before);
    rig.panel.close('closed');
  });
});

describe('a sketch beside the picture', () => {
  test('is read with the picture that it lies over, in the order of painting, and nothing is left of it', async () => {
    const rig = openRig(sandbox);
    const photo = addPhoto(rig, rig.page);
    const below = add(rig, 'RECTANGLE', rig.page, { width: 30, height: 20, fills: [solid(1, 0, 0)] });
    const above = add(rig, 'RECTANGLE', rig.page, { width: 10, height: 20, fills: [solid(0, 0, 1)] });
    const before = layersOf(rig);
    const read = async (also?: string[]) => {
      const { png } = await rig.panel.call('exportTarget', { target: photo, masks: [], scale: 1, also });
      return readPng(png);
    };
    const plain = await read();
    const sketched = await read([above, below]);
    expect([...pixelAt(sketched, 5, 10)].slice(0, 3)).toEqual([0, 0, 255]);
    expect([...pixelAt(sketched, 20, 10)].slice(0, 3)).toEqual([255, 0, 0]);
    expect(pixelAt(sketched, 45, 10)).toEqual(pixelAt(plain, 45, 10));
    expect(layersOf(rig)).toEqual(before);
  });

  test.each(['inside', 'beside'])('counts again where it was hidden with its result, %s', async (place) => {
    const rig = openRig(sandbox);
    const photo = addPhoto(rig, rig.page, {}, 'FRAME');
    const parent = place === 'inside' ? photo : rig.page;
    const red = { width: 30, height: 20, fills: [solid(1, 0, 0)] };
    const sketch = add(rig, 'RECTANGLE', parent, { ...red, visible: false });
    const before = layersOf(rig);
    const params = { target: photo, masks: [], scale: 1, also: [sketch] };
    const { png } = await rig.panel.call('exportTarget', params);
    expect(pixelAt(readPng(png), 5, 10)).toEqual([255, 0, 0, 255]);
    expect(layersOf(rig)).toEqual(before);
    for (const operation of ['set_visible', 'exportAsync'] as const) {
      rig.faults.failNext(operation, 'no');
      expect(await codeOf(rig.panel.call('exportTarget', params))).toBe('export-failed');
      expect(layersOf(rig)).toEqual(before);
    }
  });
});
