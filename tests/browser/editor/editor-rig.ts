import type { Frame, Locator, Page } from 'playwright-core';
import { beforeEach, expect } from 'vitest';
import type { GenerationRequest } from '../../../protocol/generation.ts';
import type { Selection } from '../../../protocol/host-contract.ts';
import type { MaskEdit } from '../../../protocol/mask-edits.ts';
import { fitView } from '../../../ui/shell/state/editor-view.ts';
import type { FakeEngine } from '../../fakes/fake-engine.ts';
import { type FakeHost, makeTarget } from '../../fakes/fake-host.ts';
import { usePreviewPages } from '../preview-pages.ts';

/** The picture that is painted on, in pixels. */
export const picture = { width: 400, height: 300 };
export const onFrame: Selection = { kind: 'target', target: makeTarget(), masks: [] };

/** The panel with its mask editor open on `picture`, between a fake sandbox and a fake engine; made anew for every test. */
export type EditorRig = {
  page: Page;
  panel: Frame;
  /** What the page has thrown. */
  faults: string[];
  surface(): Locator;
  select(selection: Selection): Promise<void>;
  /** Where a place in the picture, shown whole, is on the screen. */
  onScreen(x: number, y: number): Promise<[number, number]>;
  /** Drags the mouse over places in the picture. */
  drag(...points: [number, number][]): Promise<void>;
  /** Runs, and tells what the engine was asked for. */
  run(): Promise<GenerationRequest>;
};

/** Sets up the tests of a file. The rig is filled before each of them. */
export function useEditorRig(): EditorRig {
  const pages = usePreviewPages();
  const rig = { faults: [] as string[] } as EditorRig;

  beforeEach(async () => {
    const { page, panel, faults } = await pages.open(360);
    await panel.evaluate(() => window.underpaint?.setRequest({ prompt: 'hills', steps: 1 }));
    Object.assign(rig, rigOf(page, panel), { faults });
    await rig.select(onFrame);
    await panel.getByRole('button', { name: 'Paint mask' }).click();
    await panel.locator('.editor-surface canvas').waitFor();
  });

  return rig;
}

function rigOf(page: Page, panel: Frame): Omit<EditorRig, 'faults'> {
  const surface = () => panel.locator('.editor-surface');

  async function onScreen(x: number, y: number): Promise<[number, number]> {
    const stage = (await surface().boundingBox())!;
    const view = fitView(picture, stage);
    return [stage.x + view.x + x * view.scale, stage.y + view.y + y * view.scale];
  }

  return {
    page,
    panel,
    surface,
    onScreen,
    select: (selection) =>
      page.evaluate((next) => (window as unknown as { fakeHost: FakeHost }).fakeHost.select(next), selection),
    async drag(...points) {
      for (const [index, [x, y]] of points.entries()) {
        await page.mouse.move(...(await onScreen(x, y)), { steps: 5 });
        if (index === 0) await page.mouse.down();
      }
      await page.mouse.up();
    },
    async run() {
      await page.keyboard.press('Control+Enter');
      const engine = page.frames().find((frame) => frame.url().includes('/engine/'))!;
      await engine.waitForFunction(
        () => (window as unknown as { fakeEngine: FakeEngine }).fakeEngine.jobs.length > 0,
      );
      const jobs = await engine.evaluate(
        () => (window as unknown as { fakeEngine: FakeEngine }).fakeEngine.jobs,
      );
      return jobs[0]!.request;
    },
  };
}

export const editsOf = (request: GenerationRequest): MaskEdit[] => request.mask?.edits ?? [];

export const pointsOf = (edit: MaskEdit | undefined): number[] =>
  edit !== undefined && 'points' in edit ? edit.points : [];

/** Whole pixels of the screen are less exact than the picture's, so places count to 1.5 of these. */
export function expectPoints(edit: MaskEdit | undefined, wanted: number[]): void {
  const points = pointsOf(edit);
  expect(points).toHaveLength(wanted.length);
  for (const [index, value] of points.entries())
    expect(Math.abs(value - wanted[index]!), `${points}`).toBeLessThan(1.5);
}
