import type { MemoryLimits } from '../diffusion/autoencoder-memory.ts';

const gibibyte = 2 ** 30;

/**
 * Half of WASM's 4 GiB: the other half holds the weights, which are copied once while their sessions are made. Stable
 * Diffusion's decoder needs 1.2 GB of it for 512x512 pixels.
 */
const wasmBytes = 2 * gibibyte;

/** No GPU says how much memory it has; more than this few have to spare. */
const gpuBytes = 8 * gibibyte;

/** What one run of a model may take on a class of devices; `limits`: the GPU device's, null on the processor. */
export function limitMemory(
  limits: Pick<GPUSupportedLimits, 'maxBufferSize' | 'maxStorageBufferBindingSize'> | null,
): MemoryLimits {
  if (limits === null) return { totalBytes: wasmBytes, tensorBytes: wasmBytes };
  const tensorBytes = Math.min(limits.maxBufferSize, limits.maxStorageBufferBindingSize);
  return { totalBytes: gpuBytes, tensorBytes };
}
