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

/**
 * What the weights of all loaded parts may take together. WASM: the half that runs leave. A GPU's class is told by the
 * largest buffer that it offers and by the machine's memory in GiB, as `navigator.deviceMemory` rounds it (null where
 * the browser does not say): where that is small, GPU and processor mostly share it.
 */
export function limitWeights(
  limits: Pick<GPUSupportedLimits, 'maxBufferSize'> | null,
  machineGibibytes: number | null,
): number {
  if (limits === null) return wasmBytes;
  if (limits.maxBufferSize < gibibyte) return 1.5 * gibibyte;
  if ((machineGibibytes ?? Number.POSITIVE_INFINITY) <= 4) return 2 * gibibyte;
  return (limits.maxBufferSize < 2 * gibibyte ? 3 : 6) * gibibyte;
}
