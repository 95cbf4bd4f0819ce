import { createTensor, type Tensor } from '../diffusion/tensor.ts';

/** Copies [n, C, h, w] to another height and width; beyond the source's last row and column those repeat. */
function copyTo(source: Tensor, height: number, width: number): Tensor {
  const [batch = 0, channels = 0, sourceHeight = 0, sourceWidth = 0] = source.dims;
  if (height === sourceHeight && width === sourceWidth) return source;
  const copy = createTensor([batch, channels, height, width]);
  for (let plane = 0; plane < batch * channels; plane++) {
    for (let y = 0; y < height; y++) {
      const row = (plane * sourceHeight + Math.min(y, sourceHeight - 1)) * sourceWidth;
      for (let x = 0; x < width; x++) {
        copy.data[(plane * height + y) * width + x] = source.data[row + Math.min(x, sourceWidth - 1)]!;
      }
    }
  }
  return copy;
}

/** Grows height and width to the next multiple by repeating the last row and column. */
export function growToMultiple(source: Tensor, multiple: number): Tensor {
  const [, , height = 0, width = 0] = source.dims;
  const up = (side: number) => Math.ceil(side / multiple) * multiple;
  return copyTo(source, up(height), up(width));
}

/** The top left part of the given size. */
export function cropTo(source: Tensor, height: number, width: number): Tensor {
  return copyTo(source, height, width);
}
