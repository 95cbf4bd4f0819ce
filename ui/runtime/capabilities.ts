/** What this machine can run models on, asked once. */
export type RuntimeCapabilities = {
  /** `software` where the only adapter is a rasteriser on the CPU, such as SwiftShader or llvmpipe. */
  readonly webgpu: 'hardware' | 'software' | 'none';
  readonly adapterName: string;
  readonly hasShaderF16: boolean;
  readonly hasJspi: boolean;
  readonly isCrossOriginIsolated: boolean;
  /** Threads for WASM: by the device's class and never by the moment, so that a request gives the same bytes again. */
  readonly threads: number;
};

const softwareNames = /swiftshader|llvmpipe|lavapipe|software|microsoft basic render/i;

/** The adapter's own words for itself, or `unknown adapter` where the browser keeps them back. */
export function nameAdapter(info: GPUAdapterInfo): string {
  const parts = [info.vendor, info.architecture, info.description || info.device];
  return parts.filter((part) => part !== '').join(' ') || 'unknown adapter';
}

/** True where the adapter computes on the CPU: WASM is faster there. */
export function isSoftwareAdapter(info: GPUAdapterInfo): boolean {
  return info.isFallbackAdapter || softwareNames.test(nameAdapter(info));
}

/** A browser whose GPU process keeps crashing may never answer. */
const patienceMs = 10_000;

/** The browser's answer to a question about the GPU; null where it refuses or stays silent. */
export async function answerInTime<T>(question: Promise<T>): Promise<T | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), patienceMs);
  });
  const answer = question.catch(() => null);
  return Promise.race([answer, silence]).finally(() => clearTimeout(timer));
}

/** The adapter that the browser would compute on; null where there is none or the browser does not say. */
export async function requestAdapter(): Promise<GPUAdapter | null> {
  const gpu: GPU | undefined = globalThis.navigator?.gpu;
  if (gpu === undefined) return null;
  return answerInTime(gpu.requestAdapter({ powerPreference: 'high-performance' }));
}

const mostThreads = 4;

/** WASM threads for a machine: one unless memory can be shared, at most four because more stop helping. */
export function countThreads(isIsolated: boolean, hardwareThreads: number): number {
  return isIsolated ? Math.max(1, Math.min(mostThreads, hardwareThreads)) : 1;
}

/** Probes the adapter and the page; never throws. */
export async function probeCapabilities(): Promise<RuntimeCapabilities> {
  const adapter = await requestAdapter();
  const isIsolated = globalThis.crossOriginIsolated === true;
  return {
    webgpu: adapter === null ? 'none' : isSoftwareAdapter(adapter.info) ? 'software' : 'hardware',
    adapterName: adapter === null ? 'none' : nameAdapter(adapter.info),
    hasShaderF16: adapter?.features.has('shader-f16') ?? false,
    hasJspi: 'Suspending' in WebAssembly,
    isCrossOriginIsolated: isIsolated,
    threads: countThreads(isIsolated, globalThis.navigator?.hardwareConcurrency ?? 1),
  };
}
