/** What this machine can run models on, asked once. */
export type RuntimeCapabilities = {
  /** `software` where the only adapter is a rasteriser on the CPU (SwiftShader, llvmpipe). */
  readonly webgpu: 'hardware' | 'software' | 'none';
  readonly adapterName: string;
  readonly hasShaderF16: boolean;
  readonly hasJspi: boolean;
  readonly isCrossOriginIsolated: boolean;
  /** Threads for WASM: by the device's class, never by the moment. */
  readonly threads: number;
};

/** Probes the adapter and the page; never throws. */
export declare function probeCapabilities(): Promise<RuntimeCapabilities>;
