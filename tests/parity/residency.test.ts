import { fileURLToPath } from 'node:url';
import type { InferenceSession } from 'onnxruntime-web';
import { expect, it } from 'vitest';
import { openModelSession } from '../../ui/runtime/model-session.ts';
import { openPack, type PackSource } from '../../ui/runtime/open-pack.ts';
import { specsOf } from '../../ui/runtime/pack-parts.ts';
import { readPartGraph } from '../../ui/runtime/part-graph.ts';
import { partNames } from '../../ui/runtime/part-names.ts';
import { createPartPool } from '../../ui/runtime/part-pool.ts';
import type { Runtime } from '../../ui/runtime/runtime.ts';
import { layFolders, readFolder, startNodeRuntime } from './open-pack-from-folder.ts';
import { runPlainPipeline } from './run-plain-pipeline.ts';

const folderOf = (name: string) => fileURLToPath(new URL(`../fixtures/parity/${name}`, import.meta.url));
const whole = readFolder(folderOf('packs/sd15'));
const packs: [name: string, source: PackSource][] = [
  ['sd15', whole],
  ['sd15_inpaint', readFolder(folderOf('packs/sd15_inpaint'))],
  ['sdxl', layFolders(folderOf('families/sdxl'), folderOf('packs/sd15'))],
  ['the default pack', readFolder(fileURLToPath(new URL('../../models/default', import.meta.url)))],
];

const request = {
  prompt: 'a fox',
  negativePrompt: 'a dog',
  seed: 3,
  steps: 2,
  guidance: 5,
  scheduler: 'ddim',
  strength: 1,
  heightPx: 64,
  widthPx: 64,
  pixels: null,
  mask: null,
} as const;

/** The runtime with room for so many bytes of weights, its sessions counted. */
function limitRuntime(runtime: Runtime, budgetBytes: number) {
  const count = { made: 0, live: 0, most: 0 };
  async function createSession(...args: Parameters<Runtime['createSession']>): Promise<InferenceSession> {
    const session = await runtime.createSession(...args);
    count.made++;
    count.live++;
    count.most = Math.max(count.most, count.live);
    const release = session.release.bind(session);
    session.release = async () => {
      await release();
      count.live--;
    };
    return session;
  }
  return { count, runtime: { ...runtime, createSession, parts: createPartPool({ budgetBytes }) } };
}

it('a device that has room for one part at a time paints the same bytes', async () => {
  const runtime = await startNodeRuntime();
  const roomy = limitRuntime(runtime, 2 ** 30);
  const cramped = limitRuntime(runtime, 1);

  const pack = await openPack(whole, roomy.runtime);
  const expected = await runPlainPipeline(pack, request);
  expect(roomy.count).toEqual({ made: 4, live: 4, most: 4 });

  const small = await openPack(whole, cramped.runtime);
  // Its decoder was asked for the colors of previews.
  expect(cramped.count).toEqual({ made: 1, live: 1, most: 1 });
  expect(small.info).toEqual(pack.info);
  expect((await runPlainPipeline(small, request)).data).toEqual(expected.data);
  // Text encoder, U-Net, decoder.
  expect(cramped.count).toEqual({ made: 4, live: 1, most: 1 });
  await runPlainPipeline(small, { ...request, seed: 4 });
  // The words are known already, so that no text encoder is needed.
  expect(cramped.count).toEqual({ made: 6, live: 1, most: 1 });

  await Promise.all([pack.release(), small.release()]);
  expect([roomy.count.live, cramped.count.live]).toEqual([0, 0]);
});

it('what was let go is found again and paints the same bytes', async () => {
  const { runtime, count } = limitRuntime(await startNodeRuntime(), 2 ** 30);
  let asked = 0;
  const reopen = async () => {
    asked++;
    return whole;
  };
  const pack = await openPack(whole, runtime, { reopen });
  const expected = await runPlainPipeline(pack, request);
  expect(asked).toBe(0);
  await runtime.parts.releaseAll();
  expect(count.live).toBe(0);
  expect((await runPlainPipeline(pack, { ...request, prompt: 'an owl' })).dims).toEqual(expected.dims);
  expect((await runPlainPipeline(pack, request)).data).toEqual(expected.data);
  // Text encoder, U-Net and decoder; nothing asked for the encoder.
  expect([asked, count.made, count.live]).toEqual([3, 7, 3]);
  await pack.release();
  await expect(pack.encodeText(['a cat'])).rejects.toMatchObject({ reason: 'model-missing' });
});

it.each(packs)('%s: a graph says of its inputs what its session says', async (_, source) => {
  const runtime = await startNodeRuntime();
  let compared = 0;
  for (const part of partNames) {
    if (!(await source.has(`${part}/model.onnx`))) continue;
    const known = await readPartGraph(source, part, true);
    const session = await openModelSession(source, runtime, part, false, known);
    const read = specsOf(known.graph.inputs);
    // Sizes that are free need not have the same word for it.
    const plain = (specs: typeof session.inputs) =>
      specs.map(({ name, type, shape }) => ({
        name,
        type,
        shape: shape.map((dim) => typeof dim === 'number' && dim),
      }));
    expect(plain(read)).toEqual(plain(session.inputs));
    expect(specsOf(known.graph.outputs).map(({ name }) => name)).toEqual(
      session.outputs.map(({ name }) => name),
    );
    await session.release();
    compared++;
  }
  expect(compared).toBeGreaterThan(2);
});
