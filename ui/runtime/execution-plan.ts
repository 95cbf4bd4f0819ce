import type { RuntimeCapabilities } from './capabilities.ts';

/** The device for a choice: `auto` takes WebGPU only on a hardware adapter. Null where WebGPU was asked for in vain. */
export function planDevice(
  choice: 'auto' | 'webgpu' | 'wasm',
  capabilities: Pick<RuntimeCapabilities, 'webgpu'>,
): 'webgpu' | 'wasm' | null {
  if (choice === 'wasm') return 'wasm';
  if (choice === 'webgpu') return capabilities.webgpu === 'none' ? null : 'webgpu';
  return capabilities.webgpu === 'hardware' ? 'webgpu' : 'wasm';
}
