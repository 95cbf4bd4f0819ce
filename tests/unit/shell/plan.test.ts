import { describe, expect, it } from 'vitest';
import type { Selection } from '../../../protocol/host-contract.ts';
import { placementsOf, planFor, planWith, replacedBy } from '../../../ui/shell/state/plan.ts';
import type { Mode } from '../../../ui/shell/state/verbs.ts';
import { makeMask, makeTarget } from '../../fakes/fake-host.ts';

const frameSize = { width: 640, height: 480 };
const target = makeTarget();
const mask = makeMask();
const choose = (placement: 'fill' | 'layer', mode: Mode = 'auto') => ({ frameSize, placement, mode });
const patchOf = (masks = [mask]) => ({ kind: 'patch' as const, target, masks, replaces: null });

describe('the verb follows the selection', () => {
  const rows: [string, Selection, 'fill' | 'layer', unknown][] = [
    [
      'nothing: a new frame of the chosen size',
      { kind: 'nothing' },
      'fill',
      { verb: 'generate', destination: { kind: 'new-frame', size: frameSize } },
    ],
    [
      'a frame: its fill',
      { kind: 'target', target, masks: [] },
      'fill',
      { verb: 'generate', destination: { kind: 'fill-of-target', target } },
    ],
    [
      'a frame, as a layer',
      { kind: 'target', target, masks: [] },
      'layer',
      { verb: 'generate', destination: { kind: 'layer-over-target', target, replaces: null } },
    ],
    [
      'a picture and a shape: fill, whatever was chosen for generating',
      { kind: 'target', target, masks: [mask] },
      'layer',
      { verb: 'fill', destination: patchOf() },
    ],
    [
      'something unusable: the reason',
      { kind: 'unusable', code: 'target-hidden', name: 'Hero' },
      'fill',
      { verb: 'none', code: 'target-hidden', name: 'Hero' },
    ],
  ];
  it.each(rows)('%s', (_, selection, placement, plan) => {
    expect(planFor(selection, choose(placement))).toEqual(plan);
  });

  it('takes the placement that the target allows where the chosen one is impossible', () => {
    const fillOnly = makeTarget({ canTakeLayer: false });
    const layerOnly = makeTarget({ canTakeFill: false });
    const kindFor = (picked: typeof target, placement: 'fill' | 'layer') => {
      const plan = planFor({ kind: 'target', target: picked, masks: [] }, choose(placement));
      return plan.verb === 'none' ? plan.code : plan.destination.kind;
    };
    expect(kindFor(fillOnly, 'layer')).toBe('fill-of-target');
    expect(kindFor(layerOnly, 'fill')).toBe('layer-over-target');
    expect(placementsOf(fillOnly)).toEqual(['fill']);
    expect(kindFor(makeTarget({ canTakeFill: false, canTakeLayer: false }), 'fill')).toBe(
      'target-unsupported',
    );
  });

  it('varies a picture alone where that is the mode, as a patch over all of it', () => {
    const alone: Selection = { kind: 'target', target, masks: [] };
    const vary = { verb: 'vary', destination: patchOf([]) };
    expect(planFor(alone, choose('fill', 'vary'))).toEqual(vary);
    expect(planFor({ ...alone, masks: [mask] }, choose('fill', 'vary'))).toMatchObject({ verb: 'fill' });
    const empty = { ...alone, target: makeTarget({ hasPicture: false }) };
    expect(planFor(empty, choose('fill', 'vary'))).toMatchObject({ verb: 'generate' });
    const blind = { name: 'Blind', tasks: ['generate'] };
    const plan = planWith(planFor(alone, choose('fill', 'vary')), blind);
    expect(plan).toEqual({ verb: 'none', code: 'encoder-missing', name: 'Blind' });
  });

  it('refuses to fill where there is no picture', () => {
    const empty = makeTarget({ hasPicture: false });
    expect(planFor({ kind: 'target', target: empty, masks: [mask] }, choose('fill'))).toEqual({
      verb: 'none',
      code: 'target-empty',
      name: 'Hero',
    });
  });

  it('tells the patch what it replaces, and the layers in the roles that they have', () => {
    const masks = [mask, makeMask({ node: '1:4', role: 'keep' })];
    const plan = planFor({ kind: 'target', target, masks }, { ...choose('fill'), replaces: '1:9' });
    expect(plan).toEqual({ verb: 'fill', destination: { ...patchOf(masks), replaces: '1:9' } });
    expect(replacedBy(plan)).toBe('1:9');
    const alone = { kind: 'target' as const, target, masks: [] };
    const inPlaceOf = (placement: 'fill' | 'layer') =>
      replacedBy(planFor(alone, { ...choose(placement), replaces: '1:9' }));
    expect([inPlaceOf('layer'), inPlaceOf('fill')]).toEqual(['1:9', null]);
    const kept = planFor(
      { kind: 'target', target, masks },
      {
        ...choose('fill'),
        masks: masks.map((one) => ({ ...one, role: 'keep' as const })),
      },
    );
    expect(kept.verb).toBe('generate');
  });

  it('expands by the padding, refuses what would be too large, and what would add nothing', () => {
    const alone: Selection = { kind: 'target', target, masks: [] };
    const none = { left: 0, top: 0, right: 0, bottom: 0 };
    const expand = (paddingPx: typeof none | null, selection = alone) =>
      planFor(selection, { ...choose('fill', 'expand'), paddingPx });
    expect(expand({ ...none, left: 10 })).toEqual({ verb: 'expand', destination: patchOf([]) });
    expect(expand({ ...none, left: 3696 })).toMatchObject({ verb: 'expand' });
    expect(expand({ ...none, left: 3697 })).toMatchObject({ verb: 'none', code: 'expansion-too-large' });
    expect([expand(none), expand(null)]).toMatchObject([
      { verb: 'none', code: 'nothing-to-expand' },
      { verb: 'none', code: 'nothing-to-expand' },
    ]);
    const withEmptyArea: Selection = { ...alone, target: makeTarget({ isExpandable: true }) };
    expect(expand(null, withEmptyArea)).toMatchObject({ verb: 'expand' });
  });
});
