import { statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawMask, drawScene, writePng } from './pictures.ts';
import { render, type Session, scratchFolder, startSession } from './session.ts';

let session: Session;

beforeAll(async () => {
  session = await startSession();
});
afterAll(async () => session?.close());

/** What the plugin has cost the editor's thread since it started. */
const costs = () =>
  session.page.evaluate(() => {
    const metrics = window.host?.plugin.metrics;
    if (!metrics) throw new Error('No plugin runs');
    const { totalWork, totalSandboxMs, bytesIn, bytesOut, largestMessageBytes, longestStayMs } = metrics;
    return { totalWork, totalSandboxMs, bytesIn, bytesOut, largestMessageBytes, longestStayMs };
  });

async function costOfFill(width: number, height: number) {
  const folder = scratchFolder();
  const picture = drawScene(width, height);
  // Noise keeps the PNG from shrinking, so that bytes really move.
  let state = 1;
  for (let i = 0; i < picture.data.length; i += 4) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    picture.data[i] = (picture.data[i] ?? 0) ^ (state >>> 26);
  }
  const image = writePng(join(folder, 'picture.png'), picture);
  const mask = writePng(
    join(folder, 'mask.png'),
    drawMask(width, height, (x, y) => x > 100 && x < 300 && y > 100 && y < 300),
  );
  const before = await costs();
  await render(session, { task: 'fill', prompt: 'a yellow sun', image, mask, steps: 1 });
  const after = await costs();
  return {
    fileBytes: statSync(image).size,
    work: after.totalWork - before.totalWork,
    movedBytes: after.bytesOut - before.bytesOut,
    largestMessageBytes: after.largestMessageBytes,
    sandboxMs: after.totalSandboxMs - before.totalSandboxMs,
  };
}

describe('the sandbox', () => {
  it('moves bytes in pieces of at most 8 MB and never touches a pixel', async () => {
    const small = await costOfFill(400, 300);
    const large = await costOfFill(4000, 3000);
    console.log(
      `400 x 300: ${small.movedBytes} bytes, ${small.work} units of work, ${small.sandboxMs.toFixed(0)} ms; ` +
        `4000 x 3000: ${large.movedBytes} bytes, ${large.work} units, ${large.sandboxMs.toFixed(0)} ms`,
    );
    expect(large.movedBytes).toBeGreaterThan(large.fileBytes * 0.5);
    expect(large.movedBytes).toBeGreaterThan(small.movedBytes * 20);
    // A hundred times the pixels costs hardly more turns of a loop: 1 unit is 10 000 of them, the picture has 12 million pixels.
    expect(large.work - small.work).toBeLessThan(40);
    expect(large.largestMessageBytes).toBeGreaterThan(1_000_000);
    expect(large.largestMessageBytes).toBeLessThanOrEqual(8 * 1024 * 1024 + 1024);
  });
});
