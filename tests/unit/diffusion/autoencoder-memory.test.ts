import { describe, expect, it } from 'vitest';
import { estimateMemory, fitsMemory } from '../../../ui/diffusion/autoencoder-memory.ts';
import { limitMemory } from '../../../ui/runtime/memory-limits.ts';

const stable = { channels: [128, 256, 512, 512], spatialFactor: 8, hasAttention: true, bytesPerValue: 4 };
const square = (side: number) => ({ height: side, width: side });
const wasm = limitMemory(null);
const gpu = (bytes: number) => limitMemory({ maxBufferSize: bytes, maxStorageBufferBindingSize: bytes });

describe("an autoencoder's memory", () => {
  it('is 1.2 GB for 512x512 pixels of Stable Diffusion, its largest tensor 256 channels of them', () => {
    const { totalBytes, tensorBytes } = estimateMemory(stable, square(64));
    expect(tensorBytes).toBe(256 * 512 * 512 * 4);
    expect(totalBytes / 1e9).toBeCloseTo(1.2, 1);
  });

  it('grows with the square of the pixels where everything looks at everything', () => {
    const { tensorBytes } = estimateMemory(stable, square(256));
    expect(tensorBytes).toBe(256 ** 4 * 4);
    const without = estimateMemory({ ...stable, hasAttention: false }, square(256));
    expect(without.tensorBytes).toBe(256 * 2048 * 2048 * 4);
  });

  it('lets WASM decode what each pack is native to in one piece, and Stable Diffusion no more than that', () => {
    expect(fitsMemory(stable, square(64), wasm)).toBe(true);
    expect(fitsMemory(stable, square(96), wasm)).toBe(false);
    const small = { ...stable, channels: [32, 64, 96, 128], hasAttention: false };
    expect(fitsMemory(small, square(128), wasm)).toBe(true);
    expect(fitsMemory(small, square(256), wasm)).toBe(false);
  });

  it("keeps every tensor within a GPU's buffers, which hold twice as much in half precision", () => {
    expect(fitsMemory(stable, square(64), gpu(2 ** 28))).toBe(true);
    expect(fitsMemory(stable, { height: 64, width: 65 }, gpu(2 ** 28))).toBe(false);
    expect(fitsMemory({ ...stable, bytesPerValue: 2 }, { height: 64, width: 128 }, gpu(2 ** 28))).toBe(true);
    expect(fitsMemory(stable, square(128), gpu(2 ** 31))).toBe(true);
    expect(fitsMemory(stable, square(160), gpu(2 ** 31))).toBe(false);
  });

  it("follows the smaller one of a device's two limits", () => {
    const limits = limitMemory({ maxBufferSize: 4e9, maxStorageBufferBindingSize: 1e9 });
    expect(limits.tensorBytes).toBe(1e9);
  });
});
