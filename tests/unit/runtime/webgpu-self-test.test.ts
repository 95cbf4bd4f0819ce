import { beforeAll, describe, expect, it } from 'vitest';
import type { Runtime } from '../../../ui/runtime/runtime.ts';
import { createConvVerdict, testConvolution } from '../../../ui/runtime/webgpu-self-test.ts';
import { startNodeRuntime } from '../../parity/open-pack-from-folder.ts';

describe('the convolution self-test', () => {
  let runtime: Runtime;
  beforeAll(async () => {
    runtime = await startNodeRuntime();
  });

  /** The same runtime whose sessions leave one convolution's result wrong by `error`. */
  function disturb(error: number): Pick<Runtime, 'ort' | 'call' | 'createSession'> {
    return {
      ...runtime,
      async createSession(graph) {
        const session = await runtime.createSession(graph);
        return {
          ...session,
          async run(feeds: Parameters<typeof session.run>[0]) {
            const { y } = await session.run(feeds);
            const data = Float32Array.from((y!.data as Float32Array).map((value) => value + error));
            return { y: new runtime.ort.Tensor('float32', data, y!.dims) };
          },
          release: () => session.release(),
        } as unknown as Awaited<ReturnType<Runtime['createSession']>>;
      },
    };
  }

  it('finds nothing wrong with WASM, and a tenth too much or no number wrong', async () => {
    expect(await testConvolution(runtime)).toBe(false);
    expect(await testConvolution(disturb(0.1))).toBe(true);
    expect(await testConvolution(disturb(Number.NaN))).toBe(true);
  });

  it('runs once, and not at all where its finding is remembered', async () => {
    let sessions = 0;
    const counted = {
      ...runtime,
      createSession: (graph: Uint8Array) => {
        sessions++;
        return runtime.createSession(graph);
      },
    };
    const kept = new Map<string, boolean>();
    const memory = {
      recall: async (key: string) => kept.get(key) ?? null,
      remember: async (key: string, finding: boolean) => {
        kept.set(key, finding);
      },
    };
    const ask = createConvVerdict(counted, 'this adapter', memory);
    expect(await Promise.all([ask(), ask()])).toEqual([false, false]);
    expect(sessions).toBe(1);
    expect(await createConvVerdict(counted, 'this adapter', memory)()).toBe(false);
    expect(sessions).toBe(1);
    await createConvVerdict(counted, 'another adapter', memory)();
    expect(sessions).toBe(2);
  });
});
