import { answerInTime, nameAdapter, requestAdapter } from './capabilities.ts';

/** A GPU device of our own: onnxruntime keeps a dead one of its own for ever, so it never gets to make one. */
export type GpuDevice = {
  readonly device: GPUDevice;
  readonly name: string;
  /** True where its shaders compute in half precision. */
  readonly computesHalf: boolean;
  /** Resolves with the reason when the device is gone. */
  readonly lost: Promise<string>;
  /** What the device last failed to allocate, told once: WebGPU goes on with zeros and lets no call fail for it. */
  takeShortage(): string | null;
};

/** Limits that decide whether a large model runs; WebGPU's defaults are far below what adapters offer. */
const wantedLimits = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupSizeY',
  'maxComputeWorkgroupSizeZ',
  'maxComputeWorkgroupsPerDimension',
  'maxStorageBuffersPerShaderStage',
] as const;

const wantedFeatures: readonly GPUFeatureName[] = ['shader-f16', 'subgroups'];

/** Opens a device with everything its adapter offers; null where there is no adapter, or it refuses or is silent. */
export async function openGpuDevice(): Promise<GpuDevice | null> {
  const adapter = await requestAdapter();
  if (adapter === null) return null;
  const limits = Object.fromEntries(wantedLimits.map((name) => [name, adapter.limits[name]]));
  const features = wantedFeatures.filter((feature) => adapter.features.has(feature));
  const device = await answerInTime(
    adapter.requestDevice({ requiredLimits: limits, requiredFeatures: features }),
  );
  if (device === null) return null;
  let shortage: string | null = null;
  device.addEventListener('uncapturederror', ({ error }) => {
    if (error instanceof GPUOutOfMemoryError) shortage = error.message;
  });
  return {
    device,
    name: nameAdapter(adapter.info),
    computesHalf: features.includes('shader-f16'),
    lost: device.lost.then(({ reason, message }) => `${reason}: ${message}`),
    takeShortage() {
      const taken = shortage;
      shortage = null;
      return taken;
    },
  };
}
