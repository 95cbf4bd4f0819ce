import type { FlagReason } from '../../../../protocol/engine-contract.ts';
import { DiffusionError } from '../../../diffusion/diffusion-error.ts';
import { createTensor } from '../../../diffusion/tensor.ts';
import { cutSquares } from '../../../imaging/cut-squares.ts';
import type { PlanarImage } from '../../../imaging/image.ts';
import type { SafetyChecker } from '../../../runtime/safety-checker.ts';

/**
 * What a checker has against a picture of 0..1; undefined where that is nothing, or where nobody wants it checked. A
 * checker that fails says `unchecked`: whoever asked for one would rather look twice than be shown anything.
 */
export async function flagPicture(
  checker: Pick<SafetyChecker, 'sidePx' | 'isUnsafe'> | null | undefined,
  picture: PlanarImage,
): Promise<FlagReason | undefined> {
  if (checker == null) return undefined;
  try {
    for (const { width, height, data } of cutSquares(picture, checker.sidePx)) {
      const square = createTensor(
        [1, 3, height, width],
        data.map((value) => Math.min(1, Math.max(0, value))),
      );
      if (await checker.isUnsafe(square)) return 'not-safe-for-work';
    }
    return undefined;
  } catch (thrown) {
    if (thrown instanceof DiffusionError && ['cancelled', 'device-lost'].includes(thrown.reason))
      throw thrown;
    return 'unchecked';
  }
}
