import { describe, expect, it } from 'vitest';
import { renderToPng, renderToRgba } from '../../host/render/export-node.ts';
import { imageFill, noise, setStage, solid } from './stage.ts';

describe('a frame of 4000 x 3000', () => {
  it('is exported in a few seconds of computing', { timeout: 120_000 }, async () => {
    const stage = setStage();
    const data = noise(1000, 750);
    const hash = stage.keepPicture(1000, 750, data);
    const tiles = [{ ...imageFill(hash, 'TILE'), scalingFactor: 1 }];
    const frame = stage.document.create('FRAME', stage.page, { width: 4000, height: 3000, fills: tiles });
    const region = { x: 0, y: 0, width: 4000, height: 3000 };
    const started = process.cpuUsage();
    const job = { nodeId: frame, region, widthPx: 4000, heightPx: 3000, contentsOnly: true };
    const png = await renderToPng(stage.context, job);
    const spent = process.cpuUsage(started);
    expect(png.length).toBeGreaterThan(1_000_000);
    expect((spent.user + spent.system) / 1e6).toBeLessThan(8);
  });

  it('gives its memory back', { timeout: 120_000 }, async () => {
    const { context, document, page, raster } = setStage();
    const frame = document.create('FRAME', page, { width: 2000, height: 2000, fills: [solid(1, 0, 0)] });
    const region = { x: 0, y: 0, width: 2000, height: 2000 };
    const job = { nodeId: frame, region, widthPx: 2000, heightPx: 2000, contentsOnly: true };
    const heapBytes = () => {
      const probe = raster.kit.Malloc(Uint8Array, 1);
      const size = probe.toTypedArray().buffer.byteLength;
      raster.kit.Free(probe);
      return size;
    };
    renderToRgba(context, job);
    const before = heapBytes();
    for (let i = 0; i < 12; i += 1) renderToRgba(context, job);
    expect(heapBytes()).toBe(before);
  });
});
