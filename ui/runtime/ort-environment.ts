import type * as Ort from 'onnxruntime-web';

export type OrtModule = typeof Ort;

/** onnxruntime-web's builds: plain WASM, and native WebGPU with and without JavaScript promise integration. */
export type OrtBuild = 'wasm' | 'jspi' | 'asyncify';

/** Where a WebAssembly file comes from: its URL, or its bytes where the caller has them already. */
export type AssetSource = string | ArrayBuffer | Uint8Array<ArrayBuffer>;

/** onnxruntime-web's three WebAssembly files, as the caller's build lays them out. */
export type RuntimeAssets = {
  /** ort-wasm-simd-threaded.wasm */
  readonly wasm: AssetSource;
  /** ort-wasm-simd-threaded.asyncify.wasm */
  readonly asyncify: AssetSource;
  /** ort-wasm-simd-threaded.jspi.wasm */
  readonly jspi: AssetSource;
};

/** The build for a device. The promise-integrated one is half the size and starts sessions faster, where it can run. */
export function chooseBuild(device: 'webgpu' | 'wasm', hasJspi: boolean): OrtBuild {
  if (device === 'wasm') return 'wasm';
  return hasJspi ? 'jspi' : 'asyncify';
}

// Spelled out one by one, so that each build becomes a file of its own and only the chosen one is fetched.
const importers: Record<OrtBuild, () => Promise<OrtModule>> = {
  wasm: () => import('onnxruntime-web/wasm'),
  jspi: () => import('onnxruntime-web/jspi'),
  asyncify: () => import('onnxruntime-web/webgpu'),
};

const loaded = new Map<OrtBuild, Promise<OrtModule>>();

/** Loads a build once and sets it up. Threads and files count only at the first call: they cannot change later. */
export function loadOrt(build: OrtBuild, assets: RuntimeAssets, threads: number): Promise<OrtModule> {
  const known = loaded.get(build);
  if (known !== undefined) return known;
  const loading = importers[build]().then((ort) => {
    const source = assets[build];
    if (typeof source === 'string') ort.env.wasm.wasmPaths = { wasm: source };
    else ort.env.wasm.wasmBinary = source instanceof Uint8Array ? toExactBuffer(source) : source;
    ort.env.wasm.numThreads = threads;
    ort.env.logLevel = 'error';
    return ort;
  });
  loaded.set(build, loading);
  loading.catch(() => loaded.delete(build));
  return loading;
}

function toExactBuffer(bytes: Uint8Array<ArrayBuffer>): ArrayBuffer {
  const isWhole = bytes.byteLength === bytes.buffer.byteLength;
  return isWhole ? bytes.buffer : bytes.slice().buffer;
}
