import { createTensor, joinChannels, mapTensor, type Tensor } from './tensor.ts';

/** Keeps `known` where the mask is 0 and `painted` where it is 1. `mask` [1, 1, h, w] serves every channel. */
export function blendLatents(known: Tensor, painted: Tensor, mask: Tensor): Tensor {
  const plane = mask.data.length;
  return mapTensor(painted, (value, i) => {
    const share = mask.data[i % plane]!;
    return (1 - share) * known.data[i]! + share * value;
  });
}

/**
 * The part of a mask [1, 1, h, w] whose strength reaches `least`, as 0 or 1. Strengths within a thousandth of it count,
 * since both come from divisions.
 */
export function thresholdMask(strength: Tensor, mask: Tensor, least: number): Tensor {
  return mapTensor(mask, (value, i) => (strength.data[i]! >= least - 1e-3 ? value : 0));
}

/** The input of a 9-channel U-Net: latents (scaled to the step), mask, masked latents, in this order. */
export function joinInpaintInput(latents: Tensor, mask: Tensor, maskedLatents: Tensor): Tensor {
  return joinChannels(latents, mask, maskedLatents);
}

/** A mask [1, 1, H, W] as 0 or 1, cut at one half. */
export function binarizeMask(mask: Tensor): Tensor {
  return mapTensor(mask, (value) => (value < 0.5 ? 0 : 1));
}

/** The picture [1, 3, H, W] in -1..1 with mid-grey wherever the mask [1, 1, H, W] is at least one half. */
export function greyOut(pixels: Tensor, mask: Tensor): Tensor {
  const plane = mask.data.length;
  return mapTensor(pixels, (value, i) => (mask.data[i % plane]! < 0.5 ? value : 0));
}

/** A pixel mask at latent size by nearest sampling: the top left pixel of each cell decides, as torch has it. */
export function sampleMaskNearest(mask: Tensor, spatialFactor: number): Tensor {
  const [, , height = 0, width = 0] = mask.dims;
  const latentHeight = Math.floor(height / spatialFactor);
  const latentWidth = Math.floor(width / spatialFactor);
  const sampled = createTensor([1, 1, latentHeight, latentWidth]);
  for (let y = 0; y < latentHeight; y++) {
    for (let x = 0; x < latentWidth; x++) {
      sampled.data[y * latentWidth + x] = mask.data[y * spatialFactor * width + x * spatialFactor]!;
    }
  }
  return sampled;
}
