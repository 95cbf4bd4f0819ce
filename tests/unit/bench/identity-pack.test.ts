import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DiffusionPack } from '../../../ui/diffusion/ports.ts';
import { createTensor } from '../../../ui/diffusion/tensor.ts';
import { writeIdentityPack } from '../../bench/identity-pack/identity-pack.ts';
import { openPackFromFolder } from '../../parity/open-pack-from-folder.ts';

let folder: string;
let pack: DiffusionPack;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'underpaint-identity-'));
  pack = await openPackFromFolder(await writeIdentityPack(folder));
});
afterAll(async () => {
  await pack?.release();
  await rm(folder, { recursive: true, force: true });
});

it('decodes exactly what it encoded, and sees no noise', async () => {
  const pixels = createTensor(
    [1, 3, 16, 24],
    Float32Array.from({ length: 3 * 16 * 24 }, (_, i) => Math.sin(i)),
  );
  const { mean, deviation } = await pack.encodeImage(pixels);
  expect(deviation).toBeNull();
  expect(mean.dims).toEqual([1, 192, 2, 3]);
  const back = await pack.decodeLatents(mean);
  expect(back.dims).toEqual(pixels.dims);
  expect(back.data).toEqual(pixels.data);
  const { conditioning } = await pack.encodeText(['anything']);
  expect((await pack.predict(mean, 1, conditioning)).data.every((value) => value === 0)).toBe(true);
});
