import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countSpilled, countThinInside, countTouchedOutside, spreadAlpha } from './fill-laws.ts';
import { drawMask, drawScene, psnr, type Rgba, readPng, writePng } from './pictures.ts';
import { render, type Session, scratchFolder, startSession } from './session.ts';

let session: Session;
const folder = scratchFolder();

beforeAll(async () => {
  session = await startSession();
});
afterAll(async () => session?.close());

describe('generating', () => {
  it('gives the same bytes for the same seed, another picture for another, in the frame’s own ratio', async () => {
    const size = { width: 400, height: 300 };
    const first = await render(session, { seed: 5, size });
    const again = await render(session, { seed: 5, size });
    const other = await render(session, { seed: 6, size });
    expect(again.results[0]?.out.equals(first.results[0]?.out ?? Buffer.alloc(0))).toBe(true);
    expect(again.results[0]?.patch.equals(first.results[0]?.patch ?? Buffer.alloc(0))).toBe(true);
    const [picture, another] = [first, other].map(({ results }) =>
      readPng(results[0]?.out ?? Buffer.alloc(0)),
    );
    expect(picture).toMatchObject(size);
    expect(psnr(picture as Rgba, another as Rgba)).toBeLessThan(30);
    const placed = readPng(first.results[0]?.patch ?? Buffer.alloc(0));
    expect(Math.abs(placed.width / placed.height - 4 / 3)).toBeLessThan(0.02);
  });

  it('makes several candidates, each as its own seed would alone', async () => {
    const several = await render(session, { seed: 7, count: 3, steps: 2 });
    const alone = await render(session, { seed: 9, steps: 2 });
    expect(several.results.map(({ seed }) => seed)).toEqual([7, 8, 9]);
    expect(several.results[2]?.patch.equals(alone.results[0]?.patch ?? Buffer.alloc(0))).toBe(true);
  });

  it('writes the whole picture straight from the decoder with whole and raw', async () => {
    const raw = await render(session, {
      context: 'whole',
      edge: 'raw',
      size: { width: 203, height: 133 },
      steps: 1,
    });
    expect(readPng(raw.results[0]?.patch ?? Buffer.alloc(0))).toMatchObject({ width: 200, height: 128 });
  });

  it('reports the request, the device and the time of every part', async () => {
    const { report } = await render(session, { steps: 3, scheduler: 'euler', guidance: 2 });
    expect(report.request).toMatchObject({ task: 'generate', steps: 3, scheduler: 'euler', guidance: 2 });
    expect(report.device.kind).toBe('wasm');
    expect(report.timingsMs.steps).toHaveLength(3);
    for (const part of [
      'read',
      'crop',
      'textEncode',
      'vaeEncode',
      'vaeDecode',
      'upscale',
      'composite',
      'place',
      'total',
    ] as const) {
      expect(report.timingsMs[part]).toBeGreaterThanOrEqual(0);
    }
  });
});

/** The masks that break crop and feather arithmetic: at the border, in two parts, tiny, everything, and a plain one. */
const masks: Record<string, (width: number, height: number) => (x: number, y: number) => boolean> = {
  'an ellipse': (w, h) => (x, y) => (x - w / 2) ** 2 + (y - h / 2) ** 2 < 100 ** 2,
  'a corner': () => (x, y) => x < 180 && y < 120,
  'two parts': (w, h) => (x, y) =>
    (x > 40 && x < 130 && y > 50 && y < 120) || (x > w - 150 && y > h - 110 && y < h - 20),
  'nine pixels': (w, h) => (x, y) => x >= w - 60 && x < w - 51 && y >= h >> 1 && y < (h >> 1) + 9,
  everything: () => () => true,
};

describe.each([
  { width: 640, height: 480, scales: [0.5, 1, 2] },
  { width: 1000, height: 777, scales: [0.5, 1, 2] },
  { width: 4000, height: 3000, scales: [0.5, 1] },
])('filling a picture of $width x $height', ({ width, height, scales }) => {
  const image = join(folder, `picture-${width}.png`);
  const names = width === 4000 ? ['an ellipse', 'a corner'] : Object.keys(masks);

  beforeAll(() => {
    writePng(image, drawScene(width, height));
  });

  it.each(names)('changes nothing beyond the feather of %s', async (name) => {
    const mask = drawMask(width, height, masks[name]?.(width, height) ?? (() => false));
    const file = writePng(join(folder, 'mask.png'), mask);
    const before = await exportsOf(image, width, height, scales);
    const { results, report } = await render(session, {
      task: 'fill',
      prompt: 'a yellow sun',
      image,
      mask: file,
      steps: 2,
    });
    const [result] = results;
    if (!result) throw new Error('There is no result');

    const out = readPng(result.out);
    expect(out).toMatchObject({ width, height });
    const alpha = spreadAlpha(readPng(result.patch), result.rect, width, height);
    expect(countThinInside(alpha, mask)).toBe(0);
    expect(countSpilled(alpha, mask, report.featherPx)).toBe(0);
    expect(report.featherPx).toBeLessThanOrEqual(Math.max(16, 0.1 * diagonal(mask)));
    for (const scale of scales) {
      const after = await exportApplied(scale);
      expect(countTouchedOutside(before.get(scale) as Rgba, after, alpha, width, height, scale)).toBe(0);
    }
  });

  // The edge does not know how large the picture is; twice is enough.
  it.runIf(width < 4000)('keeps to the mask exactly with a strict edge', async () => {
    const mask = drawMask(width, height, masks['an ellipse']?.(width, height) ?? (() => false));
    const file = writePng(join(folder, 'mask.png'), mask);
    const { results, report } = await render(session, {
      task: 'fill',
      edge: 'strict',
      image,
      mask: file,
      steps: 1,
    });
    const [result] = results;
    if (!result) throw new Error('There is no result');
    const alpha = spreadAlpha(readPng(result.patch), result.rect, width, height);
    expect(report.featherPx).toBe(0);
    expect(countThinInside(alpha, mask)).toBe(0);
    expect(countSpilled(alpha, mask, 0)).toBe(0);
  });
});

describe('the time of a fill', () => {
  it('follows the mask and not the frame: at 4000 px at most 1.3 times that at 640 px', async () => {
    const timeOf = async (width: number, height: number) => {
      const image = writePng(join(folder, 'timed.png'), drawScene(width, height));
      const mask = writePng(
        join(folder, 'mask.png'),
        drawMask(width, height, (x, y) => Math.abs(x - width / 2) < 150 && Math.abs(y - height / 2) < 150),
      );
      const times = [];
      for (let i = 0; i < 3; i += 1) {
        const { report } = await render(session, {
          task: 'fill',
          prompt: 'a yellow sun',
          image,
          mask,
          steps: 4,
        });
        const { read, place, total } = report.timingsMs;
        times.push(total - read - place);
      }
      // The fastest of three: whatever else the machine does can only add.
      return Math.min(...times);
    };
    const small = await timeOf(640, 480);
    const large = await timeOf(4000, 3000);
    console.log(
      `fill without read and place: ${small.toFixed(0)} ms at 640 px, ${large.toFixed(0)} ms at 4000 px`,
    );
    expect(large / small).toBeLessThan(1.3);
  });
});

/** The frame as exported with the picture alone, per scale. */
async function exportsOf(
  image: string,
  width: number,
  height: number,
  scales: number[],
): Promise<Map<number, Rgba>> {
  const { layOutDocument } = await import('../../tools/render/document.mjs');
  const { frameId } = await layOutDocument(session.page, { image, mask: null, size: { width, height } });
  const exports = new Map<number, Rgba>();
  for (const scale of scales) exports.set(scale, await exportFrame(frameId, scale));
  return exports;
}

/** The last job's result once more in place, exported and taken back. */
async function exportApplied(scale: number): Promise<Rgba> {
  await session.panel.evaluate(() => window.underpaint?.apply(0));
  const bytes = await exportFrame('Frame', scale);
  await session.page.evaluate(() => window.host?.undo());
  return bytes;
}

async function exportFrame(nameOrId: string, scale: number): Promise<Rgba> {
  const bytes = await session.page.evaluate(([id, factor]) => window.host?.exportNode(id, factor), [
    nameOrId,
    scale,
  ] as const);
  return readPng(bytes ?? new Uint8Array());
}

function diagonal(mask: Rgba): number {
  let [left, top, right, bottom] = [mask.width, mask.height, -1, -1];
  for (let y = 0; y < mask.height; y += 1) {
    for (let x = 0; x < mask.width; x += 1) {
      if (mask.data[(y * mask.width + x) * 4] !== 255) continue;
      [left, right, top, bottom] = [
        Math.min(left, x),
        Math.max(right, x),
        Math.min(top, y),
        Math.max(bottom, y),
      ];
    }
  }
  return Math.hypot(right - left + 1, bottom - top + 1);
}
