import { describe, expect, it } from 'vitest';
import {
  extendDraft,
  finishDraft,
  fixCorner,
  type MaskDraft,
  startDraft,
} from '../../../ui/shell/state/mask-draft.ts';
import type { Tooling } from '../../../ui/shell/state/mask-editor.ts';

const picture = { width: 400, height: 300 };
const tooling = (change: Partial<Tooling>): Tooling => ({
  tool: 'brush',
  effect: 'add',
  sizePx: 20,
  hardness: 0.5,
  ...change,
});
const at = (x: number, y: number, pressure = 1) => ({ x, y, pressure });
const draw = (tools: Tooling, points: [number, number][], isOther = false): MaskDraft =>
  points
    .slice(1)
    .reduce(
      (draft, [x, y]) => extendDraft(draft, [at(x, y)], false),
      startDraft(tools, at(...points[0]!), isOther),
    );

describe('a mask that is being drawn', () => {
  it('is a stroke whose points carry the pressure, without those that say nothing', () => {
    const start = startDraft(tooling({}), at(10.04, 20, 0.5), false);
    const draft = extendDraft(
      start,
      [at(20, 20, 0.5), at(30, 20.1, 0.5), at(40, 20, 0.5), at(40, 60, 1)],
      false,
    );
    expect(finishDraft(draft, 0.5, picture)).toEqual({
      kind: 'brush',
      effect: 'add',
      sizePx: 20,
      hardness: 0.5,
      points: [10, 20, 0.5, 40, 20, 0.5, 40, 60, 1],
    });
  });

  it('keeps a place where only the pressure changes', () => {
    const start = startDraft(tooling({}), at(10, 10, 0.2), false);
    const draft = extendDraft(start, [at(30, 10, 1), at(50, 10, 0.2)], false);
    expect(finishDraft(draft, 0.5, picture)).toMatchObject({ points: [10, 10, 0.2, 30, 10, 1, 50, 10, 0.2] });
  });

  it('is a single dab after a click', () => {
    expect(finishDraft(startDraft(tooling({}), at(5, 5), false), 0.5, picture)).toMatchObject({
      points: [5, 5, 1],
    });
  });

  it.each([
    [tooling({}), false, 'add'],
    [tooling({}), true, 'subtract'],
    [tooling({ tool: 'eraser' }), false, 'subtract'],
    [tooling({ tool: 'eraser' }), true, 'add'],
    [tooling({ tool: 'lasso', effect: 'subtract' }), false, 'subtract'],
    [tooling({ tool: 'rectangle', effect: 'subtract' }), true, 'add'],
    // Only shapes heed the choice between adding and taking away: brush and eraser are one each.
    [tooling({ effect: 'subtract' }), false, 'add'],
  ] as const)('of %j, the other way: %j, is %s', (tools, isOther, effect) => {
    expect(startDraft(tools, at(1, 1), isOther).effect).toBe(effect);
  });

  it('goes straight from where a line began, and freely again after it', () => {
    let draft = draw(tooling({}), [
      [10, 10],
      [20, 30],
    ]);
    draft = extendDraft(draft, [at(30, 90), at(60, 40)], true);
    draft = extendDraft(draft, [at(120, 30)], true);
    expect(draft.points).toEqual([10, 10, 1, 20, 30, 1, 120, 30, 1]);
    draft = extendDraft(draft, [at(130, 60)], false);
    expect(draft.points.slice(-6)).toEqual([120, 30, 1, 130, 60, 1]);
  });

  it('gets corners one by one', () => {
    let draft = startDraft(tooling({ tool: 'lasso' }), at(0, 0), false);
    for (const [x, y] of [
      [50, 0],
      [50, 50],
    ] as const) {
      draft = extendDraft(draft, [at(x / 2, y / 2)], true);
      draft = fixCorner(extendDraft(draft, [at(x, y)], true));
    }
    expect(finishDraft(draft, 0.5, picture)).toEqual({
      kind: 'lasso',
      effect: 'add',
      points: [0, 0, 50, 0, 50, 50],
    });
  });

  it('is a rectangle by any two corners, and nothing after a mere click', () => {
    const tools = tooling({ tool: 'rectangle' });
    const points: [number, number][] = [
      [80, 20],
      [10, 60.26],
    ];
    expect(finishDraft(draw(tools, points), 0.5, picture)).toEqual({
      kind: 'rectangle',
      effect: 'add',
      points: [10, 20, 80, 60.3],
    });
    expect(finishDraft(startDraft(tools, at(5, 5), false), 0.5, picture)).toBeNull();
  });

  it('is nothing where it does not touch the picture', () => {
    const beside = (x: number) => finishDraft(startDraft(tooling({}), at(x, 50), false), 0.5, picture);
    expect(beside(-11)).toBeNull();
    expect(beside(-9)).not.toBeNull();
    expect(beside(411)).toBeNull();
  });
});
