import type { DeviceUsed } from '../../../protocol/engine-contract.ts';
import type { DiffusionPack } from '../../diffusion/ports.ts';
import type { ModelSizes } from '../../imaging/model-size.ts';

/** A pack that is ready to paint on one device. */
export type LoadedModel = {
  id: string;
  pack: DiffusionPack;
  device: DeviceUsed;
};

/** The sizes that a pack paints, as the planning of crops wants them. */
export function sizesOf({ info }: DiffusionPack): ModelSizes {
  return {
    native: info.nativePx,
    multiplePx: info.latentMultiple * info.spatialFactor,
    buckets: info.bucketsPx,
  };
}
