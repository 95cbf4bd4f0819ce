import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawMask, drawScene, psnr, readPng, writePng } from './pictures.ts';
import { render, type Session, scratchFolder, startSession } from './session.ts';

let session: Session;

beforeAll(async () => {
  session = await startSession();
});
afterAll(async () => session?.close());

describe('the same fill on WebGPU and on WASM', () => {
  it('is the same picture to at least 40 dB', async () => {
    const folder = scratchFolder();
    const image = writePng(join(folder, 'picture.png'), drawScene(256, 192));
    const mask = writePng(
      join(folder, 'mask.png'),
      drawMask(256, 192, (x, y) => (x - 128) ** 2 + (y - 96) ** 2 < 50 ** 2),
    );
    // Two steps: a software adapter is about a hundred times slower than WASM.
    const job = { task: 'fill', prompt: 'a yellow sun', image, mask, seed: 3, steps: 2 } as const;
    const onGpu = await render(session, { ...job, device: 'webgpu' });
    const onCpu = await render(session, { ...job, device: 'wasm' });
    expect(onGpu.report.device.kind).toBe('webgpu');
    expect(onCpu.report.device.kind).toBe('wasm');
    const [gpu, cpu] = [onGpu, onCpu].map(({ results }) => readPng(results[0]?.patch ?? Buffer.alloc(0)));
    if (!gpu || !cpu) throw new Error('There is no picture');
    const likeness = psnr(gpu, cpu);
    console.log(`WebGPU (${onGpu.report.device.name}) against WASM: ${likeness.toFixed(1)} dB`);
    expect(likeness).toBeGreaterThanOrEqual(40);
  }, 420_000);
});
