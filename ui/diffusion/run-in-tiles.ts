import { DiffusionError } from './diffusion-error.ts';
import { createTensor, type Tensor } from './tensor.ts';
import { type TilePlan, weighStretch } from './tiles.ts';

/** The part of [1, C, H, W] that begins at `top`, `left`. */
function cutOut(source: Tensor, top: number, left: number, height: number, width: number): Tensor {
  const [, channels = 0, sourceHeight = 0, sourceWidth = 0] = source.dims;
  const part = createTensor([1, channels, height, width]);
  for (let c = 0; c < channels; c++) {
    for (let y = 0; y < height; y++) {
      const from = (c * sourceHeight + top + y) * sourceWidth + left;
      part.data.set(source.data.subarray(from, from + width), (c * height + y) * width);
    }
  }
  return part;
}

type Corner = { readonly top: number; readonly left: number };

/** Adds [1, C, h, w], weighed by row and column, to where it lies in a larger picture. */
function addWeighed(
  whole: Tensor,
  part: Tensor,
  { top, left }: Corner,
  rows: Float32Array,
  columns: Float32Array,
): void {
  const [, channels = 0, height = 0, width = 0] = part.dims;
  const [, , wholeHeight = 0, wholeWidth = 0] = whole.dims;
  for (let c = 0; c < channels; c++) {
    for (let y = 0; y < height; y++) {
      const from = (c * height + y) * width;
      const to = (c * wholeHeight + top + y) * wholeWidth + left;
      const row = rows[y]!;
      for (let x = 0; x < width; x++) {
        whole.data[to + x] = whole.data[to + x]! + row * columns[x]! * part.data[from + x]!;
      }
    }
  }
}

/**
 * Runs [1, C, H, W] through a network that changes its size by one factor, tile by tile, and blends the answers.
 * `inputScale`: the input's pixels per latent pixel, in which the plan counts. `between` is awaited before every tile
 * but the first. With one tile the network is run on the input as it is. Tiles that are not `isNeeded` are left out, and
 * what they would have answered is 0. Throws `model-unsupported` where an answer is no whole number of times as large as
 * its tile.
 */
export async function runInTiles(
  input: Tensor,
  { rows, columns }: TilePlan,
  inputScale: number,
  run: (part: Tensor) => Promise<Tensor>,
  between: () => Promise<void>,
  isNeeded: (row: number, column: number) => boolean = () => true,
): Promise<Tensor> {
  if (rows.starts.length === 1 && columns.starts.length === 1) return run(input);
  let whole: Tensor | null = null;
  for (const [row, y] of rows.starts.entries()) {
    for (const [column, x] of columns.starts.entries()) {
      if (!isNeeded(row, column)) continue;
      if (whole !== null) await between();
      const [height, width] = [rows.length * inputScale, columns.length * inputScale];
      const made = await run(cutOut(input, y * inputScale, x * inputScale, height, width));
      const [, channels = 0, madeHeight = 0, madeWidth = 0] = made.dims;
      const scale = madeHeight / rows.length;
      if (scale < 1 || !Number.isInteger(scale) || madeWidth !== columns.length * scale) {
        const sizes = `${columns.length}x${rows.length} became ${madeWidth}x${madeHeight}`;
        throw new DiffusionError('model-unsupported', `A tile of ${sizes}.`);
      }
      whole ??= createTensor([1, channels, rows.side * scale, columns.side * scale]);
      const corner = { top: y * scale, left: x * scale };
      addWeighed(whole, made, corner, weighStretch(rows, row, scale), weighStretch(columns, column, scale));
    }
  }
  if (whole === null) throw new RangeError('No tile is needed.');
  return whole;
}
