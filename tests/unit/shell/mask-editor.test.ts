import { describe, expect, it } from 'vitest';
import type { PlacedPicture } from '../../../protocol/engine-contract.ts';
import type { CanvasRect, Size } from '../../../protocol/geometry.ts';
import { type MaskEdit, mostMaskNumbers, type PaintedMask } from '../../../protocol/mask-edits.ts';
import { createMaskEditorState, type EditorPicture } from '../../../ui/shell/state/mask-editor.ts';
import {
  commit,
  emptyVersion,
  mapBetween,
  redo,
  startHistory,
  undo,
  withEdit,
  withoutEdits,
} from '../../../ui/shell/state/mask-history.ts';
import { makeTarget } from '../../fakes/fake-host.ts';

const size = { width: 400, height: 300 };
const target = makeTarget();
const square: MaskEdit = { kind: 'rectangle', effect: 'add', points: [10, 10, 60, 60] };
const dab: MaskEdit = { kind: 'brush', effect: 'add', sizePx: 20, hardness: 1, points: [100, 50, 1] };

/** A picture as it comes from reading `target`, or a part of it. */
function pictureOf(of: Size = size, part?: CanvasRect): EditorPicture {
  const shown = part ?? { x: 0, y: 0, ...target.size };
  const picture: PlacedPicture = {
    png: new Uint8Array(8),
    box: { ...shown, x: shown.x + target.box.x, y: shown.y + target.box.y },
    isWindow: part !== undefined,
  };
  return {
    inputs: { picture, masks: [] },
    bitmap: { width: of.width, height: of.height, close() {} },
    size: of,
    grid: of,
    layers: { rect: { x: 0, y: 0, ...of }, alpha: new Uint8Array(of.width * of.height) },
    part: shown,
  };
}

function openOn(picture = pictureOf()) {
  const state = createMaskEditorState();
  state.open(target);
  state.setPicture(picture);
  return state;
}

const paint = (edit: MaskEdit) => (version: Parameters<typeof withEdit>[0]) => withEdit(version, edit);

describe('the history of a mask', () => {
  it('takes back and does again, until something else is done', () => {
    const empty = emptyVersion(size);
    let history = commit(startHistory(empty), withEdit(empty, square));
    history = commit(history, withEdit(history.present, dab));
    history = undo(history);
    expect(history.present.painted.edits).toEqual([square]);
    history = redo(history);
    expect(history.present.painted.edits).toEqual([square, dab]);
    history = undo(undo(history));
    expect(history.present).toBe(empty);
    expect(undo(history)).toBe(history);
    history = commit(history, withEdit(empty, dab));
    expect(redo(history)).toBe(history);
  });

  it('takes a series of one movement back at once', () => {
    const at = (growPx: number) => ({
      ...emptyVersion(size),
      painted: { ...emptyVersion(size).painted, growPx },
    });
    let history = startHistory(at(0));
    for (const growPx of [1, 2, 3]) history = commit(history, at(growPx), 'grow');
    expect(history.past).toHaveLength(1);
    history = commit({ ...history, series: null }, at(9), 'grow');
    expect(undo(history).present.painted.growPx).toBe(3);
    expect(undo(undo(history)).present.painted.growPx).toBe(0);
  });

  it('keeps within what a request may hold', () => {
    const line: MaskEdit = {
      ...dab,
      points: Array.from({ length: 900 }, (_, at) => [at / 3, 100 + 40 * Math.sin(at / 9), 1]).flat(),
    };
    let version = emptyVersion(size);
    for (let strokes = 0; strokes < 6; strokes++) version = withEdit(version, line);
    const numbers = version.painted.edits.flatMap((edit) => ('points' in edit ? edit.points : [0]));
    expect(version.painted.edits).toHaveLength(6);
    expect(numbers.length).toBeLessThanOrEqual(mostMaskNumbers);
  });

  it('needs an edit to clear what layers select, and none where there are no layers', () => {
    const version = withEdit(emptyVersion(size), square);
    expect(withoutEdits(version, false).painted.edits).toEqual([]);
    expect(withoutEdits(version, true).painted.edits).toEqual([{ kind: 'clear' }]);
  });

  it('maps whole layers in proportion and windows by place', () => {
    const whole = (of: Size) => ({ size: of, part: { x: 0, y: 0, ...of }, isWindow: false });
    expect(mapBetween(whole(size), whole({ width: 800, height: 300 }))).toEqual({
      scaleX: 2,
      scaleY: 1,
      x: 0,
      y: 0,
    });
    const window = (x: number) => ({
      size: { width: 100, height: 100 },
      part: { x, y: 20, width: 50, height: 50 },
      isWindow: true,
    });
    expect(mapBetween(window(10), window(35))).toEqual({ scaleX: 1, scaleY: 1, x: -50, y: 0 });
  });
});

describe('the state of the mask editor', () => {
  it('belongs to the layer that was painted on, and comes back with it', () => {
    const state = openOn();
    expect(state.paintedFor(target.node)).toBeNull();
    state.change(paint(square));
    expect(state.paintedFor(target.node)).toEqual({ size, edits: [square], growPx: 0, fillHolesPx: 0 });
    expect(state.paintedFor('7:7')).toBeNull();
    state.open(makeTarget({ node: '7:7' }));
    expect(state.version.value).toBeNull();
    expect(state.paintedFor(target.node)?.edits).toEqual([square]);
    state.forget(target.node);
    expect(state.paintedFor(target.node)).toBeNull();
  });

  it('tells a mask that only grows apart from a painted one', () => {
    const state = openOn();
    state.change((version) => ({ ...version, painted: { ...version.painted, growPx: 4 } }));
    expect(state.paintedFor(target.node)).toBeNull();
    expect(state.maskFor(target.node)?.growPx).toBe(4);
  });

  it('takes for painted only what marks something, since it was cleared', () => {
    const isPainted = (edits: MaskEdit[]) => {
      const state = openOn();
      for (const edit of edits) state.change(paint(edit));
      return state.paintedFor(target.node) !== null;
    };
    const less: MaskEdit = { ...dab, effect: 'subtract' };
    expect(isPainted([less])).toBe(false);
    expect(isPainted([less, { kind: 'invert' }])).toBe(true);
    expect(isPainted([square, { kind: 'clear' }])).toBe(false);
    expect(isPainted([square, { kind: 'clear' }, less])).toBe(false);
    expect(isPainted([{ kind: 'clear' }, square, less])).toBe(true);
  });

  it('gives up a context box without the undo history', () => {
    const state = openOn();
    const contextBox = { x: 5, y: 5, width: 100, height: 100 };
    state.change(paint(square));
    state.change((version) => ({ ...version, contextBox }));
    state.dropContextBox(target.node);
    expect(state.contextBoxFor(target.node)).toBeNull();
    state.undo();
    expect(state.contextBoxFor(target.node)).toEqual(contextBox);
    state.undo();
    state.undo();
    expect(state.paintedFor(target.node)).toBeNull();
  });

  it('shows nothing of what it knew of a layer when it is opened again', () => {
    const state = openOn();
    state.change(paint(square));
    state.close();
    state.open(target);
    expect([state.picture.value, state.preview.value]).toEqual([null, null]);
    state.setPicture(pictureOf());
    expect(state.version.value?.painted.edits).toEqual([square]);
  });

  it('undoes edits and the context box in the order that they were made', () => {
    const state = openOn();
    const contextBox = { x: 5, y: 5, width: 100, height: 100 };
    state.change(paint(square));
    state.change((version) => ({ ...version, contextBox }));
    expect(state.contextBoxFor(target.node)).toEqual(contextBox);
    state.undo();
    expect(state.contextBoxFor(target.node)).toBeNull();
    expect(state.paintedFor(target.node)?.edits).toEqual([square]);
    state.undo();
    expect([state.canUndo.value, state.canRedo.value]).toEqual([false, true]);
    state.redo();
    state.redo();
    expect(state.contextBoxFor(target.node)).toEqual(contextBox);
  });

  it('scales what was painted when the layer is read at another size', () => {
    const state = openOn();
    state.change(paint(square));
    state.change(paint(dab));
    state.setPicture(pictureOf({ width: 800, height: 600 }));
    expect(state.paintedFor(target.node)).toMatchObject({
      size: { width: 800, height: 600 },
      edits: [
        { ...square, points: [20, 20, 120, 120] },
        { ...dab, sizePx: 40, points: [200, 100, 1] },
      ],
    });
    state.undo();
    expect(state.paintedFor(target.node)?.edits).toHaveLength(1);
  });

  it('keeps strokes as fine as a tenth of a pixel when it scales them', () => {
    const state = openOn();
    state.change(paint({ ...dab, sizePx: 10, points: [100, 50, 0.37] }));
    state.setPicture(pictureOf({ width: 133, height: 100 }));
    expect(state.paintedFor(target.node)?.edits).toEqual([
      { ...dab, sizePx: 3.3, points: [33.3, 16.7, 0.37] },
    ]);
  });

  it('leaves what was painted on a part of a large layer where it is, and has that part read again', () => {
    const part = (x: number) => ({ x, y: 0, width: 100, height: 100 });
    const state = openOn(pictureOf({ width: 100, height: 100 }, part(50)));
    expect(state.windowFor(target)).toBeUndefined();
    state.change(paint(square));
    expect(state.windowFor(target)).toEqual({ x: 150, y: 50, width: 100, height: 100 });
    state.setPicture(pictureOf({ width: 100, height: 100 }, part(100)));
    expect(state.paintedFor(target.node)?.edits).toEqual([{ ...square, points: [-40, 10, 10, 60] }]);
    expect(state.windowFor({ node: '7:7', box: target.box })).toBeUndefined();
    expect(openOn().windowFor(target)).toBeUndefined();
    state.change((version) => withoutEdits(version, true));
    expect(state.windowFor(target)).toBeUndefined();
    state.change((version) => ({ ...version, contextBox: { x: 0, y: 0, width: 64, height: 64 } }));
    expect(state.windowFor(target)).toEqual({ x: 200, y: 50, width: 100, height: 100 });
  });

  it('takes over the mask of a result, and puts it into the pixels of the picture once that is read', () => {
    const state = createMaskEditorState();
    const painted: PaintedMask = { size, edits: [square], growPx: 2, fillHolesPx: 0 };
    const contextBox = { x: 0, y: 0, width: 40, height: 40 };
    state.load(target.node, painted, contextBox);
    expect(state.paintedFor(target.node)).toEqual(painted);
    state.open(target);
    state.setPicture(pictureOf({ width: 800, height: 600 }));
    expect(state.paintedFor(target.node)).toMatchObject({
      growPx: 4,
      edits: [{ points: [20, 20, 120, 120] }],
    });
    expect(state.contextBoxFor(target.node)).toEqual({ x: 0, y: 0, width: 80, height: 80 });
  });

  it('takes over a context box alone as it is', () => {
    const state = createMaskEditorState();
    const contextBox = { x: 8, y: 8, width: 64, height: 64 };
    state.load(target.node, null, contextBox);
    expect(state.paintedFor(target.node)).toBeNull();
    state.open(target);
    state.setPicture(pictureOf());
    expect(state.contextBoxFor(target.node)).toEqual(contextBox);
    expect(state.version.value?.painted.size).toEqual(size);
  });
});
