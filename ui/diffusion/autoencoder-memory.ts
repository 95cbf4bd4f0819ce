import type { Extent } from './ports.ts';

/** What an autoencoder's need for memory follows from. */
export type AutoencoderShape = {
  /** Channels at full resolution, at half, and so on: `block_out_channels` of its config. */
  readonly channels: readonly number[];
  /** Pixels per latent pixel in both directions. */
  readonly spatialFactor: number;
  /** True where it lets every latent pixel look at every other one, unfused: two squares of their number. */
  readonly hasAttention: boolean;
  /** Of one value as the device computes with it: 4, or 2 in half precision. */
  readonly bytesPerValue: number;
};

/** What a class of devices has to give. Never what is free at the moment: the same request gives the same bytes. */
export type MemoryLimits = {
  /** For everything that is alive at once. */
  readonly totalBytes: number;
  /** For one tensor. */
  readonly tensorBytes: number;
};

/**
 * Tensors at full resolution, of the first level's channels, that are alive at the peak. Measured with onnxruntime-web
 * (WASM): 7.8 for Stable Diffusion's decoder and 2 for the default pack's. ComfyUI reckons with 17 for PyTorch
 * (2178 of 128 channels, comfy/sd.py), which keeps more.
 */
const tensorsAlive = 8;

/** The memory in bytes for one run over a picture of that many latent pixels. */
export function estimateMemory(shape: AutoencoderShape, { height, width }: Extent): MemoryLimits {
  const { channels, spatialFactor, bytesPerValue } = shape;
  const latents = height * width;
  const full = latents * spatialFactor ** 2 * bytesPerValue;
  // The last block of a level still has the channels of the one before, enlarged already.
  const widest = channels.map((count, level) => count / 4 ** Math.max(0, level - 1));
  const attention = shape.hasAttention ? latents ** 2 * bytesPerValue : 0;
  return {
    totalBytes: tensorsAlive * channels[0]! * full + 2 * attention,
    tensorBytes: Math.max(Math.max(...widest) * full, attention),
  };
}

/** True where one run over a picture of that many latent pixels keeps within the limits. */
export function fitsMemory(shape: AutoencoderShape, picture: Extent, limits: MemoryLimits): boolean {
  const needed = estimateMemory(shape, picture);
  return needed.totalBytes <= limits.totalBytes && needed.tensorBytes <= limits.tensorBytes;
}
