import { describe, expect, it } from 'vitest';
import type { Selection } from '../../../protocol/host-contract.ts';
import { placementsOf, planFor, planWith } from '../../../ui/shell/state/plan.ts';
import { makeMask, makeTarget } from '../../fakes/fake-host.ts';

const frameSize = { width: 640, height: 480 };
const target = makeTarget();
const mask = makeMask();

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
      { verb: 'generate', destination: { kind: 'layer-over-target', target } },
    ],
    [
      'a picture and a shape: fill, whatever was chosen for generating',
      { kind: 'target', target, masks: [mask] },
      'layer',
      { verb: 'fill', destination: { kind: 'patch', target, masks: [mask] } },
    ],
    [
      'something unusable: the reason',
      { kind: 'unusable', code: 'target-hidden', name: 'Hero' },
      'fill',
      { verb: 'none', code: 'target-hidden', name: 'Hero' },
    ],
  ];
  it.each(rows)('%s', (_, selection, placement, plan) => {
    expect(planFor(selection, frameSize, placement)).toEqual(plan);
  });

  it('takes the placement that the target allows where the chosen one is impossible', () => {
    const fillOnly = makeTarget({ canTakeLayer: false });
    const layerOnly = makeTarget({ canTakeFill: false });
    const kindFor = (picked: typeof target, placement: 'fill' | 'layer') => {
      const plan = planFor({ kind: 'target', target: picked, masks: [] }, frameSize, placement);
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
    const vary = { verb: 'vary', destination: { kind: 'patch', target, masks: [] } };
    expect(planFor(alone, frameSize, 'fill', 'vary')).toEqual(vary);
    expect(planFor({ ...alone, masks: [mask] }, frameSize, 'fill', 'vary')).toMatchObject({ verb: 'fill' });
    const empty = { ...alone, target: makeTarget({ hasPicture: false }) };
    expect(planFor(empty, frameSize, 'fill', 'vary')).toMatchObject({ verb: 'generate' });
    const blind = { name: 'Blind', tasks: ['generate'] };
    const plan = planWith(planFor(alone, frameSize, 'fill', 'vary'), blind);
    expect(plan).toEqual({ verb: 'none', code: 'encoder-missing', name: 'Blind' });
  });

  it('refuses to fill where there is no picture', () => {
    const empty = makeTarget({ hasPicture: false });
    expect(planFor({ kind: 'target', target: empty, masks: [mask] }, frameSize, 'fill')).toEqual({
      verb: 'none',
      code: 'target-empty',
      name: 'Hero',
    });
  });
});
