import type { Size } from './rect.ts';

/**
 * One grid of the hierarchy, with a rim of one cell around it. `inverse`: 1 / (neighbors that count) on cells that are
 * solved for, 0 on all others, which hold a correction of 0. `right` is what A times `value` is to be.
 */
export type Grid = {
  width: number;
  height: number;
  stride: number;
  inverse: Float32Array;
  degree: Float32Array;
  value: Float32Array;
  right: Float32Array;
};

export const cell = { none: 0, free: 1, fixed: 2 } as const;

/** Sweeps on the coarsest grid, which has a handful of cells. */
const coarsestSweeps = 16;

/**
 * The grids for Laplace's equation on the `free` cells of `states` (one byte per pixel, see `cell`), each half as fine as
 * the one before. Neighbors that are neither free nor fixed, and the edge, reflect (Neumann). A coarse cell is fixed as
 * soon as one of its four is, else free as soon as one is (McAdams, Sifakis & Teran 2010).
 */
export function buildGrids(states: Uint8Array, size: Size): Grid[] {
  const grids = [createGrid(states, size)];
  let [fine, { width, height }] = [states, size];
  while (Math.min(width, height) > 2) {
    const coarse = coarsen(fine, width, height);
    width = Math.ceil(width / 2);
    height = Math.ceil(height / 2);
    if (!coarse.includes(cell.free)) break;
    grids.push(createGrid(coarse, { width, height }));
    fine = coarse;
  }
  return grids;
}

function coarsen(states: Uint8Array, width: number, height: number): Uint8Array {
  const columns = Math.ceil(width / 2);
  const coarse = new Uint8Array(columns * Math.ceil(height / 2));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y >> 1) * columns + (x >> 1);
      const state = states[y * width + x]!;
      if (state > coarse[at]!) coarse[at] = state;
    }
  }
  return coarse;
}

function createGrid(states: Uint8Array, { width, height }: Size): Grid {
  const stride = width + 2;
  const cells = stride * (height + 2);
  const counts = new Uint8Array(cells);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++)
      counts[(y + 1) * stride + x + 1] = states[y * width + x] === cell.none ? 0 : 1;
  }
  const degree = new Float32Array(cells);
  const inverse = new Float32Array(cells);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (states[y * width + x] !== cell.free) continue;
      const at = (y + 1) * stride + x + 1;
      degree[at] = counts[at - 1]! + counts[at + 1]! + counts[at - stride]! + counts[at + stride]!;
      inverse[at] = degree[at] === 0 ? 0 : 1 / degree[at]!;
    }
  }
  const [value, right] = [new Float32Array(cells), new Float32Array(cells)];
  return { width, height, stride, inverse, degree, value, right };
}

/**
 * One V-cycle: an approximate solution in `value` of the first grid for what is in its `right`, the same linear and
 * symmetric map for every `right`, so that it may stand in for the inverse in conjugate gradients.
 */
export function runCycle(grids: readonly Grid[], level = 0): void {
  const grid = grids[level]!;
  const next = grids[level + 1];
  grid.value.fill(0);
  if (next === undefined) {
    for (let i = 0; i < coarsestSweeps; i++) relax(grid, 0, 1);
    for (let i = 0; i < coarsestSweeps; i++) relax(grid, 1, 0);
    return;
  }
  relax(grid, 0, 1);
  restrictResidual(grid, next);
  runCycle(grids, level + 1);
  addCorrection(next, grid);
  relax(grid, 1, 0);
}

/** A Gauss-Seidel sweep over the cells of one color of the chessboard, then over the others. */
function relax(grid: Grid, first: 0 | 1, second: 0 | 1): void {
  for (const color of [first, second]) {
    const { width, height, stride, inverse, value, right } = grid;
    for (let y = 1; y <= height; y++) {
      const row = y * stride;
      for (let at = row + 1 + ((y + color) & 1); at <= row + width; at += 2) {
        const share = inverse[at]!;
        if (share === 0) continue;
        const around = value[at - 1]! + value[at + 1]! + value[at - stride]! + value[at + stride]!;
        value[at] = (right[at]! + around) * share;
      }
    }
  }
}

/** Hands what is left to the coarser grid: the transpose of `addCorrection`. */
function restrictResidual(fine: Grid, coarse: Grid): void {
  const { width, height, stride, degree, inverse, value, right } = fine;
  const target = coarse.right;
  target.fill(0);
  for (let y = 1; y <= height; y++) {
    const near = ((y + 1) >> 1) * coarse.stride;
    const far = beside(y, coarse.height) * coarse.stride;
    // The color that was swept last has nothing left.
    for (let x = 1 + (y & 1); x <= width; x += 2) {
      const at = y * stride + x;
      if (inverse[at] === 0) continue;
      const around = value[at - 1]! + value[at + 1]! + value[at - stride]! + value[at + stride]!;
      const left = (right[at]! + around - degree[at]! * value[at]!) / 16;
      const nearX = (x + 1) >> 1;
      const farX = beside(x, coarse.width);
      target[near + nearX] = target[near + nearX]! + 9 * left;
      target[near + farX] = target[near + farX]! + 3 * left;
      target[far + nearX] = target[far + nearX]! + 3 * left;
      target[far + farX] = target[far + farX]! + left;
    }
  }
}

/** The second nearest coarse row or column to a fine one (both count from 1); at the edge the nearest. */
function beside(fine: number, coarseCount: number): number {
  const near = (fine + 1) >> 1;
  return (fine & 1) === 1 ? Math.max(1, near - 1) : Math.min(coarseCount, near + 1);
}

/** Adds the coarse grid's values between its cells' middles, 9 : 3 : 3 : 1. */
function addCorrection(coarse: Grid, fine: Grid): void {
  const { width, height, stride, inverse, value } = fine;
  const source = coarse.value;
  for (let y = 1; y <= height; y++) {
    const near = ((y + 1) >> 1) * coarse.stride;
    const far = beside(y, coarse.height) * coarse.stride;
    for (let x = 1; x <= width; x++) {
      const at = y * stride + x;
      if (inverse[at] === 0) continue;
      const nearX = (x + 1) >> 1;
      const farX = beside(x, coarse.width);
      value[at] =
        value[at]! +
        (9 * source[near + nearX]! +
          3 * (source[near + farX]! + source[far + nearX]!) +
          source[far + farX]!) /
          16;
    }
  }
}
