import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repeatItem, takeItem } from '../../ui/diffusion/batch.ts';
import { prepareConditions } from '../../ui/diffusion/conditions.ts';
import type { ConditioningNeeds, DiffusionPack, EncodedText } from '../../ui/diffusion/ports.ts';
import { createTensor } from '../../ui/diffusion/tensor.ts';
import { mapConditioning } from '../../ui/diffusion/text-conditioning.ts';
import { createPredictPort, readConditioningNeeds } from '../../ui/runtime/model-ports.ts';
import { type ModelSession, openModelSession } from '../../ui/runtime/model-session.ts';
import { planTextEncoders, takesChunks } from '../../ui/runtime/plan-text-encoders.ts';
import type { Runtime } from '../../ui/runtime/runtime.ts';
import { createTextEncoder } from '../../ui/runtime/text-encoder.ts';
import { createTextPort } from '../../ui/runtime/text-port.ts';
import { createPaintingPack } from '../unit/diffusion/painting-pack.ts';
import { readFolder, startNodeRuntime } from './open-pack-from-folder.ts';
import { decodeTensor, measureError, textGoldens } from './text-goldens.ts';

const files = readFolder(fileURLToPath(new URL('../fixtures/parity/packs/sdxl_lcm', import.meta.url)));

/** 32-bit sums in another order: a few parts in a million. */
const tolerance = 1e-5;

describe('a U-Net that takes all there is', () => {
  let runtime: Runtime;
  let unet: ModelSession;
  const encoders: ModelSession[] = [];
  beforeAll(async () => {
    runtime = await startNodeRuntime();
    unet = await openModelSession(files, runtime, 'unet', false);
    for (const part of ['text_encoder', 'text_encoder_2']) {
      encoders.push(await openModelSession(files, runtime, part, false));
    }
  });
  afterAll(() => Promise.all([unet, ...encoders].map((session) => session.release())));

  /** The first `count` encoders of the pack behind one port. */
  async function openText(count: number, isChunked: boolean): Promise<DiffusionPack['encodeText']> {
    const plans = (await planTextEncoders(files)).slice(0, count);
    const parts = plans.map(({ tokenizer, layers }, i) =>
      createTextEncoder(runtime.ort, encoders[i]!, tokenizer, { isPenultimate: count === 2, layers }),
    );
    return createTextPort(parts, isChunked);
  }

  /** A pack that paints in arithmetic and reads with these encoders. */
  async function createPack(needs: ConditioningNeeds): Promise<DiffusionPack> {
    const { pack } = createPaintingPack({ conditioning: needs });
    return { ...pack, encodeText: await openText(2, true) };
  }

  const words = { prompt: textGoldens.unet.prompt, negativePrompt: null, heightPx: 96, widthPx: 64 };

  it('says so by its inputs', async () => {
    expect(readConditioningNeeds(unet)).toEqual({ takesSizes: true, guidanceWidth: 16 });
    const [first] = await planTextEncoders(files);
    expect(takesChunks(unet, first!.tokenizer)).toBe(true);
  });

  it.each(textGoldens.prompts)('is told "$text" by both encoders as in diffusers', async (golden) => {
    const encodeText = await openText(2, false);
    const { conditioning, cutOff }: EncodedText = await encodeText([golden.text]);
    expect(measureError(conditioning.hiddenStates, decodeTensor(golden.hiddenStates))).toBeLessThan(
      tolerance,
    );
    expect(measureError(conditioning.pooled!, decodeTensor(golden.pooled))).toBeLessThan(tolerance);
    // 77 tokens hold 75 letters: 25 times "fox".
    expect(cutOff[0]!.split(' ').filter((word) => word === 'fox')).toHaveLength(
      golden.text.length > 77 ? 65 : 0,
    );
  });

  it('gets no negative prompt as zeros where the pack wants that, else as an encoded nothing', async () => {
    const nothing = textGoldens.prompts.find(({ text }) => text === '')!;
    for (const zeroesMissingNegative of [true, false]) {
      const pack = await createPack({ takesSizes: true, zeroesMissingNegative, guidanceWidth: null });
      const { text } = await prepareConditions(pack, { ...words, guidance: 5 });
      const [negative, pooled] = [takeItem(text.hiddenStates, 0), takeItem(text.pooled!, 0)];
      expect(negative.data.some((value) => value !== 0)).toBe(!zeroesMissingNegative);
      expect(pooled.data.some((value) => value !== 0)).toBe(!zeroesMissingNegative);
      if (zeroesMissingNegative) continue;
      expect(measureError(negative, decodeTensor(nothing.hiddenStates))).toBeLessThan(tolerance);
      expect(measureError(pooled, decodeTensor(nothing.pooled))).toBeLessThan(tolerance);
    }
  });

  it('answers as in PyTorch, alone and in a batch', async () => {
    const { guidance, sample, output } = textGoldens.unet;
    const pack = await createPack({ takesSizes: true, zeroesMissingNegative: true, guidanceWidth: 16 });
    const { text } = await prepareConditions(pack, { ...words, guidance });
    expect(text.hiddenStates.dims[0]).toBe(1);
    const predict = createPredictPort(runtime.ort, unet, 2);
    const one = decodeTensor(sample);
    const expected = decodeTensor(output);
    expect(measureError(await predict(one, 500, text), expected)).toBeLessThan(tolerance);
    const two = await predict(
      repeatItem(one, 0, 2),
      500,
      mapConditioning(text, (part) => repeatItem(part, 0, 2)),
    );
    for (const i of [0, 1]) expect(measureError(takeItem(two, i), expected)).toBeLessThan(tolerance);
  });

  it('is not run without what it wants', async () => {
    const predict = createPredictPort(runtime.ort, unet, 2);
    const hiddenStates = createTensor([1, 77, 56]);
    const answer = predict(createTensor([1, 4, 8, 8]), 500, { hiddenStates });
    await expect(answer).rejects.toMatchObject({ reason: 'model-unsupported' });
  });

  it.each(textGoldens.weighted)('is told "$text" with its weights', async ({ text, hiddenStates }) => {
    const { conditioning } = await (await openText(1, true))([text]);
    expect(measureError(conditioning.hiddenStates, decodeTensor(hiddenStates))).toBeLessThan(tolerance);
  });

  it('is told the same numbers, to the bit, where no weight is another than 1', async () => {
    const encodeText = await openText(1, true);
    const encode = async (prompt: string) => (await encodeText([prompt])).conditioning.hiddenStates.data;
    const plain = await encode('a red fox');
    for (const same of ['(a red fox:1)', 'a (red:1.0) fox', 'a ((red:0.5):2) fox']) {
      expect(await encode(same)).toEqual(plain);
    }
    expect(await encode('a (red) fox')).not.toEqual(plain);
  });

  it.each(textGoldens.long)(
    'is told a prompt of several chunks, chunk by chunk',
    async ({ text, hiddenStates }) => {
      const { conditioning, cutOff } = await (await openText(1, true))([text]);
      expect(measureError(conditioning.hiddenStates, decodeTensor(hiddenStates))).toBeLessThan(tolerance);
      expect(cutOff).toEqual(['']);
    },
  );

  it('is told short prompts in as many chunks as a long one beside them, the first one pooled', async () => {
    const encodeText = await openText(2, true);
    const [long, short] = [textGoldens.long[0]!.text, 'a red fox'];
    const together = (await encodeText([short, long])).conditioning;
    const alone = (await encodeText([short])).conditioning;
    expect(together.hiddenStates.dims[1]).toBe(textGoldens.long[0]!.hiddenStates.dims[1]);
    expect(together.hiddenStates.data.subarray(0, alone.hiddenStates.data.length)).toEqual(
      alone.hiddenStates.data,
    );
    expect(takeItem(together.pooled!, 0).data).toEqual(alone.pooled!.data);
  });
});
