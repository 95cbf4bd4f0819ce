import { describe, expect, it } from 'vitest';
import type { Selection } from '../../../protocol/host-contract.ts';
import { canDo, chooseModel, modelFor, modelsFor } from '../../../ui/shell/state/choose-model.ts';
import { planFor, planWith } from '../../../ui/shell/state/plan.ts';
import { requestFrom } from '../../../ui/shell/state/request-from.ts';
import { parseSettings } from '../../../ui/shell/state/settings.ts';
import type { Mode } from '../../../ui/shell/state/verbs.ts';
import { fakeModel } from '../../fakes/fake-engine.ts';
import { makeMask, makeTarget } from '../../fakes/fake-host.ts';
import { createFakePanel } from '../../fakes/fake-panel.ts';

const painter = fakeModel;
const blind = { ...fakeModel, id: 'blind', name: 'Blind', tasks: ['generate'] };
const eraser = { ...fakeModel, id: 'lama', name: 'LaMa', tasks: ['remove'] };
const other = { ...eraser, id: 'migan', name: 'MI-GAN' };
const all = [painter, blind, eraser, other];
const settings = parseSettings({});
const frameSize = { width: 640, height: 480 };
const target = makeTarget();
const masked: Selection = { kind: 'target', target, masks: [makeMask()] };
const choose = (mode: Mode) => ({ frameSize, placement: 'fill' as const, mode });

describe('the model of a removal', () => {
  it('is the eraser that was chosen, or the first, or else what can fill', () => {
    expect(modelFor('remove', all, settings)?.id).toBe('lama');
    expect(modelFor('remove', all, { ...settings, remover: 'migan' })?.id).toBe('migan');
    expect(modelFor('remove', all, { ...settings, remover: 'default' })?.id).toBe('default');
    expect(modelFor('remove', all, { ...settings, remover: 'gone' })?.id).toBe('lama');
    expect(modelFor('remove', [painter, blind], settings)?.id).toBe('default');
    for (const verb of ['fill', 'generate', 'vary', 'none'] as const)
      expect(modelFor(verb, all, { ...settings, remover: 'migan' })?.id).toBe('default');
  });

  it('is offered among those that can do it, and no eraser where something is painted', () => {
    expect(modelsFor('remove', all).map(({ id }) => id)).toEqual(['lama', 'migan', 'default']);
    expect(modelsFor('fill', all).map(({ id }) => id)).toEqual(['default', 'blind']);
    for (const task of ['remove', 'add', 'sketch', 'replace-background', 'expand'] as const)
      expect([painter, blind, eraser].map((model) => canDo(model, task))).toEqual([
        true,
        false,
        task === 'remove',
      ]);
  });

  it('is changed by choosing an eraser, and what paints is changed by nothing else', () => {
    expect(chooseModel(all, { model: 'migan' })).toEqual({ remover: 'migan', mode: 'remove' });
    expect(chooseModel(all, { model: 'blind' })).toEqual({ model: 'blind' });
    expect(chooseModel(all, { prompt: 'x' })).toEqual({ prompt: 'x' });
  });
});

describe('removing', () => {
  it('is the verb where that is the mode, of the same patch as a fill', () => {
    const fill = planFor(masked, choose('auto'));
    expect(planFor(masked, choose('remove'))).toEqual({ ...fill, verb: 'remove' });
    expect(planFor({ ...masked, masks: [] }, choose('remove')).verb).toBe('generate');
  });

  it('needs an eraser or what can fill, and an eraser does nothing else', () => {
    const plan = planFor(masked, choose('remove'));
    expect([planWith(plan, eraser), planWith(plan, painter)]).toEqual([plan, plan]);
    expect(planWith(plan, blind)).toMatchObject({ verb: 'none', code: 'encoder-missing' });
    for (const verb of [planFor(masked, choose('auto')), planFor({ kind: 'nothing' }, choose('auto'))])
      expect(planWith(verb, eraser)).toEqual({ verb: 'none', code: 'task-unsupported', name: 'LaMa' });
  });

  it('asks for no prompt, and an eraser for one answer', () => {
    const typed = { ...settings, prompt: 'a dog', count: 3 };
    expect(requestFrom(typed, 'remove', frameSize, eraser)).toMatchObject({
      task: 'remove',
      prompt: '',
      model: 'lama',
      count: 1,
    });
    expect(requestFrom(typed, 'remove', frameSize, painter)).toMatchObject({
      prompt: '',
      model: 'default',
      count: 3,
    });
    expect(requestFrom(typed, 'fill', frameSize, painter).prompt).toBe('a dog');
  });

  it('runs with the eraser once it is chosen, and filling goes on with what paints', async () => {
    const panel = createFakePanel({ engine: { models: all }, host: { selection: masked } });
    await panel.started;
    await panel.engineClient.connect();
    await expect.poll(() => panel.state.model.value?.id).toBe('default');
    panel.actions.settings.change({ model: 'migan' });
    expect(panel.state.plan.value.verb).toBe('remove');
    await panel.automation.run();
    panel.actions.settings.change({ mode: 'auto' });
    await panel.automation.run();
    const jobs = panel.pages[0]?.engine.jobs.map(({ request }) => [request.task, request.model]);
    expect(jobs).toEqual([
      ['remove', 'migan'],
      ['fill', 'default'],
    ]);
  });
});
