import type { InferenceSession } from 'onnxruntime-web';

/** URLs of onnxruntime-web's WebAssembly files, as the caller's build lays them out. */
export type RuntimeAssets = {
  /** ort-wasm-simd-threaded.wasm */
  readonly wasm: string;
  /** ort-wasm-simd-threaded.asyncify.wasm */
  readonly asyncify: string;
  /** ort-wasm-simd-threaded.jspi.wasm */
  readonly jspi: string;
};

/** A started onnxruntime on one device. Every call to it goes through one queue. */
export type Runtime = {
  readonly kind: 'webgpu' | 'wasm';
  /** The adapter's name, or `cpu`. */
  readonly deviceName: string;
  readonly threads: number;
  /** Build and version, such as `onnxruntime-web 1.30.0 jspi`. */
  readonly version: string;
  /** Resolves with the reason when the GPU device is gone; never where there is none. Sessions are useless then. */
  readonly lost: Promise<string>;
  createSession(graph: Uint8Array, options?: InferenceSession.SessionOptions): Promise<InferenceSession>;
};

/** Starts onnxruntime for the device; throws `no-webgpu` where WebGPU was asked for and does not exist. */
export declare function startRuntime(options: {
  readonly device: 'webgpu' | 'wasm';
  readonly assets: RuntimeAssets;
  readonly threads: number;
}): Promise<Runtime>;
