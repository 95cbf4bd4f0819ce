import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DiffusionPack } from '../../ui/diffusion/ports.ts';
import type { Tensor } from '../../ui/diffusion/tensor.ts';
import { openPackFromFolder } from './open-pack-from-folder.ts';
import { runPlainPipeline } from './run-plain-pipeline.ts';

export type RawRequest = {
  /** A pack's folder. */
  pack: string;
  prompt: string;
  seed: number;
  steps: number;
  guidance: number;
};

/**
 * Paints one picture by DDIM at the pack's own size; gives the loop's last latents [1, C, h, w] and the decoder's
 * picture [1, 3, H, W] before it is cut to -1..1 and rounded.
 */
export async function paintRaw({ pack: folder, ...request }: RawRequest): Promise<Record<string, Tensor>> {
  const pack = await openPackFromFolder(folder);
  let latents: Tensor | null = null;
  const listening: DiffusionPack = {
    ...pack,
    decodeLatents(given) {
      latents = given;
      return pack.decodeLatents(given);
    },
  };
  try {
    const picture = await runPlainPipeline(listening, {
      ...request,
      heightPx: pack.info.nativePx.height,
      widthPx: pack.info.nativePx.width,
      negativePrompt: '',
      scheduler: 'ddim',
      strength: 1,
      pixels: null,
      mask: null,
    });
    return { latents: latents!, picture };
  } finally {
    await pack.release();
  }
}

/** Writes each tensor as `NAME.f32`: little-endian 32-bit floats, last dimension fastest. */
export async function writeRaw(folder: string, tensors: Record<string, Tensor>): Promise<void> {
  for (const [name, { data }] of Object.entries(tensors)) {
    const bytes = new DataView(new ArrayBuffer(data.length * 4));
    data.forEach((value, i) => {
      bytes.setFloat32(4 * i, value, true);
    });
    await writeFile(join(folder, `${name}.f32`), bytes);
  }
}
