import type { Frame, Page } from 'playwright-core';
import { row } from '../../../tools/measuring/report.mjs';
import { encodePicture } from '../../../ui/engine/worker/image-codec.ts';
// What scripts find in the panel as `window.underpaint`, and on the page as `window.host`.
import type {} from '../../../ui/shell/actions/automation.ts';
import type {} from '../../host/page/main.ts';
import { landscape, picture } from '../fixtures/fixtures.ts';
import type { OpenSession } from '../random-jobs/job-runner.ts';
import { storePicture } from '../random-jobs/lay-out-job.ts';
import type { Row } from '../rows.ts';

const steps = 8;
const maskPx = 300;
const tilePx = 1024;
const warmUps = 6;
const rounds = 9;
const frames = [
  { sidePx: 1024, mostPercent: 10 },
  { sidePx: 4096, mostPercent: 15 },
];

/** Of one fill, in milliseconds: what the engine does around the model, and the model's steps, each one U-Net call. */
type Times = { crop: number; composite: number; model: number };

/**
 * Everything that the engine does around the model (crop, masks, resampling, colors, blend, the patch's PNG; not reading
 * and placing, which is the host's) as a share of the U-Net calls of the same fill: the median of several fills with the
 * default pack, in the worker of the real plugin, on WASM with one thread.
 */
export async function measureEngineShare({ page, panel }: OpenSession): Promise<Row[]> {
  const { hash } = await storePicture(page, encodePicture(picture(landscape, tilePx, tilePx)));
  const rows: Row[] = [];
  for (const { sidePx, mostPercent } of frames) {
    await layOutFrame(page, hash, sidePx);
    const found: Times[] = [];
    for (let round = -warmUps; round < rounds; round++) {
      const times = await timeFill(panel, round + warmUps);
      if (round >= 0) found.push(times);
    }
    const middle = (pick: (times: Times) => number) => median(found.map(pick));
    const what = `engine around the model, ${sidePx} px frame, ${maskPx} px mask`;
    const share = middle(({ crop, composite, model }) => (100 * (crop + composite)) / model);
    rows.push(row(what, share, '%', { n: rounds, atMost: mostPercent }));
    rows.push(
      row(
        `${what}: until the model starts`,
        middle(({ crop }) => crop),
        'ms',
        { n: rounds },
      ),
    );
    rows.push(
      row(
        `${what}: after it`,
        middle(({ composite }) => composite),
        'ms',
        { n: rounds },
      ),
    );
    rows.push(
      row(
        `${what}: its ${steps} U-Net calls`,
        middle(({ model }) => model),
        'ms',
        { n: rounds },
      ),
    );
  }
  return rows;
}

/** A frame full of the picture, with an ellipse over its middle; both selected. */
function layOutFrame(page: Page, hash: string, sidePx: number): Promise<void> {
  return page.evaluate(
    ([imageHash, side, tile, mask]) => {
      const { document: file } = window.host!;
      file.act(() => {
        for (const id of [...file.get(file.currentPageId).childIds]) file.remove(id);
        const frame = file.create('FRAME', file.currentPageId, { width: side, height: side });
        for (let y = 0; y < side; y += tile) {
          for (let x = 0; x < side; x += tile) {
            const fills = [{ type: 'IMAGE', imageHash, scaleMode: 'FILL' } as const];
            file.setPosition(file.create('RECTANGLE', frame, { width: tile, height: tile, fills }), x, y);
          }
        }
        const shape = file.create('ELLIPSE', file.currentPageId, { width: mask, height: mask });
        file.setPosition(shape, Math.round(0.45 * side), Math.round(0.4 * side));
        file.setSelection([frame, shape]);
      });
    },
    [hash, sidePx, tilePx, maskPx] as const,
  );
}

function timeFill(panel: Frame, seed: number): Promise<Times> {
  return panel.evaluate(
    async ([wanted, ownSeed]) => {
      const automation = window.underpaint!;
      automation.setRequest({
        prompt: 'a yellow sun',
        seed: ownSeed,
        steps: wanted,
        guidance: null,
        strength: null,
        scheduler: null,
        count: 1,
        context: 'auto',
        edge: 'blend',
        device: 'wasm',
        model: 'default',
        mode: 'fill',
      });
      const { report } = await automation.run();
      const { crop, composite, steps: calls } = report.timingsMs;
      return { crop, composite, model: calls.reduce((sum, call) => sum + call, 0) };
    },
    [steps, seed] as const,
  );
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
}
