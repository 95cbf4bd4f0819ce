import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRuntimePage, type RuntimePageHandle } from './open-runtime-page.ts';
import type { RuntimePage } from './runtime-page.ts';

const inpaintPack = '/packs/sd15_inpaint/';

function measurePsnr(a: readonly number[], b: readonly number[], peak: number): number {
  const error = a.reduce((sum, value, i) => sum + (value - b[i]!) ** 2, 0) / a.length;
  return 10 * Math.log10(peak ** 2 / error);
}
const rangeOf = (values: readonly number[]) => Math.max(...values) - Math.min(...values);

describe('the runtime on WebGPU in Chromium', () => {
  let page: RuntimePageHandle<RuntimePage>;
  beforeAll(async () => {
    page = await openRuntimePage<RuntimePage>('runtime-page');
  });
  afterAll(async () => page?.close());
  const ask: RuntimePageHandle<RuntimePage>['ask'] = (name, ...args) => page.ask(name, ...args);

  it('tells a software adapter from a real one', async () => {
    const capabilities = await ask('probe');
    expect(capabilities.webgpu).toBe('software');
    expect(capabilities.adapterName).toMatch(/swiftshader/i);
    expect(capabilities.hasJspi).toBe(true);
    expect(capabilities.isCrossOriginIsolated).toBe(true);
    expect(capabilities.threads).toBeGreaterThan(1);
  });

  it('starts each device with its own build', async () => {
    expect((await ask('describe', 'webgpu')).version).toMatch(/ jspi$/);
    const wasm = await ask('describe', 'wasm');
    expect(wasm.version).toMatch(/ wasm$/);
    expect(wasm.threads).toBeGreaterThan(1);
  });

  it('finds that 9-channel convolutions come out wrong on WebGPU, and right on WASM', async () => {
    expect(await ask('miscomputes', 'webgpu')).toBe(true);
    expect(await ask('miscomputes', 'wasm')).toBe(false);
  });

  it('runs a 9-channel U-Net rewritten as WASM does, which as exported it does not', async () => {
    const reference = await ask('predict', 'wasm', inpaintPack, false);
    const rewritten = await ask('predict', 'webgpu', inpaintPack, true);
    const exported = await ask('predict', 'webgpu', inpaintPack, false);
    expect(rewritten.dims).toEqual([1, 4, 8, 8]);
    const peak = rangeOf(reference.data);
    const rewrittenDb = measurePsnr(rewritten.data, reference.data, peak);
    const exportedDb = measurePsnr(exported.data, reference.data, peak);
    console.info(`rewritten ${rewrittenDb.toFixed(1)} dB, as exported ${exportedDb.toFixed(1)} dB`);
    expect(rewrittenDb).toBeGreaterThanOrEqual(60);
    expect(exportedDb).toBeLessThan(40);
  });

  it('leaves a rewritten graph as it was on WASM', async () => {
    const reference = await ask('predict', 'wasm', inpaintPack, false);
    const rewritten = await ask('predict', 'wasm', inpaintPack, true);
    expect(measurePsnr(rewritten.data, reference.data, rangeOf(reference.data))).toBeGreaterThanOrEqual(100);
  });

  it('streams weights from a file beside the graph, also those of a rewritten convolution', async () => {
    const reference = await ask('predict', 'wasm', inpaintPack, false);
    for (const device of ['webgpu', 'wasm'] as const) {
      const detached = await ask('predictVariant', device, inpaintPack, 'detached');
      expect(measurePsnr(detached!.data, reference.data, rangeOf(reference.data))).toBeGreaterThanOrEqual(60);
    }
  });

  it('computes in 32 bits what it has no 64-bit operators for', async () => {
    await expect(ask('predictVariant', 'webgpu', inpaintPack, 'doubles', false)).rejects.toThrow();
    const reference = await ask('predictVariant', 'wasm', inpaintPack, 'doubles');
    const repaired = await ask('predictVariant', 'webgpu', inpaintPack, 'doubles');
    expect(measurePsnr(repaired!.data, reference!.data, rangeOf(reference!.data))).toBeGreaterThanOrEqual(60);
  });

  it("keeps within the device's buffers", async () => {
    const { tensorBytes, totalBytes } = (await ask('describe', 'webgpu')).memory;
    // WebGPU promises 128 MiB to every storage buffer.
    expect(tensorBytes).toBeGreaterThanOrEqual(2 ** 27);
    expect(totalBytes).toBeGreaterThan(tensorBytes);
  });

  it('lacks the operators that are refused beforehand, and has the others', async () => {
    const nowhere = ['NhwcConv', 'GroupNorm', 'SkipGroupNorm', 'BiasSoftmax', 'GemmFastGelu'];
    const refuse = (names: string[]) => Object.fromEntries(names.map((name) => [name, 'model-operator']));
    expect(await ask('refuseForeign', 'webgpu')).toEqual(refuse(nowhere));
    expect(await ask('refuseForeign', 'wasm')).toEqual(refuse([...nowhere, 'BiasAdd', 'BiasSplitGelu']));
  });

  it.each(['unit', 'bytes'] as const)('erases as WASM does, with numbers of the kind %s', async (numbers) => {
    const onGpu = await ask('erase', 'webgpu', numbers);
    const onCpu = await ask('erase', 'wasm', numbers);
    expect([onGpu.reason, onCpu.reason]).toEqual(['none', 'none']);
    expect(measurePsnr(onGpu.data, onCpu.data, 1)).toBeGreaterThanOrEqual(45);
    // In the middle of the hole, where it was black, is what lies around it.
    expect(onGpu.data[32 * 64 + 32]).toBeCloseTo(0.6, 1);
  });

  it('finds out before the first picture that an eraser gives no numbers there', async () => {
    expect((await ask('erase', 'webgpu', 'unit', Number.NaN)).reason).toBe('model-unsupported');
    expect((await ask('erase', 'wasm', 'unit', Number.NaN)).reason).toBe('bad-numbers');
  });

  it('keeps overlapping calls apart', async () => {
    expect(await ask('overlap', 'webgpu')).toEqual([true, true, true, true]);
  });

  it('ends with device-lost when the device goes, and computes again on a new one', async () => {
    const { reason, failure, before, after } = await ask('loseDevice');
    expect(reason).toContain('destroyed');
    expect(failure).toBe('device-lost');
    expect(after).toBe(before);
  });
});
