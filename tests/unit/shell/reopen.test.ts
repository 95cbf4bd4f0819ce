import { describe, expect, it } from 'vitest';
import { defaultRequest, type GenerationRequest, tasks } from '../../../protocol/generation.ts';
import type { Recipe, Selection } from '../../../protocol/host-contract.ts';
import { readRecipe, settingsOf } from '../../../ui/shell/state/read-recipe.ts';
import { requestFrom } from '../../../ui/shell/state/request-from.ts';
import { parseSettings } from '../../../ui/shell/state/settings.ts';
import { makeMask, makeTarget } from '../../fakes/fake-host.ts';
import { createFakePanel } from '../../fakes/fake-panel.ts';

const request: GenerationRequest = {
  ...defaultRequest,
  task: 'add',
  prompt: 'a sail',
  negativePrompt: 'fog',
  seed: 77,
  steps: 9,
  guidance: 3,
  scheduler: 'unipc',
  strength: 0.8,
  membrane: true,
  edge: 'strict',
  contextBox: { x: 5, y: 6, width: 70, height: 80 },
  mask: {
    size: { width: 400, height: 300 },
    edits: [{ kind: 'lasso', effect: 'add', points: [0, 0, 9, 0, 9, 9] }],
    growPx: 0,
    fillHolesPx: 0,
  },
};
const recipe: Recipe = { request, model: 'default', masks: [{ node: '1:3', role: 'keep' }] };
const patch = makeTarget({ node: '5:1', name: 'a sail', hasRecipe: true });
const onPatch: Selection = { kind: 'target', target: patch, masks: [] };
const onOwner: Selection = { kind: 'target', target: makeTarget(), masks: [makeMask()] };

async function reopenedPanel(written: Recipe = recipe) {
  const panel = createFakePanel({
    host: {
      selection: onPatch,
      reopened: { recipe: written, target: '1:2', masks: ['1:3'], selection: onOwner },
    },
  });
  await panel.started;
  await panel.engineClient.connect();
  await expect.poll(() => panel.state.model.value?.id).toBe('default');
  await panel.actions.reopen();
  return panel;
}

describe('reopening a result', () => {
  it('takes over everything that it was made with', async () => {
    const panel = await reopenedPanel();
    const { state } = panel;
    expect(state.settings.value).toMatchObject({
      prompt: 'a sail',
      negativePrompt: 'fog',
      seed: 77,
      isSeedLocked: true,
      steps: 9,
      guidance: 3,
      scheduler: 'unipc',
      addStrength: 0.8,
      membrane: true,
      edge: 'strict',
    });
    expect(state.region.masks.value).toMatchObject([{ node: '1:3', role: 'keep' }]);
    await panel.automation.run();
    const { size: _, ...same } = request;
    expect(panel.pages[0]?.engine.jobs[0]?.request).toMatchObject(same);
  });

  it('puts the next result in the place of the old one', async () => {
    const panel = await reopenedPanel();
    await panel.actions.run();
    expect(panel.host.readings[0]?.masks).toEqual(['1:3', '5:1']);
    expect(panel.host.preview?.masks).toEqual(['1:3', '5:1']);
    await panel.automation.apply(0);
    expect(panel.host.written).toMatchObject([
      { kind: 'patch', masks: ['1:3', '5:1'], recipe: { masks: [{ node: '1:3', role: 'keep' }] } },
    ]);
  });

  it('replaces the old one once: the result after that is one more', async () => {
    const panel = await reopenedPanel();
    await panel.automation.run();
    await panel.automation.apply(0);
    expect(panel.state.region.replaced.value).toBeNull();
    await panel.automation.run();
    expect(panel.host.readings.at(-1)?.masks).toEqual(['1:3']);
  });

  it('puts a generated layer in the place of the old one as well', async () => {
    const panel = createFakePanel({
      host: {
        selection: onPatch,
        reopened: {
          recipe: { request: { ...request, task: 'generate', mask: null, contextBox: null } },
          target: '1:2',
          masks: [],
          selection: { ...onOwner, target: makeTarget({ hasPicture: false }), masks: [] },
        },
      },
    });
    await panel.started;
    await panel.actions.reopen();
    panel.actions.settings.change({ placement: 'layer' });
    await panel.automation.run();
    await panel.automation.apply(0);
    expect(panel.host.written).toMatchObject([{ kind: 'patch', masks: ['5:1'] }]);
  });

  it('asks for the model that it was made with also while no engine answers', async () => {
    const panel = createFakePanel({
      failedOpenings: 1,
      host: {
        selection: onPatch,
        reopened: {
          recipe: { request: { ...request, model: 'own' } },
          target: '1:2',
          masks: [],
          selection: onOwner,
        },
      },
    });
    await panel.started;
    await expect.poll(() => panel.state.engine.value.kind).toBe('unreachable');
    await panel.actions.reopen();
    expect(panel.state.settings.value.model).toBe('own');
  });

  it('keeps the old one where the person wants both, or goes to another layer', async () => {
    const panel = await reopenedPanel();
    panel.state.region.forgetReplaced();
    await panel.automation.run();
    expect(panel.host.readings[0]?.masks).toEqual(['1:3']);

    const again = await reopenedPanel();
    again.host.select({ ...onOwner, target: makeTarget({ node: '7:7' }) });
    await expect.poll(() => again.state.region.replaced.value).toBeNull();
    again.host.select(onOwner);
    await again.automation.run();
    expect(again.host.readings[0]?.masks).toEqual(['1:3']);
  });

  it('keeps an expansion’s padding until another way is chosen', async () => {
    const paddingPx = { left: 13, top: 0, right: 7, bottom: 0 };
    const expansion = { ...request, task: 'expand', mask: null, contextBox: null, paddingPx };
    const panel = createFakePanel({
      host: {
        selection: onPatch,
        reopened: {
          recipe: { request: expansion },
          target: '1:2',
          masks: [],
          selection: { ...onOwner, masks: [] },
        },
      },
    });
    await panel.started;
    await panel.actions.reopen();
    expect(panel.state.verb.value).toBe('expand');
    expect(panel.state.region.region.value.paddingPx).toEqual(paddingPx);
    panel.state.region.dropKeptPadding();
    expect(panel.state.region.region.value.paddingPx).not.toEqual(paddingPx);
  });

  it('says that a recipe cannot be read, and changes no setting', async () => {
    const panel = await reopenedPanel({ request: { task: 'upscale', prompt: 'x' } });
    expect(panel.state.notice.value).toMatchObject({ code: 'recipe-unreadable', subject: 'a sail' });
    expect(panel.state.settings.value.prompt).toBe('');
    expect(panel.state.region.replaced.value).toBeNull();
  });

  it('shows the sandbox’s refusal as its sentence', async () => {
    const panel = createFakePanel({ host: { selection: onPatch } });
    await panel.started;
    await panel.actions.reopen();
    expect(panel.state.notice.value?.code).toBe('target-gone');
  });
});

describe('a recipe', () => {
  it('of a former version takes the defaults for what it lacks', () => {
    const { contextBox, mask, paddingPx, membrane, ...former } = request;
    expect(readRecipe({ request: { ...former, upscaler: 'x4' } })).toEqual({
      request: { ...former, contextBox: null, mask: null, paddingPx: null, membrane: false },
      roles: {},
    });
  });

  it('with broken parts keeps the others', () => {
    const read = readRecipe({
      request: { ...request, steps: -1, mask: 'gone' },
      masks: [{ node: '1:3' }, 4, { node: '1:4', role: 'context' }],
    });
    expect(read?.request).toMatchObject({ steps: null, mask: null, prompt: 'a sail' });
    expect(read?.roles).toEqual({ '1:4': 'context' });
  });

  it.each([{}, { request: null }, { request: [request] }, { request: 'x' }, { request: { prompt: 'x' } }])(
    'like %j tells nothing',
    (broken) => {
      expect(readRecipe(broken as Recipe)).toBeNull();
    },
  );

  it('asks for the same again, whatever the task', () => {
    for (const task of tasks) {
      const made: GenerationRequest = {
        ...request,
        task,
        prompt: task === 'remove' ? '' : request.prompt,
        strength: ['fill', 'vary', 'add', 'sketch'].includes(task) ? 0.45 : task === 'generate' ? 1 : null,
        mask: null,
        contextBox: null,
      };
      const settings = { ...parseSettings({}), ...settingsOf(made) };
      expect(requestFrom(settings, task, made.size)).toEqual(made);
      expect(settings).toMatchObject({ mode: task, isSeedLocked: true });
    }
  });
});
