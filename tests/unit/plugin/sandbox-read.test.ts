import { decode, encode } from 'fast-png';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../../protocol/errors.ts';
import type { Selection } from '../../../protocol/host-contract.ts';
import { loadSandbox, openRig, type Rig } from '../../fakes/plugin-rig.ts';
import { absoluteBoundingBox } from '../../host/document/geometry.ts';
import { withRotation } from '../../host/document/matrix.ts';
import { imageFill, noise, solid } from '../host-render/stage.ts';

const sandbox = await loadSandbox();
const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));
const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => 'no error',
    (error: unknown) => (error instanceof AppError ? error.code : error),
  );
const layersOf = ({ document }: Rig) =>
  Object.fromEntries([...document.takeState().nodes].filter(([id]) => id !== document.rootId));

const photo = (rig: Rig, parent: string, props: object = {}, type: 'FRAME' | 'RECTANGLE' = 'RECTANGLE') =>
  rig.document.create(type, parent, {
    width: 64,
    height: 48,
    fills: [imageFill(rig.keepPicture(64, 48, noise(64, 48)))],
    ...props,
  });
const ellipse = (rig: Rig, parent: string, x = 10, y = 10, props: object = {}) => {
  const id = rig.document.create('ELLIPSE', parent, {
    width: 20,
    height: 16,
    fills: [solid(0, 1, 0)],
    ...props,
  });
  rig.document.setPosition(id, x, y);
  return id;
};

describe('a selection', () => {
  const read = (rig: Rig, ...ids: string[]) => {
    rig.document.setSelection(ids);
    return rig.panel.call('readSelection');
  };
  const painted = (target: string, ...masks: string[]) => ({
    kind: 'target',
    target: expect.objectContaining({ node: target }),
    masks: masks.map((node) => expect.objectContaining({ node })),
  });

  test('of a shape drawn into a frame with a picture is that frame, masked', async () => {
    const rig = openRig(sandbox);
    const frame = photo(rig, rig.page, {}, 'FRAME');
    const shape = ellipse(rig, frame);
    expect(await read(rig, shape)).toEqual(painted(frame, shape));
  });

  test('of a shape over a frame, selected with or without it', async () => {
    const rig = openRig(sandbox);
    const frame = photo(rig, rig.page, {}, 'FRAME');
    const shape = ellipse(rig, rig.page);
    expect(await read(rig, shape)).toEqual(painted(frame, shape));
    expect(await read(rig, shape, frame)).toEqual(painted(frame, shape));
    expect(await read(rig, frame, shape)).toEqual(painted(frame, shape));
  });

  test('of a shape over a photo deep in a screen, with words between', async () => {
    const rig = openRig(sandbox);
    const screen = rig.document.create('FRAME', rig.page, { width: 400, height: 300 });
    const inner = rig.document.create('FRAME', screen, { width: 200, height: 200, fills: [] });
    const picture = photo(rig, inner);
    rig.document.create('TEXT', screen, { width: 60, height: 20, characters: 'Sale' });
    const shape = ellipse(rig, rig.page);
    expect(await read(rig, shape)).toEqual(painted(picture, shape));
  });

  test('of a shape takes the topmost picture that is shown and lies under it', async () => {
    const rig = openRig(sandbox);
    const low = photo(rig, rig.page);
    const high = photo(rig, rig.page);
    const shape = ellipse(rig, rig.page);
    photo(rig, rig.page);
    expect(await read(rig, shape)).toEqual(painted(high, shape));
    rig.document.update(high, { visible: false });
    expect(await read(rig, shape)).toEqual(painted(low, shape));
    rig.document.setPosition(low, 900, 0);
    expect(await read(rig, shape)).toEqual(painted(shape));
  });

  test('of a shape in a frame without any picture is the shape', async () => {
    const rig = openRig(sandbox);
    const frame = rig.document.create('FRAME', rig.page, { fills: [solid(1, 1, 1)] });
    const shape = ellipse(rig, frame);
    expect(await read(rig, shape)).toMatchObject({ target: { node: shape, hasPicture: true }, masks: [] });
  });

  test('does not reach a picture that its frame clips away there', async () => {
    const rig = openRig(sandbox);
    const frame = rig.document.create('FRAME', rig.page, { width: 8, height: 8, clipsContent: true });
    photo(rig, frame);
    const shape = ellipse(rig, rig.page, 30, 20);
    expect(await read(rig, shape)).toEqual(painted(shape));
  });

  test('tells what can be done with each kind of target', async () => {
    const rig = openRig(sandbox);
    const { document } = rig;
    const video = { type: 'VIDEO', videoHash: 'a'.repeat(40), scaleMode: 'FILL' } as never;
    const film = document.create('RECTANGLE', rig.page, { fills: [video] });
    expect(await read(rig, film)).toMatchObject({ target: { canTakeFill: false, canTakeLayer: true } });
    const group = document.group([photo(rig, rig.page)], rig.page);
    expect(await read(rig, group)).toMatchObject({
      target: { node: group, canTakeFill: false, canTakeLayer: true },
    });
    const empty = document.create('FRAME', rig.page, { fills: [] });
    expect(await read(rig, empty)).toMatchObject({ target: { hasPicture: false, canTakeFill: true } });
  });

  test('tells a denser picture by its own pixels', async () => {
    const rig = openRig(sandbox);
    const dense = photo(rig, rig.page, { width: 16, height: 12 });
    expect(await read(rig, dense)).toMatchObject({ target: { density: 4, size: { width: 16, height: 12 } } });
  });

  test('of words alone is answered with a code', async () => {
    const rig = openRig(sandbox);
    const words = rig.document.create('TEXT', rig.page, { characters: 'Sale' });
    expect(await read(rig, words)).toMatchObject({ kind: 'unusable', code: 'target-unsupported' });
  });

  test('is announced once per burst, and again when a layer moves under it', async () => {
    const rig = openRig(sandbox);
    const heard: Selection[] = [];
    rig.panel.on('selectionChanged', (selection) => heard.push(selection));
    const frame = photo(rig, rig.page, {}, 'FRAME');
    const shape = ellipse(rig, rig.page, 500, 0);
    for (const ids of [[frame], [], [shape]]) rig.document.setSelection(ids);
    await pause(250);
    expect(heard).toEqual([painted(shape)]);
    rig.document.setPosition(shape, 5, 5);
    await pause(250);
    expect(heard.slice(1)).toEqual([painted(frame, shape)]);
    rig.document.remove(shape);
    await pause(250);
    expect(heard.slice(2)).toEqual([{ kind: 'nothing' }]);
  });

  test('that the panel read by itself counts as told: when it is gone, that is announced', async () => {
    const rig = openRig(sandbox);
    const heard: Selection[] = [];
    rig.panel.on('selectionChanged', (selection) => heard.push(selection));
    const frame = photo(rig, rig.page, {}, 'FRAME');
    for (const ids of [[frame], []]) {
      rig.document.setSelection(ids);
      await pause(250);
    }
    expect(heard).toEqual([painted(frame), { kind: 'nothing' }]);
    expect(await read(rig, frame)).toEqual(painted(frame));
    rig.document.remove(frame);
    await pause(250);
    expect(heard.slice(2)).toEqual([{ kind: 'nothing' }]);
  });
});

test('another page is another selection, and is followed', async () => {
  const rig = openRig(sandbox);
  const heard: Selection[] = [];
  rig.panel.on('selectionChanged', (selection) => heard.push(selection));
  const frame = photo(rig, rig.page, {}, 'FRAME');
  rig.document.setSelection([frame]);
  await pause(200);
  const second = rig.document.create('PAGE', rig.document.rootId);
  rig.document.setCurrentPage(second);
  await pause(200);
  const shape = ellipse(rig, second);
  rig.document.setSelection([shape]);
  await pause(200);
  rig.document.move(photo(rig, second), second, 0);
  await pause(200);
  expect(
    heard.map((selection) => (selection.kind === 'target' ? selection.masks.length : selection.kind)),
  ).toEqual([0, 'nothing', 0, 1]);
});

test('a page that is deleted while it is open leaves the next one followed', async () => {
  const rig = openRig(sandbox);
  const heard: Selection[] = [];
  const second = rig.document.create('PAGE', rig.document.rootId);
  rig.document.setCurrentPage(second);
  await pause(200);
  rig.panel.on('selectionChanged', (selection) => heard.push(selection));
  const frame = photo(rig, rig.page, {}, 'FRAME');
  rig.document.setCurrentPage(rig.page);
  rig.document.setSelection([frame]);
  rig.document.remove(second);
  await pause(200);
  expect(heard).toMatchObject([{ kind: 'target', target: { node: frame } }]);
  rig.document.update(frame, { name: 'renamed' });
  await pause(200);
  expect(heard.slice(1)).toMatchObject([{ target: { name: 'renamed' } }]);
});

describe('reading the target', () => {
  test.each(['floor', 'round', 'ceil'] as const)(
    'gives its box and its pixels without the mask (%s)',
    async (rounding) => {
      const rig = openRig(sandbox);
      rig.faults.exportRounding = rounding;
      const frame = photo(rig, rig.page, { width: 63.4, height: 47.6 }, 'FRAME');
      rig.document.setPosition(frame, -20.25, 9);
      const bare = await rig.shoot(frame, 1);
      const shape = ellipse(rig, frame);
      rig.document.history.commit();
      const before = layersOf(rig);
      const { png, box } = await rig.panel.call('exportTarget', { target: frame, masks: [shape], scale: 1 });
      const seen = decode(png);
      // At one pixel per unit the pixels cover what they cover, whatever the frame's size is.
      expect(box).toEqual({ x: -20.25, y: 9, width: seen.width, height: seen.height });
      expect([seen.width, seen.height]).toEqual([Math[rounding](63.4), Math[rounding](47.6)]);
      if (rounding === 'round') expect(new Uint8Array(seen.data)).toEqual(bare.data);
      expect(layersOf(rig)).toEqual(before);
      expect(rig.exported[0]).toMatchObject({ colorProfile: 'SRGB', contentsOnly: true });
    },
  );

  test('of a turned frame covers its upright box', async () => {
    const rig = openRig(sandbox);
    const frame = photo(rig, rig.page, {}, 'FRAME');
    rig.document.setTransform(frame, withRotation(rig.document.get(frame).transform, 30));
    const { png, box } = await rig.panel.call('exportTarget', { target: frame, masks: [], scale: 2 });
    const { width, height } = absoluteBoundingBox(rig.document, frame);
    const seen = decode(png);
    expect([seen.width, seen.height]).toEqual([Math.round(width * 2), Math.round(height * 2)]);
    expect([box.width, box.height]).toEqual([seen.width / 2, seen.height / 2]);
  });

  test('sees the patches that lie on a shape, and leaves nothing behind', async () => {
    const rig = openRig(sandbox);
    const target = photo(rig, rig.page, { cornerRadii: [5, 5, 5, 5] });
    rig.document.setPosition(target, 100, 50);
    const png = encode({ width: 20, height: 10, data: new Uint8Array(800).fill(255), channels: 4, depth: 8 });
    const box = { x: 110, y: 60, width: 20, height: 10 };
    const alone = await rig.panel.call('exportTarget', { target, masks: [], scale: 1 });
    await rig.panel.call('placePatch', { target, masks: [], png, box, name: 'p', recipe: {} });
    rig.document.create('TEXT', rig.page, { characters: 'not part of it' });
    const before = layersOf(rig);
    const both = await rig.panel.call('exportTarget', { target, masks: [], scale: 1 });
    expect(layersOf(rig)).toEqual(before);
    const [first, second] = [decode(alone.png), decode(both.png)];
    expect(both.box).toEqual(alone.box);
    let patched = 0;
    for (let i = 0; i < second.data.length; i++) {
      const [x, y] = [(i >> 2) % 64, Math.floor((i >> 2) / 64)];
      const isPatch = x >= 10 && x < 30 && y >= 10 && y < 20;
      if (second.data[i] !== (isPatch ? 255 : first.data[i])) patched++;
    }
    expect(patched).toBe(0);
  });

  test('says whether its outline is its box', async () => {
    const rig = openRig(sandbox);
    const isCutOut = async (target: string) =>
      (await rig.panel.call('exportTarget', { target, masks: [], scale: 1 })).isCutOut;
    const { fills } = rig.document.get(photo(rig, rig.page));
    const size = { width: 64, height: 48 };
    const kinds = ['FRAME', 'RECTANGLE', 'ELLIPSE', 'STAR', 'POLYGON'] as const;
    const told: boolean[] = [];
    for (const kind of kinds)
      told.push(await isCutOut(rig.document.create(kind, rig.page, { ...size, fills })));
    expect(told).toEqual([false, false, true, true, true]);
  });

  test('waits its turn: a mask can be asked for in the same breath', async () => {
    const rig = openRig(sandbox);
    rig.faults.latencyMs = 20;
    const frame = photo(rig, rig.page, {}, 'FRAME');
    const shape = ellipse(rig, frame);
    const [target, mask] = await Promise.all([
      rig.panel.call('exportTarget', { target: frame, masks: [shape], scale: 1 }),
      rig.panel.call('exportMask', { mask: shape, scale: 1 }),
    ]);
    expect([target.box.width, mask.box.width]).toEqual([64, 20]);
    expect(rig.document.get(shape).visible).toBe(true);
  });

  type Fault = { code: string; cause(rig: Rig, frame: string, shape: string): void };
  const faults: Record<string, Fault> = {
    'that is gone': { code: 'target-gone', cause: ({ document }, frame) => document.remove(frame) },
    'that goes while it is exported': {
      code: 'no error',
      cause: ({ document, faults: host }, frame) =>
        host.during('exportAsync', () => setTimeout(() => document.remove(frame), 0)),
    },
    'that is hidden': {
      code: 'target-hidden',
      cause: ({ document }, frame) => document.update(frame, { visible: false }),
    },
    'that a hidden parent hides': {
      code: 'target-hidden',
      cause: ({ document }, frame) => {
        const outer = document.create('FRAME', document.currentPageId, { visible: false });
        document.move(frame, outer);
      },
    },
    'of 4096 px': { code: 'no error', cause: ({ document }, frame) => document.resize(frame, 4096, 10) },
    'with nothing in it': {
      code: 'target-empty',
      cause: ({ document }, frame, shape) => {
        document.update(frame, { fills: [] });
        document.remove(shape);
      },
    },
    'with nothing in it, on a host that says so with a pixel': {
      code: 'target-empty',
      cause: ({ document, faults: host }, frame, shape) => {
        host.emptyExport = 'transparent';
        document.update(frame, { fills: [] });
        document.remove(shape);
      },
    },
    'that the host cannot export': {
      code: 'export-failed',
      cause: ({ faults: host }) =>
        host.failNext('exportAsync', 'Failed to export node. This node may not have any visible layers.'),
    },
    'that the host finds too large': {
      code: 'target-too-large',
      cause: ({ faults: host }) => host.failNext('exportAsync', 'Target is too large to export as an image.'),
    },
  };
  test.each(Object.entries(faults))('%s', async (_, { code, cause }) => {
    const rig = openRig(sandbox);
    const frame = photo(rig, rig.page, {}, 'FRAME');
    const shape = ellipse(rig, frame);
    cause(rig, frame, shape);
    const before = layersOf(rig);
    const call = rig.panel.call('exportTarget', { target: frame, masks: [shape], scale: 1 });
    expect(await codeOf(call)).toBe(code);
    if (rig.document.find(frame)) expect(layersOf(rig)).toEqual(before);
  });

  test('does not believe the first white picture', async () => {
    const rig = openRig(sandbox);
    rig.faults.whiteFirstExport = true;
    const target = rig.document.create('FRAME', rig.page, { width: 240, height: 180, fills: [] });
    const png = encode({ width: 240, height: 180, data: noise(240, 180), channels: 4, depth: 8 });
    await rig.panel.call('placeFill', { target, png, name: 'p', recipe: {} });
    const seen = decode((await rig.panel.call('exportTarget', { target, masks: [], scale: 1 })).png);
    expect(Buffer.compare(new Uint8Array(seen.data), noise(240, 180))).toBe(0);
    expect(rig.exported).toHaveLength(2);
  });
});

describe('reading a mask', () => {
  const alphaOf = (png: Uint8Array) => {
    const { width, height, data } = decode(png);
    return { width, height, alpha: Array.from({ length: width * height }, (_, i) => data[i * 4 + 3] ?? 0) };
  };
  const open = (props: object = {}) => {
    const rig = openRig(sandbox);
    const frame = photo(rig, rig.page, {}, 'FRAME');
    return { rig, frame, shape: ellipse(rig, frame, 10, 10, props) };
  };

  test('gives its alpha, not its color', async () => {
    const { rig, shape } = open();
    const { png, box } = await rig.panel.call('exportMask', { mask: shape, scale: 2 });
    expect(box).toEqual({ x: 10, y: 10, width: 20, height: 16 });
    const { width, height, alpha } = alphaOf(png);
    expect([width, height]).toEqual([40, 32]);
    expect([alpha[0], alpha[16 * 40 + 20]]).toEqual([0, 255]);
  });

  test('keeps its opacity', async () => {
    const { rig, shape } = open({ opacity: 0.5 });
    const { alpha } = alphaOf((await rig.panel.call('exportMask', { mask: shape, scale: 1 })).png);
    expect(Math.abs((alpha[8 * 20 + 10] ?? 0) - 128)).toBeLessThanOrEqual(1);
  });

  test.each([
    [10, 10],
    [-4, 38],
  ])('reaches as far as its stroke, also where its parent clips it (%i, %i)', async (x, y) => {
    const { rig, shape } = open({ strokes: [solid(0, 0, 0)], strokeWeight: 6, strokeAlign: 'OUTSIDE' });
    rig.document.setPosition(shape, x, y);
    const before = layersOf(rig);
    const { png, box } = await rig.panel.call('exportMask', { mask: shape, scale: 1 });
    expect(box).toEqual({ x: x - 6, y: y - 6, width: 32, height: 28 });
    expect(alphaOf(png).alpha[14 * 32 + 2]).toBe(255);
    expect(layersOf(rig)).toEqual(before);
  });

  test('is whole where its parent clips it', async () => {
    const { rig, shape } = open();
    rig.document.setPosition(shape, -10, 30);
    const { png, box } = await rig.panel.call('exportMask', { mask: shape, scale: 1 });
    expect(box).toEqual({ x: -10, y: 30, width: 20, height: 16 });
    expect(alphaOf(png).width).toBe(20);
  });

  test('serves again when its patch has hidden it, and stays hidden', async () => {
    const { rig, shape } = open({ visible: false });
    const before = layersOf(rig);
    const { png } = await rig.panel.call('exportMask', { mask: shape, scale: 1 });
    expect(alphaOf(png).alpha[8 * 20 + 10]).toBe(255);
    expect(layersOf(rig)).toEqual(before);
  });

  test('that is larger than the host exports is read coarser', async () => {
    const { rig, shape } = open({ width: 9000, height: 900 });
    const { png, box } = await rig.panel.call('exportMask', { mask: shape, scale: 1 });
    expect(box.width).toBe(9000);
    expect(alphaOf(png).width).toBe(4096);
  });

  test('that shows nothing is refused', async () => {
    const { rig, shape } = open({ fills: [] });
    expect(await codeOf(rig.panel.call('exportMask', { mask: shape, scale: 1 }))).toBe('mask-empty');
    expect(await codeOf(rig.panel.call('exportMask', { mask: '9:9', scale: 1 }))).toBe('target-gone');
  });
});

describe('the sandbox moves bytes and touches no pixel', () => {
  async function measure(width: number, height: number) {
    const rig = openRig(sandbox);
    const fills = [imageFill(rig.keepPicture(width, height, noise(width, height)))];
    const target = rig.document.create('FRAME', rig.page, { width, height, fills });
    await rig.panel.call('hello');
    const { metrics } = rig.runtime;
    const start = { work: metrics.totalWork, in: metrics.bytesIn, out: metrics.bytesOut };
    const { png, box } = await rig.panel.call('exportTarget', { target, masks: [], scale: 1 });
    const [bytesIn, bytesOut] = [metrics.bytesIn - start.in, metrics.bytesOut - start.out];
    await rig.panel.call('placePatch', { target, masks: [], png, box, name: 'p', recipe: {} });
    const { longestStayMs, largestMessageBytes } = metrics;
    return {
      file: png.length,
      bytesIn,
      bytesOut,
      work: metrics.totalWork - start.work,
      longestStayMs,
      largestMessageBytes,
    };
  }

  test('a hundred times the pixels cost the same work, and each byte passes once', async () => {
    const small = await measure(160, 120);
    const large = await measure(1840, 1380);
    // Once in from the export and once out to the panel; what goes beside the picture is small.
    expect(large.bytesIn).toBeLessThan(large.file + 20_000);
    expect(large.bytesOut).toBeLessThan(large.file + 20_000);
    expect(large.largestMessageBytes).toBeLessThanOrEqual(8 * 2 ** 20 + 20_000);
    expect(large.file).toBeGreaterThan(8 * 2 ** 20);
    // Work is counted by QuickJS itself, so that a busy machine changes nothing.
    expect(large.work).toBeLessThan(small.work * 1.5 + 5);
    expect(large.longestStayMs).toBeLessThan(1000);
  });
});
