import { isSoftwareAdapter, requestAdapter } from '../../../runtime/capabilities.ts';

/** What decides whether a model runs here; null where the browser does not say. */
export type MachineFacts = {
  webgpu: 'hardware' | 'software' | 'none';
  hasShaderF16: boolean;
  /** The largest tensor that fits one buffer and one binding of the GPU, in bytes. */
  tensorBytes: number | null;
  /** Memory of the machine, in bytes. No GPU tells its own; one without memory of its own shares this. */
  memoryBytes: number | null;
};

/** Browsers round the memory down to this, so that it says "this or more". */
const cappedGib = 8;

/** Asks the adapter and the browser; never throws. */
export async function probeMachine(): Promise<MachineFacts> {
  const adapter = await requestAdapter();
  const { deviceMemory } = (globalThis.navigator ?? {}) as { deviceMemory?: number };
  const memoryBytes = deviceMemory === undefined || deviceMemory >= cappedGib ? null : deviceMemory * 2 ** 30;
  if (adapter === null) return { webgpu: 'none', hasShaderF16: false, tensorBytes: null, memoryBytes };
  const { maxBufferSize, maxStorageBufferBindingSize } = adapter.limits;
  return {
    webgpu: isSoftwareAdapter(adapter.info) ? 'software' : 'hardware',
    hasShaderF16: adapter.features.has('shader-f16'),
    tensorBytes: Math.min(maxBufferSize, maxStorageBufferBindingSize),
    memoryBytes,
  };
}
