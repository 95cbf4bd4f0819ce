import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { connect } from '../../../protocol/client.ts';
import type { EngineContract, GenerateResult, MaskPreview } from '../../../protocol/engine-contract.ts';
import { AppError } from '../../../protocol/errors.ts';
import { defaultRequest } from '../../../protocol/generation.ts';
import { type Handlers, serve } from '../../../protocol/server.ts';
import { refusePanel, servePanel } from '../../../ui/engine/serve-panel.ts';
import { createWorkerLine, type SpawnedWorker } from '../../../ui/engine/worker-line.ts';
import { fakeModel } from '../../fakes/fake-engine.ts';
import { noShelf } from '../../fakes/fake-shelf.ts';
import { createWirePair, type FakeWire } from '../../fakes/wire-pair.ts';

const result: GenerateResult = {
  candidates: [
    {
      index: 0,
      seed: 7,
      png: new Uint8Array(64).fill(9),
      size: { width: 4, height: 4 },
      patch: { x: 0, y: 0, width: 4, height: 4 },
      box: null,
    },
  ],
  report: {
    request: { ...defaultRequest, prompt: 'a hill', steps: 2, guidance: 3, scheduler: 'ddim' },
    model: 'default',
    modelHash: null,
    device: { kind: 'wasm', name: 'cpu', threads: 1, runtime: 'test' },
    timingsMs: {
      decode: 0,
      crop: 0,
      textEncode: 0,
      vaeEncode: 0,
      steps: [],
      vaeDecode: 0,
      upscale: 0,
      composite: 0,
    },
    featherPx: 0,
    warnings: [],
  },
};
const capabilities = {
  webgpu: 'none',
  adapterName: 'none',
  hasShaderF16: false,
  isCrossOriginIsolated: false,
  hasStorage: true,
  threads: 1,
  hasJspi: false,
} as const;

const preview: MaskPreview = {
  size: { width: 1, height: 1 },
  area: { x: 0, y: 0, width: 1, height: 1 },
  strength: Uint8Array.of(255),
  hole: Uint8Array.of(255),
  alpha: Uint8Array.of(255),
  context: { x: 0, y: 0, width: 1, height: 1 },
  model: { width: 8, height: 8 },
  featherPx: 16,
  levels: 1,
};

type Behaviour = Partial<Handlers<EngineContract>>;
type Spawned = { wire: FakeWire; isTerminated: boolean; emitLost(reason: string): void };

/** Workers that answer as `behaviours` say, one after the other; the last one stays. */
function spawner(behaviours: Behaviour[]) {
  const spawned: Spawned[] = [];
  return {
    spawned,
    spawn(): SpawnedWorker {
      const [outer, inner] = createWirePair();
      const behaviour = behaviours[Math.min(spawned.length, behaviours.length - 1)] ?? {};
      const server = serve<EngineContract>(inner, {
        ...noShelf,
        hello: ({ version }) => ({ version, capabilities }),
        listModels: () => [],
        importModel: ({ name }) => ({ ...fakeModel, id: `folder:${name}`, name, origin: 'folder' }),
        warmUp: () => ({ device: result.report.device }),
        readPrompt: () => ({
          prompt: { tokens: 1, room: 75, cutFrom: null },
          negative: { tokens: 0, room: 75, cutFrom: null },
        }),
        previewMask: () => preview,
        generate: () => result,
        ...behaviour,
      });
      const one: Spawned = {
        wire: outer,
        isTerminated: false,
        emitLost: (reason) => server.emit('deviceLost', { reason }),
      };
      spawned.push(one);
      return {
        endpoint: outer,
        terminate() {
          one.isTerminated = true;
        },
      };
    },
  };
}

const params = () => ({
  request: { ...defaultRequest, prompt: 'a hill' },
  inputs: { picture: { png: new Uint8Array(32), box: { x: 0, y: 0, width: 4, height: 4 } }, masks: [] },
});

function openPanel(workers: ReturnType<typeof spawner>) {
  const lost: string[] = [];
  const line = createWorkerLine({
    spawn: workers.spawn,
    onDeviceLost: (reason) => lost.push(reason),
    onShelfChanged: () => {},
  });
  const [panelEnd, pageEnd] = createWirePair();
  servePanel(pageEnd, line);
  return { panel: connect<EngineContract>(panelEnd), line, lost };
}

describe('the engine page', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  const settle = async <T>(promise: Promise<T>, milliseconds = 50): Promise<T> => {
    promise.catch(() => {});
    await vi.advanceTimersByTimeAsync(milliseconds);
    return promise;
  };

  it('starts its worker at the first call and hands requests, progress and results through', async () => {
    const workers = spawner([
      {
        generate: (_, { progress }) => {
          progress({ phase: 'encoding' });
          progress({ phase: 'decoding', candidate: 0 });
          return result;
        },
      },
    ]);
    const { panel } = openPanel(workers);
    expect(workers.spawned.length).toBe(0);
    const phases: string[] = [];
    const answer = await settle(
      panel.call('generate', params(), { onProgress: ({ phase }) => phases.push(phase) }),
    );
    expect(answer.candidates[0]?.png).toEqual(new Uint8Array(64).fill(9));
    expect(phases).toEqual(['encoding', 'decoding']);
    expect((await settle(panel.call('hello', { version: '1' }))).capabilities).toEqual(capabilities);
    expect(workers.spawned.length).toBe(1);
  });

  it('fails what is in flight when the worker dies, and starts another for the next call', async () => {
    const workers = spawner([{ generate: () => new Promise<never>(() => {}) }, {}]);
    const { panel } = openPanel(workers);
    const running = panel.call('generate', params());
    running.catch(() => {});
    await vi.advanceTimersByTimeAsync(20);
    workers.spawned[0]?.wire.die('it crashed');
    await expect(settle(running)).rejects.toMatchObject({ code: 'connection-lost' });
    expect(workers.spawned[0]?.isTerminated).toBe(true);
    expect((await settle(panel.call('generate', params()))).report.model).toBe('default');
    expect(workers.spawned.length).toBe(2);
  });

  it('answers a cancel at once and replaces a worker that goes on for 3 s', async () => {
    const workers = spawner([{ generate: () => new Promise<never>(() => {}) }, {}]);
    const { panel } = openPanel(workers);
    const abort = new AbortController();
    const running = panel.call('generate', params(), { signal: abort.signal });
    running.catch(() => {});
    await vi.advanceTimersByTimeAsync(20);
    abort.abort();
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    await vi.advanceTimersByTimeAsync(2900);
    expect(workers.spawned[0]?.isTerminated).toBe(false);
    await vi.advanceTimersByTimeAsync(200);
    expect(workers.spawned[0]?.isTerminated).toBe(true);
    await settle(panel.call('listModels'));
    expect(workers.spawned.length).toBe(2);
  });

  it('replaces a worker that ran out of memory, and keeps one that only refused', async () => {
    const failing = (code: 'out-of-memory' | 'mask-empty') => () => Promise.reject(new AppError(code));
    const workers = spawner([{ generate: failing('mask-empty') }]);
    const { panel } = openPanel(workers);
    await expect(settle(panel.call('generate', params()))).rejects.toMatchObject({ code: 'mask-empty' });
    expect(workers.spawned[0]?.isTerminated).toBe(false);
    const full = spawner([{ generate: failing('out-of-memory') }, {}]);
    const other = openPanel(full).panel;
    await expect(settle(other.call('generate', params()))).rejects.toMatchObject({ code: 'out-of-memory' });
    expect(full.spawned[0]?.isTerminated).toBe(true);
    expect((await settle(other.call('generate', params()))).report.model).toBe('default');
  });

  it('replaces a worker whose runtime did not load, because a second attempt in it fails unasked', async () => {
    const unreachable = () => Promise.reject(new AppError('engine-unreachable'));
    const workers = spawner([{ warmUp: unreachable }, { generate: unreachable }, {}]);
    const { panel } = openPanel(workers);
    const warming = panel.call('warmUp', { model: 'default', device: 'auto' });
    await expect(settle(warming)).rejects.toMatchObject({ code: 'engine-unreachable' });
    expect(workers.spawned[0]?.isTerminated).toBe(true);
    const failed = panel.call('generate', params());
    await expect(settle(failed)).rejects.toMatchObject({ code: 'engine-unreachable' });
    expect((await settle(panel.call('generate', params()))).report.model).toBe('default');
    expect(workers.spawned.length).toBe(3);
  });

  it('forgets a panel that is gone', async () => {
    const { spawn } = spawner([{}]);
    const [panelEnd, pageEnd] = createWirePair();
    const onClosed = vi.fn();
    servePanel(
      pageEnd,
      createWorkerLine({ spawn, onDeviceLost: () => {}, onShelfChanged: () => {} }),
      onClosed,
    );
    connect<EngineContract>(panelEnd);
    expect(onClosed).not.toHaveBeenCalled();
    pageEnd.die('the panel was closed');
    expect(onClosed).toHaveBeenCalledOnce();
  });

  it('keeps a worker that stops in time', async () => {
    const workers = spawner([
      {
        generate: (_, { cancelled }) =>
          new Promise((_resolve, reject) =>
            cancelled.onCancel(() => setTimeout(() => reject(new Error('stop')), 900)),
          ),
      },
    ]);
    const { panel } = openPanel(workers);
    const abort = new AbortController();
    panel.call('generate', params(), { signal: abort.signal }).catch(() => {});
    await vi.advanceTimersByTimeAsync(20);
    abort.abort();
    await vi.advanceTimersByTimeAsync(8000);
    expect(workers.spawned[0]?.isTerminated).toBe(false);
    await settle(panel.call('listModels'));
    expect(workers.spawned.length).toBe(1);
  });

  it('tells of a lost device, and believes no worker that answers nonsense', async () => {
    const broken = { candidates: 'many' } as unknown as GenerateResult;
    const workers = spawner([{ generate: () => broken }]);
    const { panel, lost } = openPanel(workers);
    await expect(settle(panel.call('generate', params()))).rejects.toMatchObject({ code: 'bad-message' });
    workers.spawned[0]?.emitLost('driver update');
    await vi.advanceTimersByTimeAsync(20);
    expect(lost).toEqual(['driver update']);
  });

  it('refuses every request of a page that may not use it, and a malformed one of a page that may', async () => {
    const [panelEnd, pageEnd] = createWirePair();
    refusePanel(pageEnd);
    const stranger = connect<EngineContract>(panelEnd);
    await expect(settle(stranger.call('hello', { version: '1' }))).rejects.toMatchObject({
      code: 'engine-refused',
    });
    const { panel } = openPanel(spawner([{}]));
    const bad = { ...params(), request: { ...defaultRequest, steps: 0 } };
    await expect(settle(panel.call('generate', bad))).rejects.toMatchObject({ code: 'bad-message' });
  });
});
