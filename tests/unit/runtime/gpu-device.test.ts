import { afterEach, describe, expect, it, vi } from 'vitest';
import { openGpuDevice } from '../../../ui/runtime/gpu-device.ts';
import { startRuntime } from '../../../ui/runtime/runtime.ts';

class OutOfMemory extends Error {}

/** A GPU device as far as the runtime looks at it, with a hand on its fate. */
function createDevice() {
  const device = new EventTarget();
  let lose = (_reason: string) => {};
  const lost = new Promise<{ reason: string; message: string }>((resolve) => {
    lose = (message) => resolve({ reason: 'unknown', message });
  });
  const fail = (error: Error) => device.dispatchEvent(Object.assign(new Event('uncapturederror'), { error }));
  return { device: Object.assign(device, { lost }), lose, fail };
}

function offer(requestDevice: () => Promise<unknown>): void {
  const info = { vendor: 'test', architecture: '', device: '', description: '', isFallbackAdapter: false };
  const adapter = { info, limits: {}, features: new Set(), requestDevice };
  vi.stubGlobal('navigator', { gpu: { requestAdapter: async () => adapter } });
  vi.stubGlobal('GPUOutOfMemoryError', OutOfMemory);
}

const start = () =>
  startRuntime({ device: 'webgpu', assets: { wasm: '', asyncify: '', jspi: '' }, threads: 1 });

function createMoment() {
  let come = () => {};
  const here = new Promise<void>((resolve) => {
    come = resolve;
  });
  return { here, come };
}

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('calls on a device that is lost', () => {
  it('end before a call on the next device starts, because overlapping ones corrupt the runtime', async () => {
    const [first, second] = [createDevice(), createDevice()];
    const devices = [first, second];
    offer(async () => devices.shift()!.device);
    const [dying, next] = [await start(), await start()];
    const [begun, over] = [createMoment(), createMoment()];
    const order: string[] = [];
    const failed = dying.call(async () => {
      begun.come();
      await over.here;
      order.push('dying one ended');
    });
    const verdict = expect(failed).rejects.toMatchObject({ reason: 'device-lost' });
    const followed = next.call(async () => void order.push('next one began'));
    await begun.here;
    first.lose('driver update');
    setTimeout(over.come, 150);
    await Promise.all([verdict, followed]);
    expect(order).toEqual(['dying one ended', 'next one began']);
  });

  it('hold up nobody for ever where they never end', async () => {
    const [first, second] = [createDevice(), createDevice()];
    const devices = [first, second];
    offer(async () => devices.shift()!.device);
    const [dying, next] = [await start(), await start()];
    const begun = createMoment();
    const failed = dying.call(() => {
      begun.come();
      return new Promise(() => {});
    });
    const verdict = expect(failed).rejects.toMatchObject({ reason: 'device-lost' });
    await begun.here;
    first.lose('driver update');
    await verdict;
    expect(await next.call(async () => 'goes on')).toBe('goes on');
  });
});

describe('a GPU that is full', () => {
  it('fails the call that it would have given zeros for, and only that one', async () => {
    const { device, fail } = createDevice();
    offer(async () => device);
    const runtime = await start();
    const full = runtime.call(async () => void fail(new OutOfMemory('Failed to allocate 2 GB')));
    await expect(full).rejects.toMatchObject({ reason: 'out-of-memory' });
    expect(await runtime.call(async () => 'fits')).toBe('fits');
  });

  it('is not taken for full because of another complaint', async () => {
    const { device, fail } = createDevice();
    offer(async () => device);
    const runtime = await start();
    expect(await runtime.call(async () => fail(new Error('a label is too long')))).toBe(true);
  });
});

describe('a device', () => {
  it('that never comes is none', async () => {
    vi.useFakeTimers();
    offer(() => new Promise(() => {}));
    const opening = openGpuDevice();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await opening).toBeNull();
  });

  it('that is refused is none', async () => {
    offer(() => Promise.reject(new Error('too many devices')));
    expect(await openGpuDevice()).toBeNull();
  });
});
