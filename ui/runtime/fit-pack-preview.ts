import { fitPreviewProjection } from '../diffusion/latent-preview.ts';
import type { PreviewProjection } from '../diffusion/ports.ts';
import { createRandomStream } from '../diffusion/random.ts';
import { createTensor, type Tensor } from '../diffusion/tensor.ts';

const patches = 4;
/** Latent pixels per patch side: decoders blur over their neighbours, so single pixels would say little. */
const patchSide = 2;

/** Learns a pack's preview colors by decoding one small board of plain latents; null where the decoder refuses it. */
export async function fitPackPreview(
  decode: (latents: Tensor) => Promise<Tensor>,
  channels: number,
): Promise<PreviewProjection | null> {
  const side = patches * patchSide;
  const colors = createRandomStream(1).drawNormals([channels, patches * patches]);
  const board = createTensor([1, channels, side, side]);
  for (let i = 0; i < board.data.length; i++) {
    const channel = Math.floor(i / (side * side));
    const y = Math.floor((i % (side * side)) / side / patchSide);
    const x = Math.floor((i % side) / patchSide);
    board.data[i] = colors.data[channel * patches * patches + y * patches + x]!;
  }
  const pixels = await decode(board).catch(() => null);
  return pixels === null ? null : fitPreviewProjection(board, pixels);
}
