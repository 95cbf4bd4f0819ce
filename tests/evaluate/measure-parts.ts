import { takeFromPosterior } from '../../ui/diffusion/latents.ts';
import type { DiffusionPack } from '../../ui/diffusion/ports.ts';
import { createTensor } from '../../ui/diffusion/tensor.ts';
import { runPlainPipeline } from '../parity/run-plain-pipeline.ts';
import type { Painter } from './painter.ts';
import type { RgbPixels } from './pixels.ts';
import { readQuestions } from './questions.ts';

/** Mean over the pictures of the peak signal to noise ratio, in dB, after encoding and decoding each. */
export async function measureRoundTrip(pack: DiffusionPack, pictures: readonly RgbPixels[]): Promise<number> {
  let sum = 0;
  for (const { width, height, data } of pictures) {
    const plane = width * height;
    const pixels = createTensor(
      [1, 3, height, width],
      Float32Array.from({ length: 3 * plane }, (_, i) => {
        return data[(i % plane) * 3 + Math.floor(i / plane)]! / 127.5 - 1;
      }),
    );
    const latents = takeFromPosterior(await pack.encodeImage(pixels), null, pack.info);
    const decoded = await pack.decodeLatents(latents);
    let square = 0;
    decoded.data.forEach((value, i) => {
      square += ((Math.min(1, Math.max(-1, value)) - pixels.data[i]!) / 2) ** 2;
    });
    sum += -10 * Math.log10(Math.max(square / pixels.data.length, 1e-7));
  }
  return sum / pictures.length;
}

/** Milliseconds as a person waits, and of the processor alone, which other work on the machine does not lengthen. */
export type Duration = { waitMs: number; processorMs: number };

/** Least waiting times in milliseconds, and the processor time of a picture over that of its bare U-Net calls. */
export type Speed = { pictureMs: number; unetMs: number; share: number; calls: number; batch: number };

/**
 * The time of one whole picture and of its bare U-Net calls, in `rounds` turns that alternate. The calls are those of a
 * real picture, repeated. The share is the median of the turns' own: what slows the machine for a while slows both
 * halves of a turn, whereas the two least times may come from different moments.
 */
export async function measureSpeed(
  painter: Painter,
  pack: DiffusionPack,
  settings: { steps: number; guidance: number },
  rounds: number,
): Promise<Speed> {
  const inputs: Parameters<DiffusionPack['predict']>[] = [];
  const listening: DiffusionPack = {
    ...pack,
    predict(...input) {
      inputs.push(input);
      return pack.predict(...input);
    },
  };
  const prompts = readQuestions(rounds).map(({ en }) => en);
  await runPlainPipeline(listening, {
    heightPx: pack.info.nativePx.height,
    widthPx: pack.info.nativePx.width,
    prompt: prompts[0]!,
    negativePrompt: '',
    seed: 0,
    ...settings,
    scheduler: pack.info.defaults.scheduler,
    strength: 1,
    pixels: null,
    mask: null,
  });
  // Once before it counts: loading, the negative prompt and the encoded mid-gray belong to no picture.
  await painter.paint('warm', 0, settings);

  const turns: { picture: Duration; unet: Duration }[] = [];
  for (const prompt of prompts) {
    const picture = await time(() => painter.paint(prompt, 1, settings));
    const unet = await time(async () => {
      for (const input of inputs) await pack.predict(...input);
    });
    turns.push({ picture, unet });
  }
  return {
    pictureMs: Math.min(...turns.map(({ picture }) => picture.waitMs)),
    unetMs: Math.min(...turns.map(({ unet }) => unet.waitMs)),
    share: findMedian(turns.map(({ picture, unet }) => picture.processorMs / unet.processorMs)),
    calls: inputs.length,
    batch: inputs[0]?.[0].dims[0] ?? 0,
  };
}

function findMedian(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >> 1]!, sorted[sorted.length >> 1]!];
  return (low + high) / 2;
}

async function time(task: () => Promise<unknown>): Promise<Duration> {
  const [start, before] = [performance.now(), process.cpuUsage()];
  await task();
  const { user, system } = process.cpuUsage(before);
  return { waitMs: performance.now() - start, processorMs: (user + system) / 1000 };
}
