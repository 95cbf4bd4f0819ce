import { describe, expect, it } from 'vitest';
import { renderToPng } from '../../host/render/export-node.ts';
import { imageFill, noise, setStage } from './stage.ts';

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
});
