import type { PreviewProjection } from './ports.ts';
import type { Tensor } from './tensor.ts';

/** A small opaque picture of latents [1, C, h, w], one pixel per latent pixel. */
export function previewLatents(
  latents: Tensor,
  projection: PreviewProjection,
): { width: number; height: number; rgba: Uint8ClampedArray } {
  const [, channels = 0, height = 0, width = 0] = latents.dims;
  const plane = height * width;
  const rgba = new Uint8ClampedArray(plane * 4).fill(255);
  for (let i = 0; i < plane; i++) {
    for (let c = 0; c < 3; c++) {
      let value = projection.bias[c]!;
      const weights = projection.weights[c]!;
      for (let k = 0; k < channels; k++) value += weights[k]! * latents.data[k * plane + i]!;
      rgba[i * 4 + c] = (value + 1) * 127.5;
    }
  }
  return { width, height, rgba };
}

/**
 * Least squares of a decoder's pixels on its latents, averaged over each latent pixel's cell: how a pack without
 * known factors gets its preview. `pixels` [1, 3, H, W] is what `latents` [1, C, h, w] decode to.
 */
export function fitPreviewProjection(latents: Tensor, pixels: Tensor): PreviewProjection | null {
  const [, channels = 0, height = 0, width = 0] = latents.dims;
  const [, , pixelHeight = 0, pixelWidth = 0] = pixels.dims;
  const cellHeight = pixelHeight / height;
  const cellWidth = pixelWidth / width;
  const plane = height * width;
  const unknowns = channels + 1;
  const normal = Array.from({ length: unknowns }, () => new Float64Array(unknowns));
  const right = Array.from({ length: 3 }, () => new Float64Array(unknowns));

  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const row = Array.from({ length: unknowns }, (_, k) =>
        k === channels ? 1 : latents.data[k * plane + y * width + x]!,
      );
      for (let a = 0; a < unknowns; a++) {
        for (let b = 0; b < unknowns; b++) normal[a]![b]! += row[a]! * row[b]!;
      }
      for (let c = 0; c < 3; c++) {
        const mean = averageCell(pixels, c, y * cellHeight, x * cellWidth, cellHeight, cellWidth);
        for (let a = 0; a < unknowns; a++) right[c]![a]! += row[a]! * mean;
      }
    }
  }
  const solved = right.map((side) => solve(normal, side));
  if (solved.some((solution) => solution.some((value) => !Number.isFinite(value)))) return null;
  return {
    weights: solved.map((solution) => solution.slice(0, channels)),
    bias: solved.map((solution) => solution[channels]!),
  };
}

function averageCell(
  pixels: Tensor,
  channel: number,
  top: number,
  left: number,
  cellHeight: number,
  cellWidth: number,
): number {
  const [, , height = 0, width = 0] = pixels.dims;
  let sum = 0;
  for (let y = top; y < top + cellHeight; y++) {
    for (let x = left; x < left + cellWidth; x++) sum += pixels.data[(channel * height + y) * width + x]!;
  }
  return sum / (cellHeight * cellWidth);
}

/** Gaussian elimination with partial pivoting; a singular system gives values that are not finite. */
function solve(matrix: readonly Float64Array[], side: Float64Array): number[] {
  const size = side.length;
  const rows = matrix.map((row, i) => [...row, side[i]!]);
  for (let column = 0; column < size; column++) {
    let pivot = column;
    for (let r = column + 1; r < size; r++) {
      if (Math.abs(rows[r]![column]!) > Math.abs(rows[pivot]![column]!)) pivot = r;
    }
    [rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!];
    for (let r = 0; r < size; r++) {
      if (r === column) continue;
      const factor = rows[r]![column]! / rows[column]![column]!;
      for (let k = column; k <= size; k++) rows[r]![k]! -= factor * rows[column]![k]!;
    }
  }
  return rows.map((row, i) => row[size]! / row[i]!);
}
