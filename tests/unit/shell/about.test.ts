import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { bundledPacks } from '../../../models/catalog.ts';
import { describeWeights } from '../../../ui/shell/components/describe-device.ts';
import { describePlan } from '../../../ui/shell/components/describe-plan.ts';
import { listHosts, shortcutNames, shortcuts } from '../../../ui/shell/state/about.ts';
import { parseSettings } from '../../../ui/shell/state/settings.ts';
import { languages } from '../../../ui/shell/text/language.ts';
import { textFor } from '../../../ui/shell/text/text.ts';
import { fakeModel } from '../../fakes/fake-engine.ts';
import { createFakePanel } from '../../fakes/fake-panel.ts';

const until = (holds: () => boolean) => vi.waitFor(() => expect(holds()).toBe(true));

const read = (path: string) => readFileSync(join(import.meta.dirname, '../../..', path), 'utf8');

describe('the line under the button', () => {
  const text = textFor('en');
  const facts = { isPainted: false, paddingPx: null };
  const plan = {
    verb: 'generate' as const,
    destination: { kind: 'new-frame' as const, size: { width: 800, height: 600 } },
  };
  const model = { width: 144, height: 112 };

  it('tells the sizes where they are known, and a size only once', () => {
    const size = { width: 800, height: 600 };
    expect(describePlan(plan, facts, text)).toBe('Paint a new frame of 800 × 600');
    expect(describePlan(plan, { ...facts, foreseen: [{ kind: 'painted', size, model }] }, text)).toBe(
      'Paint a new frame of 800 × 600, painted at 144 × 112',
    );
    const smaller = { kind: 'painted' as const, size: { width: 576, height: 432 }, model };
    expect(describePlan(plan, { ...facts, foreseen: [smaller] }, text)).toBe(
      'Paint a new frame of 800 × 600, 576 × 432, painted at 144 × 112',
    );
    const other = { ...smaller, model: { width: 128, height: 128 } };
    expect(describePlan(plan, { ...facts, foreseen: [smaller, other] }, text)).toContain('in 2 sizes');
  });
});

describe('the first look', () => {
  it('paints with the included model, shows its steps, and writes nothing anywhere', async () => {
    const preview = { width: 1, height: 1, rgba: new Uint8ClampedArray(4) };
    const panel = createFakePanel({ engine: { preview: () => preview, steps: 3 } });
    await panel.started;
    await until(() => panel.state.engine.value.kind === 'ready');
    const seen: string[] = [];
    const stopFollowing = panel.state.about.look.subscribe((look) => {
      seen.push(look.phase === 'painting' ? `${look.phase} ${look.step}/${look.steps}` : look.phase);
    });
    expect(panel.pages[0]?.engine.jobs).toEqual([]);
    await panel.actions.about.show('a red house');
    stopFollowing();
    expect(seen).toEqual(['idle', 'painting 0/0', 'painting 1/3', 'painting 2/3', 'painting 3/3', 'done']);
    const [job] = panel.pages[0]!.engine.jobs;
    expect(job?.request).toMatchObject({
      task: 'generate',
      model: 'default',
      count: 1,
      prompt: 'a red house',
    });
    expect(panel.host.written).toEqual([]);
    expect(panel.state.job.value).toBeNull();
  });

  it('can be stopped, and does not come back when it has been read', async () => {
    const panel = createFakePanel({ engine: { stepMs: 20, steps: 50 } });
    await panel.started;
    await until(() => panel.state.engine.value.kind === 'ready');
    const shown = panel.actions.about.show('a red house');
    await until(() => panel.pages[0]?.engine.jobs.length === 1);
    panel.actions.about.dismissIntro();
    await shown;
    expect(panel.state.about.look.value).toEqual({ phase: 'idle' });
    await until(() => panel.pages[0]?.engine.cancelledJobs === 1);
    await panel.actions.settings.flush();
    expect(parseSettings(panel.host.settings).hasSeenIntro).toBe(true);
    panel.actions.about.open('keys');
    expect(panel.state.about.sheet.value).toBe('keys');
    panel.actions.about.showIntro();
    expect(panel.state.about.sheet.value).toBeNull();
    expect(panel.state.about.isIntroWanted.value).toBe(true);
  });

  it('says what went wrong', async () => {
    const panel = createFakePanel({ engine: { failure: { code: 'out-of-memory', afterCandidates: 0 } } });
    await panel.started;
    await panel.actions.about.show('a red house');
    expect(panel.state.about.look.value).toEqual({ phase: 'failed', code: 'out-of-memory' });
  });
});

describe('what the sheet says is true', () => {
  it('of the keys: every one is answered where the table says', () => {
    const listed = (place: string) =>
      shortcutNames
        .filter((name) => shortcuts[name].place === place)
        .flatMap((name) => [...shortcuts[name].keys]);
    const body = read('ui/shell/components/mask-editor/editor-body.tsx');
    const toolbar = read('ui/shell/components/mask-editor/editor-toolbar.tsx');
    const tools = [...(/toolKeys = \{(.*?)\}/s.exec(toolbar)?.[1] ?? '').matchAll(/'(\w)'/g)];
    const table = /useShortcuts\(\{(.*?)\n {2}\}\);/s.exec(body)?.[1] ?? '';
    const answered = [...table.matchAll(/^ {4}'?([^'\s:.]+)'?:? /gm)].map((found) => found[1]);
    expect(answered.length).toBeGreaterThan(8);
    const ofEditor = [...tools.map((found) => found[1]!.toLowerCase()), ...answered].filter(
      (key) => key !== 'escape',
    );
    expect(
      listed('editor')
        .filter((key) => key !== 'arrows' && key !== 'enter')
        .sort(),
    ).toEqual(ofEditor.map((key) => key!.replace(/:$/, '')).sort());
    expect(read('ui/shell/components/chosen-actions.tsx')).toContain(`=== '${shortcuts.compare.keys[0]}'`);
    expect(read('ui/shell/components/about/about-button.tsx')).toContain(`!== '${shortcuts.help.keys[0]}'`);
  });

  it('of the hosts: they are the manifest’s', () => {
    const manifest = JSON.parse(read('manifest.json'));
    expect(listHosts(manifest.networkAccess)).toEqual([
      { address: 'http://localhost:8573', why: 'development' },
    ]);
    expect(listHosts({ allowedDomains: ['https://paint.example/'], devAllowedDomains: [] })).toEqual([
      { address: 'https://paint.example/', why: 'engine' },
    ]);
  });

  it('of the included model: its sizes and weights are its files’', () => {
    const [pack] = bundledPacks;
    const parts = ['text_encoder', 'unet', 'vae_encoder', 'vae_decoder', 'upscaler'];
    const bytes = parts.map(
      (part) => statSync(join(import.meta.dirname, `../../../models/default/${part}/model.onnx`)).size,
    );
    expect(pack.weightBytes).toBe(bytes.reduce((sum, size) => sum + size));
    const unet = JSON.parse(read('models/default/unet/config.json'));
    const { latentPx, multiplePx, bucketsPx } = pack.sizing;
    expect(multiplePx).toBe(unet.underpaint.latent_multiple * latentPx);
    expect(bucketsPx).toEqual(
      unet.underpaint.buckets.map(([height, width]: [number, number]) => ({
        width: width * latentPx,
        height: height * latentPx,
      })),
    );
    for (const language of languages)
      expect(
        describeWeights(
          { ...fakeModel, weightBytes: bytes.reduce((a, b) => a + b) },
          language,
          textFor(language),
        ),
      ).toMatch(/^mod\w+ 18 MB$/i);
  });
});
