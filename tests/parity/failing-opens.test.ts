import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { InferenceSession } from 'onnxruntime-web';
import { expect, it } from 'vitest';
import { openPack } from '../../ui/runtime/open-pack.ts';
import type { Runtime } from '../../ui/runtime/runtime.ts';
import { addForeignNode, fixInput, moveWeights, spoilWeight } from '../fakes/graph-variants.ts';
import { changeFiles, readFolder, startNodeRuntime } from './open-pack-from-folder.ts';

const whole = readFolder(fileURLToPath(new URL('../fixtures/parity/packs/sd15', import.meta.url)));
const read = async (part: string) => (await whole.read(`${part}/model.onnx`))! as Uint8Array<ArrayBuffer>;

/** The runtime, with its sessions counted. */
function countSessions(runtime: Runtime): { runtime: Runtime; made: number; live: number } {
  const count = { runtime, made: 0, live: 0 };
  async function createSession(...args: Parameters<Runtime['createSession']>): Promise<InferenceSession> {
    const session = await runtime.createSession(...args);
    count.made++;
    count.live++;
    const release = session.release.bind(session);
    session.release = async () => {
      await release();
      count.live--;
    };
    return session;
  }
  count.runtime = { ...runtime, createSession };
  return count;
}

const mebibyte = 2 ** 20;
const grown = (from: number, to: number) => `${((to - from) / mebibyte).toFixed(1)} MiB more`;

/** Every memory that WebAssembly modules are given from now on; onnxruntime's is made here and only ever grows. */
function watchMemories(): WebAssembly.Memory[] {
  const made: WebAssembly.Memory[] = [];
  const { Memory } = WebAssembly;
  WebAssembly.Memory = class extends Memory {
    constructor(descriptor: WebAssembly.MemoryDescriptor) {
      super(descriptor);
      made.push(this);
    }
  };
  return made;
}

/** What this process still holds once everything that can be collected is. */
async function settle() {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  for (let i = 0; i < 4; i++) {
    collect();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const { heapUsed, arrayBuffers, rss } = process.memoryUsage();
  return { heapUsed, arrayBuffers, rss };
}

/** The pack's vocabulary with more words than its encoder knows. */
async function lengthenVocabulary(): Promise<Uint8Array<ArrayBuffer>> {
  const vocab = JSON.parse(new TextDecoder().decode((await whole.read('tokenizer/vocab.json'))!));
  return new TextEncoder().encode(JSON.stringify({ ...vocab, more: 1000 }));
}

it('50 packs that fail to open leave no session and no memory behind', async () => {
  const memories = watchMemories();
  const count = countSessions(await startNodeRuntime());
  const unet = await read('unet');
  const decoder = await read('vae_decoder');
  // Each fails later than the one before: while it is looked at, at its second session, its third, its last, and when
  // it is first asked for something.
  const failures: Parameters<typeof changeFiles>[1][] = [
    { 'unet/model.onnx': addForeignNode(unet, 'out_sample', 'com.microsoft', 'NhwcConv') },
    { 'unet/model.onnx': await moveWeights(unet, 'model.onnx_data') },
    { 'tokenizer/vocab.json': await lengthenVocabulary() },
    {
      'text_encoder/model.onnx': addForeignNode(
        await read('text_encoder'),
        'last_hidden_state',
        'com.microsoft',
        'Whatever',
      ),
    },
    { 'vae_decoder/model.onnx': addForeignNode(decoder, 'sample', 'com.microsoft', 'Whatever') },
    { 'vae_encoder/model.onnx': fixInput(await read('vae_encoder'), 'sample', [1, 3, 0, 0]).slice(0, -9) },
    {
      'text_encoder/model.onnx': spoilWeight(
        await read('text_encoder'),
        Number.NaN,
        Number.POSITIVE_INFINITY,
      ),
    },
  ];
  // Blobs are collected late, so each file is one for all.
  const sources = failures.map((changes) => {
    const blobs = Object.entries(changes).map(([path, bytes]) => [path, new Blob([bytes!])] as const);
    return changeFiles(whole, Object.fromEntries(blobs));
  });
  const open = async (source: (typeof sources)[number]) => {
    const pack = await openPack(source, count.runtime).catch(() => null);
    const outcome = await pack?.encodeText(['a fox']).catch(() => null);
    await pack?.release();
    expect(outcome ?? null).toBeNull();
    return pack === null;
  };
  // WebAssembly memory grows to what one opening needs, and never shrinks: only what comes after counts.
  const areRefused = [];
  for (const source of sources) areRefused.push(await open(source));
  expect(areRefused).toEqual([true, true, true, true, true, true, false]);
  const before = await settle();
  const heapBytes = () => memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
  const heapBefore = heapBytes();
  expect(heapBefore).toBeGreaterThan(0);
  for (let i = 0; i < 25; i++) await open(sources[i % sources.length]!);
  const halfway = await settle();
  for (let i = 25; i < 50; i++) await open(sources[i % sources.length]!);
  const after = await settle();
  console.info(
    `${count.made} sessions made, ${count.live} left; process ${grown(before.rss, halfway.rss)} and ` +
      `${grown(halfway.rss, after.rss)}, JavaScript ${grown(before.heapUsed, after.heapUsed)}, ` +
      `onnxruntime's own ${heapBefore / mebibyte} -> ${heapBytes() / mebibyte} MiB`,
  );
  expect(count.made).toBeGreaterThan(20);
  expect(count.live).toBe(0);
  // The allocator may find its holes too small once; one session kept per failure would be 100 MiB.
  expect(heapBytes() - heapBefore).toBeLessThan(16 * mebibyte);
  // One graph kept per failure would be more than 12 MiB.
  expect(after.arrayBuffers - before.arrayBuffers).toBeLessThan(4 * mebibyte);
  expect(after.heapUsed - before.heapUsed).toBeLessThan(8 * mebibyte);
  // What the process got from the system and has not given back comes and goes with the load of the machine.
  expect(after.rss - before.rss).toBeLessThan(300 * mebibyte);
});

it('a pack that opens and is released leaves nothing either', async () => {
  const count = countSessions(await startNodeRuntime());
  const pack = await openPack(
    changeFiles(whole, { 'unet/model.onnx': spoilWeight(await read('unet'), 1) }),
    count.runtime,
  );
  expect(count.live).toBe(4);
  await pack.release();
  expect(count.live).toBe(0);
});
