import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Frame, Page } from 'playwright-core';
import { decodePicture, encodePicture } from '../../../ui/engine/worker/image-codec.ts';
import type { RgbaImage } from '../../../ui/imaging/image.ts';
// What scripts find in the panel as `window.underpaint`.
import type {} from '../../../ui/shell/actions/automation.ts';
import { identityRequest, writeIdentityPack } from '../identity-pack/identity-pack.ts';
import type { PlacedImage } from './count-changed.ts';
import { layOutJob, type StoredPicture, storePicture } from './lay-out-job.ts';
import type { RandomJob } from './plan-jobs.ts';

/** The emulated Figma in a browser with the plugin open. */
export type OpenSession = { page: Page; panel: Frame };

/** The frame as exported before and after, and the patch; or the sentence with which the panel refused. */
export type Filled = { before: PlacedImage; after: PlacedImage; patch: PlacedImage } | { reason: string };

export type FillOptions = {
  /** Pixels per unit of both exports. */
  exportScale?: number;
  /** By how much the frame is moved between reading and placing. */
  move?: { x: number; y: number };
};

export type JobRunner = {
  store(image: RgbaImage): Promise<StoredPicture>;
  fill(job: RandomJob, picture: StoredPicture, options?: FillOptions): Promise<Filled>;
};

/** Lets `work` run jobs through the whole plugin with the pack that gives its input back, added as a person adds one. */
export async function withJobRunner<T>(
  { page, panel }: OpenSession,
  work: (runner: JobRunner) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'underpaint-identity-'));
  try {
    const model = await addPack(panel, await writeIdentityPack(folder));
    return await work({
      store: (image) => storePicture(page, encodePicture(image)),
      async fill(job, picture, { exportScale = 1, move } = {}) {
        const frame = await layOutJob(page, job, picture);
        const before = await exportFrame(page, frame, exportScale);
        const refusal = await askPanel(panel, { kind: 'run', change: requestOf(job, model) });
        if (refusal !== null) return { reason: refusal };
        if (move !== undefined) await moveBy(page, frame, move);
        const patch = await readPatch(panel);
        const failure = await askPanel(panel, { kind: 'apply' });
        if (failure !== null) return { reason: failure };
        return { before, after: await exportFrame(page, frame, exportScale), patch };
      },
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function addPack(panel: Frame, folder: string): Promise<string> {
  await panel.locator('input[type=file][webkitdirectory]').setInputFiles(folder);
  await panel.waitForFunction(() => window.underpaint?.state().isAddingModel === false, undefined, {
    timeout: 120_000,
  });
  const { notice, addedModel } = await panel.evaluate(() => window.underpaint!.state());
  if (notice !== null || addedModel === null) throw new Error(notice?.sentence ?? 'The pack was not added.');
  return addedModel;
}

const requestOf = ({ edge, context, seed }: RandomJob, model: string) => ({
  ...identityRequest,
  prompt: 'anything',
  seed,
  edge,
  context,
  model,
  count: 1,
  device: 'wasm' as const,
  mode: 'fill' as const,
});

type Ask = { kind: 'run'; change: ReturnType<typeof requestOf> } | { kind: 'apply' };

/** Null, or the sentence that the panel shows. */
function askPanel(panel: Frame, ask: Ask): Promise<string | null> {
  return panel.evaluate(async (wanted) => {
    const automation = window.underpaint!;
    try {
      if (wanted.kind === 'apply') await automation.apply(0);
      else {
        automation.setRequest(wanted.change);
        await automation.run();
      }
      return null;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }, ask);
}

async function readPatch(panel: Frame): Promise<PlacedImage> {
  const { png, box } = await panel.evaluate(() => {
    const [first] = window.underpaint!.lastCandidates;
    if (first?.box == null) throw new Error('There is no placed picture.');
    return { png: first.png, box: first.box };
  });
  return { image: decodePicture(new Uint8Array(png)), box };
}

async function exportFrame(page: Page, id: string, scale: number): Promise<PlacedImage> {
  const { png, box } = await page.evaluate(
    async ([frame, factor]) => {
      const node = window.host!.nodes().find((one) => one.id === frame);
      return { png: await window.host!.exportNode(frame, factor), box: node!.box };
    },
    [id, scale] as const,
  );
  const image = decodePicture(new Uint8Array(png));
  // Where the box is no whole number of pixels, an export is cut at its far edges and not stretched.
  return { image, box: { ...box, width: image.width / scale, height: image.height / scale } };
}

function moveBy(page: Page, id: string, by: { x: number; y: number }): Promise<void> {
  return page.evaluate(
    ([frame, { x, y }]) => {
      const { document: file } = window.host!;
      const [[, , left], [, , top]] = file.get(frame).transform;
      file.act(() => file.setPosition(frame, left + x, top + y));
    },
    [id, by] as const,
  );
}
