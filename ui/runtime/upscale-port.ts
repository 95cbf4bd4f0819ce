import { DiffusionError } from '../diffusion/diffusion-error.ts';
import type { PackUpscaler } from '../diffusion/ports.ts';
import { createTensor, type Tensor } from '../diffusion/tensor.ts';
import type { ModelSession } from './model-session.ts';
import type { OrtModule } from './ort-environment.ts';
import { requireInputs, requireOutput } from './session-specs.ts';
import { createFeed } from './tensor-bridge.ts';

/**
 * The pack's upscaler. What it multiplies both sides by is learned from one run on a gray square of `sidePx`. Throws
 * `model-unsupported` where it does not enlarge, or not both sides by the same whole number.
 */
export async function createUpscalePort(
  ort: OrtModule,
  session: ModelSession,
  sidePx: number,
): Promise<PackUpscaler> {
  const { sample: spec } = requireInputs(session, ['sample']);
  const output = requireOutput(session, 'out_sample');

  async function enlarge(pixels: Tensor): Promise<Tensor> {
    const [large] = await session.run({ sample: createFeed(ort, spec, pixels.data, pixels.dims) }, [output]);
    return large!;
  }

  const { dims } = await enlarge(createTensor([1, 3, sidePx, sidePx]));
  const [, channels, height = 0, width = 0] = dims;
  const scale = height / sidePx;
  if (channels !== 3 || width !== height || !Number.isInteger(scale) || scale < 2) {
    throw new DiffusionError(
      'model-unsupported',
      `${session.part} makes [${dims}] of ${sidePx} pixels square.`,
    );
  }
  return { scale, enlarge };
}
