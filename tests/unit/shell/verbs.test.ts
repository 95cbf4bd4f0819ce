import { describe, expect, it } from 'vitest';
import type { Selection } from '../../../protocol/host-contract.ts';
import { contextOf, hiddenWhileReading, withRoles } from '../../../ui/shell/state/mask-roles.ts';
import { chooseVerb, modeOf, verbsFor } from '../../../ui/shell/state/verbs.ts';
import { makeMask, makeTarget } from '../../fakes/fake-host.ts';

const repaint = makeMask();
const keep = makeMask({ node: '1:4', name: 'Keep this', role: 'keep' });
const context = makeMask({ node: '1:5', name: 'Context', role: 'context' });
const target = makeTarget();
const withMasks = (masks: (typeof repaint)[], isPainted = false, change = {}) =>
  verbsFor({ kind: 'target', target: { ...target, ...change }, masks }, { masks, isPainted });

describe('what can be done with a selection', () => {
  const regional = ['fill', 'add', 'sketch', 'remove', 'replace-background'];

  it('of nothing is to generate, of what cannot be used nothing', () => {
    const marks = { masks: [], isPainted: false };
    expect(verbsFor({ kind: 'nothing' }, marks)).toEqual(['generate']);
    const unusable: Selection = { kind: 'unusable', code: 'target-hidden', name: 'Hero' };
    expect(verbsFor(unusable, marks)).toEqual([]);
  });

  it('of a picture is to generate, vary and expand, and expanding comes first where there is empty area', () => {
    expect(withMasks([])).toEqual(['generate', 'vary', 'expand']);
    expect(withMasks([], false, { isExpandable: true })).toEqual(['expand', 'generate', 'vary']);
    expect(withMasks([], false, { hasPicture: false })).toEqual(['generate']);
  });

  it('of a marked picture is all that repaints a region, whether layers mark it or a painted mask', () => {
    expect(withMasks([repaint])).toEqual(regional);
    expect(withMasks([], true)).toEqual(regional);
    expect(withMasks([keep, context], true)).toEqual(regional);
    expect(withMasks([repaint], false, { isExpandable: true })).toEqual(regional);
    expect(withMasks([repaint], false, { hasPicture: false })).toEqual([]);
  });

  it('does not change by layers that only keep or show a context', () => {
    expect(withMasks([keep, context])).toEqual(['generate', 'vary', 'expand']);
  });

  it('is chosen by the mode where the selection has it, and the first choice is no mode', () => {
    const verbs = withMasks([]);
    expect(chooseVerb(verbs, 'auto')).toBe('generate');
    expect(chooseVerb(verbs, 'expand')).toBe('expand');
    expect(chooseVerb(verbs, 'remove')).toBe('generate');
    expect(chooseVerb([], 'remove')).toBeNull();
    expect([modeOf('generate', verbs), modeOf('vary', verbs)]).toEqual(['auto', 'vary']);
  });
});

describe('the roles of layers', () => {
  it('are what a person says, else what the name says', () => {
    const given = withRoles([repaint, keep], { '1:4': 'repaint', '7:7': 'context' });
    expect(given.map(({ role }) => role)).toEqual(['repaint', 'repaint']);
    expect(withRoles([keep], {})).toEqual([keep]);
  });

  it('hide all layers from a reading, but leave what is drawn as a sketch in sight', () => {
    const mere = makeMask({ node: '1:6', name: 'Maske 2' });
    const masks = [repaint, keep, context, mere, makeMask({ node: '1:7', name: 'Masked singer' })];
    expect(hiddenWhileReading('fill', masks)).toEqual(masks);
    expect(hiddenWhileReading('sketch', masks).map(({ node }) => node)).toEqual(['1:4', '1:5', '1:6']);
  });

  it('make the box around all context layers the context', () => {
    expect(contextOf([repaint, keep])).toBeUndefined();
    const box = { x: -10, y: 5, width: 20, height: 300 };
    expect(contextOf([context, { ...context, box }])).toEqual({ x: -10, y: 5, width: 240, height: 300 });
  });
});
