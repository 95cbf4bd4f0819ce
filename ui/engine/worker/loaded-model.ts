import type { DeviceUsed } from '../../../protocol/engine-contract.ts';
import type { DiffusionPack } from '../../diffusion/ports.ts';
import type { ModelSizes } from '../../imaging/model-size.ts';
import type { Eraser } from '../../runtime/eraser-port.ts';

/**
 * A pack that is ready to paint on one device. `hash`: of its weights, where it is known. `isPrecise`: there is no device
 * on which its numbers are safer.
 */
export type LoadedPack = {
  kind: 'diffusion';
  id: string;
  hash: string | null;
  pack: DiffusionPack;
  device: DeviceUsed;
  isPrecise: boolean;
};

/** An eraser that is ready on one device. */
export type LoadedEraser = {
  kind: 'eraser';
  id: string;
  hash: string | null;
  eraser: Eraser;
  device: DeviceUsed;
};

export type LoadedModel = LoadedPack | LoadedEraser;

/** The sizes that a pack paints, as the planning of crops wants them. */
export function sizesOf({ info }: DiffusionPack): ModelSizes {
  return {
    native: info.nativePx,
    multiplePx: info.latentMultiple * info.spatialFactor,
    buckets: info.bucketsPx,
  };
}
