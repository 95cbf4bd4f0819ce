import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Case, fixtures } from '../parity/cases.ts';
import { measurePsnr, readPicture, toBytes, toMask, toPixels } from '../parity/pictures.ts';
import { openRuntimePage, type RuntimePageHandle } from './open-runtime-page.ts';
import type { ParityPage } from './parity-page.ts';

/** What another device may differ from the picture that diffusers made in 32 bits. */
const gpuFloorDb = 45;

const base = new URL('gpu/', fixtures);
const cases: Case[] = JSON.parse(readFileSync(new URL('cases.json', base), 'utf8'));
const readInput = (name: string) => readPicture(new URL(`families/${name}`, fixtures));
const tinyAutoencoder = 'autoencoders/taesd/';

let page: RuntimePageHandle<ParityPage>;
beforeAll(async () => {
  page = await openRuntimePage<ParityPage>('parity-page');
});
afterAll(async () => page?.close());

async function paint({ pack, task, expected, negative, strength = 1, ...request }: Case, networks: string) {
  const reference = readPicture(new URL(expected, base));
  const folders = [tinyAutoencoder, `${networks}${pack}/`, 'packs/sd15/'];
  const answer = await page.ask('paint', 'webgpu', folders, {
    ...request,
    negativePrompt: negative,
    heightPx: reference.height,
    widthPx: reference.width,
    strength,
    pixels: task === 'generate' ? null : Array.from(toPixels(readInput('image.png')).data),
    mask: task === 'fill' ? Array.from(toMask(readInput('mask.png')).data) : null,
  });
  const picture = toBytes({ dims: answer.dims, data: Float32Array.from(answer.data) });
  const psnr = measurePsnr(picture.data, reference.data);
  console.info(`${networks}${expected} on WebGPU: ${psnr.toFixed(1)} dB`);
  return { ...answer, psnr };
}

describe('on WebGPU, packs paint the pictures of diffusers', () => {
  it.each(cases)('$pack: $task with $scheduler', async (one) => {
    const { psnr, unetChannels } = await paint(one, 'families/');
    expect(unetChannels).toBe(one.task === 'fill' ? 9 : 4);
    expect(psnr).toBeGreaterThanOrEqual(gpuFloorDb);
  });

  it('in half precision, which this GPU has not and computes in 32 bits', async () => {
    const { psnr, usesHalfFloats, computesHalf } = await paint(
      cases.find(({ pack }) => pack === 'sdxl')!,
      'half/',
    );
    expect({ usesHalfFloats, computesHalf }).toEqual({ usesHalfFloats: true, computesHalf: false });
    expect(psnr).toBeGreaterThanOrEqual(gpuFloorDb);
  });

  it('decodes in tiles what WASM decodes in the same', async () => {
    // As narrow as can be: two tiles side by side.
    const dims = [1, 4, 2, 40];
    const ask = (device: 'webgpu' | 'wasm') => page.ask('decodeInTiles', device, [tinyAutoencoder], dims);
    const [onGpu, onProcessor] = [await ask('webgpu'), await ask('wasm')];
    expect(onGpu.dims).toEqual([1, 3, 16, 320]);
    expect([onGpu.runs, onProcessor.runs]).toEqual([2, 2]);
    expect(new Set(onGpu.data).size).toBeGreaterThan(1000);
    const toPicture = ({ dims, data }: typeof onGpu) => toBytes({ dims, data: Float32Array.from(data) });
    const psnr = measurePsnr(toPicture(onGpu).data, toPicture(onProcessor).data);
    console.info(`in tiles on WebGPU: ${psnr.toFixed(1)} dB`);
    expect(psnr).toBeGreaterThanOrEqual(gpuFloorDb);
  });
});
