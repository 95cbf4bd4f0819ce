import ExifReader from 'exifreader';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { SchedulerName } from '../../../protocol/generation.ts';
import type { Selection } from '../../../protocol/host-contract.ts';
import { encodePicture } from '../../../ui/engine/worker/image-codec.ts';
import { readPngTexts } from '../../../ui/provenance/png-texts.ts';
import { fakeModel } from '../../fakes/fake-engine.ts';
import { makeMask, makeTarget } from '../../fakes/fake-host.ts';
import { createFakePanel } from '../../fakes/fake-panel.ts';
import { chunk, writePng } from '../../fakes/png-parts.ts';

const png = encodePicture({ width: 8, height: 8, data: new Uint8Array(256).fill(90) });
const onFrame: Selection = { kind: 'target', target: makeTarget({ hasPicture: false }), masks: [] };
const onMask: Selection = { kind: 'target', target: makeTarget(), masks: [makeMask()] };

async function openPanel(selection: Selection = onFrame) {
  const panel = createFakePanel({ host: { selection }, engine: { paint: () => png } });
  await panel.started;
  await vi.waitFor(() => expect(panel.state.model.value).not.toBeNull());
  return { ...panel, code: () => panel.state.notice.value?.code ?? null };
}

/** A panel with one finished picture. */
async function painted(selection: Selection = onFrame) {
  const panel = await openPanel(selection);
  panel.automation.setRequest({
    prompt: 'a fox 🦊, {red}',
    negativePrompt: 'fog',
    seed: 77,
    steps: 9,
    guidance: 3,
    scheduler: 'euler-a',
    size: { width: 640, height: 480 },
  });
  await panel.automation.run();
  return panel;
}

function tagsOf(bytes: Uint8Array): Record<string, unknown> {
  const tags = ExifReader.load(Uint8Array.from(bytes).buffer, { async: false });
  return Object.fromEntries(Object.entries(tags).map(([name, tag]) => [name, tag?.value]));
}

const named = (name: string, bytes: Uint8Array | string, type = '') => ({
  name,
  file: new File([typeof bytes === 'string' ? bytes : Uint8Array.from(bytes)], name, { type }),
});

describe('a saved picture', () => {
  it('tells all of its making, and makes the same request again in another panel', async () => {
    const { actions, offered, pages, state } = await painted();
    state.consent.choose('allowed');
    actions.save.picture(0);
    state.consent.choose('refused');
    actions.save.picture(0);
    const [open, file] = offered;
    expect(open?.name).toMatch(/_77_a-fox-red\.png$/);
    expect(file?.type).toBe('image/png');
    expect(file?.name).toMatch(/^\d{4}-\d\d-\d\d_Underpaint-small_77\.png$/);
    const tags = tagsOf(file!.bytes);
    expect(tags.DigitalSourceType).toMatch(/\/trainedAlgorithmicMedia$/);
    expect(tags.AIPromptInformation).toBe('a fox 🦊, {red}');
    expect(tags.parameters).toContain('Steps: 9, Sampler: Euler a, CFG scale: 3, Seed: 77, Size: ');

    const other = await openPanel();
    await other.actions.importRecipe(named('fox.png', file!.bytes));
    expect(other.code()).toBeNull();
    expect(other.state.provenance.imported.value?.name).toBe('fox.png');
    await other.actions.run();
    expect(other.pages[0]!.engine.jobs[0]!.request).toEqual({
      ...pages[0]!.engine.jobs[0]!.request,
      count: 1,
    });
  });

  it('of a repainted region is a patch, and says that somebody’s picture is in it', async () => {
    const { actions, offered } = await painted(onMask);
    actions.save.picture(0);
    expect(tagsOf(offered[0]!.bytes).DigitalSourceType).toMatch(/\/compositeWithTrainedAlgorithmicMedia$/);
    actions.save.recipe(0);
    expect(offered[1]?.name).toMatch(/\.json$/);
    expect(JSON.parse(new TextDecoder().decode(offered[1]!.bytes))).toMatchObject({
      request: { task: 'fill', seed: 77 },
      modelHash: 'a1b2c3d4e5',
    });
  });

  it('is not given out while it is hidden, nor where there is none', async () => {
    const { actions, offered } = await openPanel();
    actions.save.picture(0);
    actions.save.recipe(3);
    expect(offered).toEqual([]);
  });
});

describe('a picture in the document', () => {
  it('tells its making only where recipes are allowed', async () => {
    for (const choice of ['refused', 'allowed'] as const) {
      const { automation, host, state } = await painted();
      state.consent.choose(choice);
      await automation.apply(0);
      const placed = host.written[0]!.png;
      expect(tagsOf(placed).AISystemUsed).toBe('Underpaint small');
      expect(tagsOf(placed).AISystemVersionUsed).toBe('a1b2c3d4e5');
      const isTold = choice === 'allowed';
      expect([...readPngTexts(placed).keys()].includes('Underpaint')).toBe(isTold);
      const text = Buffer.from(placed).toString('utf8');
      for (const secret of ['a fox', 'Seed', 'fog']) expect(text.includes(secret)).toBe(isTold);
    }
  });

  it('names the person under it, and in it, only where they want that', async () => {
    const silent = await painted();
    silent.state.consent.choose('refused');
    await silent.automation.apply(0);
    expect(silent.host.captions).toEqual([]);

    const { actions, automation, host, state } = await painted();
    state.consent.choose('refused');
    actions.settings.change({ isCredited: true, creditName: ' Anna ' });
    const { node } = await automation.apply(0);
    expect(host.captions).toEqual([{ under: node, text: '(Prompt: Anna)' }]);
    expect(tagsOf(host.written[0]!.png).AIPromptWriterName).toBe('Anna');
    actions.settings.change({ creditName: '  ' });
    await automation.apply(0);
    expect(host.captions).toHaveLength(1);
  });
});

/** A picture of another program, with its text. */
const foreign = (text: string) =>
  writePng({ width: 1, height: 1, depth: 8, color: 0, rows: [[7]] }, [
    chunk('tEXt', Buffer.from(`parameters\0${text}`, 'latin1')),
  ]);

describe('a recipe from a file', () => {
  it('of another program sets what there is here, and names a model that is not', async () => {
    const { actions, state, code } = await openPanel();
    const text =
      'a boat\nNegative prompt: fog\nSteps: 150, Sampler: DPM++ 2M Karras, CFG scale: 6.5, Seed: 12, ' +
      'Size: 768x512, Model: dreamshaper_8, Denoising strength: 0.4';
    await actions.importRecipe(named('boat.png', foreign(text)));
    expect(state.settings.value).toMatchObject({
      prompt: 'a boat',
      negativePrompt: 'fog',
      steps: 60,
      guidance: 6.5,
      scheduler: 'dpm++2m-karras' satisfies SchedulerName,
      seed: 12,
      isSeedLocked: true,
      frameWidth: 768,
      frameHeight: 512,
      varyStrength: 0.4,
      model: fakeModel.id,
    });
    expect(state.notice.value).toMatchObject({ code: 'recipe-model-missing', subject: 'dreamshaper_8' });
    await actions.importRecipe(named('x.png', foreign('x\nSteps: 1, Seed: 1, Model: underpaint_small')));
    expect(code()).toBeNull();
  });

  it('is taken over when it is dropped, on the panel or on the engine page', async () => {
    const { actions, state, pages, code } = await openPanel();
    const json = named('fox.json', '{"request":{"task":"generate","prompt":"a fox","model":"default"}}');
    const item = { kind: 'file', type: 'application/json', getAsFile: () => json.file };
    actions.drops.answerDrop([{ ...item, webkitGetAsEntry: () => null } as unknown as DataTransferItem]);
    await vi.waitFor(() => expect(state.settings.value.prompt).toBe('a fox'));
    const picture = named('boat.png', foreign('a boat\nSteps: 5, Seed: 1'), 'image/png');
    const nothing = { folder: null, zip: null, isUnreadable: false };
    pages[0]!.engine.drop({ ...nothing, file: picture, types: [''] });
    await vi.waitFor(() => expect(state.settings.value.prompt).toBe('a boat'));
    pages[0]!.engine.drop({ ...nothing, file: named('plain.png', png), types: ['image/png'] });
    await vi.waitFor(() => expect(code()).toBe('drop-on-canvas'));
    expect(state.provenance.imported.value).toBeNull();
  });

  it('that is none, or is broken, is a sentence and changes nothing', async () => {
    const { actions, state, code } = await openPanel();
    const before = state.settings.value;
    const cases = [
      [png, 'recipe-absent'],
      ['[1, 2]', 'recipe-absent'],
      ['{"request":', 'recipe-absent'],
      ['{"request":{"task":"fly"}}', 'recipe-broken'],
      [png.subarray(0, 40), 'not-a-picture'],
    ] as const;
    for (const [bytes, expected] of cases) {
      await actions.importRecipe(named('file', bytes));
      expect(code()).toBe(expected);
      expect(state.settings.value).toBe(before);
    }
  });

  it('of any content leaves settings that can be kept and run', async () => {
    const { actions, state } = await openPanel();
    await fc.assert(
      fc.asyncProperty(fc.json({ maxDepth: 3 }), fc.string(), async (value, text) => {
        for (const json of [value, `{"request":${value}}`, `{"request":{"task":"vary","prompt":${value}}}`])
          await actions.importRecipe(named('x.json', json));
        await actions.importRecipe(named('x.png', foreign(`${text}\nSteps: ${text}, Seed: 1, Size: 9x9`)));
        expect(state.notice.value?.code).not.toBe('internal');
      }),
      { numRuns: 60 },
    );
    expect(state.settings.value.frameWidth).toBeGreaterThanOrEqual(8);
  });
});
