import type { PlanarImage } from './image.ts';
import { buildGrids, cell, type Grid, runCycle } from './laplace-multigrid.ts';
import type { Size } from './rect.ts';

/** `change`: the largest change of the last step; `steps`: the most that a channel took. */
export type Membrane = { image: PlanarImage; change: number; steps: number };

/** A hundredth of a grey level: what is left after that is less than a fifth of one wherever it was tried. */
const enough = 0.01 / 255;
/** What an easy region takes. */
const usualSteps = 4;
const mostSteps = 100;

/**
 * The smoothest surface through given values: solves Laplace's equation on the pixels that are `free`, every channel of
 * `boundary` holding where `fixed` is 1. Where neither is, and at the edge, nothing pulls (Neumann). Conjugate gradients
 * with multigrid as preconditioner, to a fraction of a grey level, in time linear in the pixels. Free pixels that no
 * fixed one is connected to are 0, and so is everything that is neither.
 */
export function solveMembrane(
  boundary: PlanarImage,
  fixed: Uint8Array,
  free: Uint8Array,
  size: Size,
): Membrane {
  const pixels = size.width * size.height;
  const grids = buildGrids(markStates(fixed, free, size), size);
  const data = new Float32Array(boundary.channels * pixels);
  let [change, steps] = [0, 0];
  for (let channel = 0; channel < boundary.channels; channel++) {
    const plane = data.subarray(channel * pixels, (channel + 1) * pixels);
    for (let i = 0; i < pixels; i++) {
      if (fixed[i] !== 0 && free[i] === 0) plane[i] = boundary.data[channel * pixels + i]!;
    }
    const found = solvePlane(plane, grids);
    change = Math.max(change, found.change);
    steps = Math.max(steps, found.steps);
  }
  return { image: { ...size, channels: boundary.channels, data }, change, steps };
}

/** What each pixel is to the solver; free ones that no fixed one can be reached from do not take part. */
function markStates(fixed: Uint8Array, free: Uint8Array, { width, height }: Size): Uint8Array {
  const states = new Uint8Array(fixed.length);
  const reached = new Int32Array(fixed.length);
  let count = 0;
  for (let i = 0; i < fixed.length; i++) {
    if (fixed[i] === 0 || free[i] !== 0) continue;
    states[i] = cell.fixed;
    reached[count++] = i;
  }
  for (let read = 0; read < count; read++) {
    const at = reached[read]!;
    const x = at % width;
    const neighbors = [
      x > 0 ? at - 1 : -1,
      x + 1 < width ? at + 1 : -1,
      at - width,
      at + width < width * height ? at + width : -1,
    ];
    for (const next of neighbors) {
      if (next < 0 || free[next] === 0 || states[next] !== cell.none) continue;
      states[next] = cell.free;
      reached[count++] = next;
    }
  }
  return states;
}

/** Solves one plane in place: its fixed pixels are given, the free ones found. */
function solvePlane(plane: Float32Array, grids: readonly Grid[]): { change: number; steps: number } {
  const grid = grids[0]!;
  const { value: step, right: residual } = grid;
  const solution = new Float32Array(step.length);
  const direction = new Float32Array(step.length);
  const image = new Float32Array(step.length);
  copyRows(plane, solution, grid, 'in');
  startResidual(grid, solution);
  let power = 0;
  let change = 0;
  for (let steps = 0; ; steps++) {
    runCycle(grids);
    change = largestOf(step);
    if (isEnough(change, steps) || steps === mostSteps) {
      for (let i = 0; i < step.length; i++) solution[i] = solution[i]! + step[i]!;
      copyRows(plane, solution, grid, 'out');
      return { change, steps };
    }
    const former = power;
    power = dot(residual, step);
    const keep = steps === 0 ? 0 : power / former;
    for (let i = 0; i < step.length; i++) direction[i] = step[i]! + keep * direction[i]!;
    apply(grid, direction, image);
    const share = power / dot(direction, image);
    for (let i = 0; i < step.length; i++) {
      solution[i] = solution[i]! + share * direction[i]!;
      residual[i] = residual[i]! - share * image[i]!;
    }
  }
}

/**
 * Whether what is left is too small to see. In a maze, which the coarse grids cannot follow, a step is a smaller part of
 * what is left: conjugate gradients take as many steps as the root of that share.
 */
function isEnough(change: number, steps: number): boolean {
  return change * Math.max(1, steps / usualSteps) ** 2 < enough;
}

/** Between a plane and a grid with its rim. */
function copyRows(plane: Float32Array, padded: Float32Array, grid: Grid, way: 'in' | 'out'): void {
  const { width, height, stride } = grid;
  for (let y = 0; y < height; y++) {
    const from = (y + 1) * stride + 1;
    if (way === 'in') padded.set(plane.subarray(y * width, (y + 1) * width), from);
    else plane.set(padded.subarray(from, from + width), y * width);
  }
}

/** With all free pixels at 0, what their fixed neighbors pull. */
function startResidual({ width, height, stride, inverse, right }: Grid, solution: Float32Array): void {
  right.fill(0);
  for (let y = 1; y <= height; y++) {
    for (let at = y * stride + 1; at <= y * stride + width; at++) {
      if (inverse[at] === 0) continue;
      right[at] = solution[at - 1]! + solution[at + 1]! + solution[at - stride]! + solution[at + stride]!;
    }
  }
}

/** Minus Laplace's operator, on free cells; all others are 0. */
function apply({ width, height, stride, degree, inverse }: Grid, from: Float32Array, to: Float32Array): void {
  for (let y = 1; y <= height; y++) {
    for (let at = y * stride + 1; at <= y * stride + width; at++) {
      if (inverse[at] === 0) continue;
      to[at] =
        degree[at]! * from[at]! - from[at - 1]! - from[at + 1]! - from[at - stride]! - from[at + stride]!;
    }
  }
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function largestOf(values: Float32Array): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) {
    const size = Math.abs(values[i]!);
    if (size > most) most = size;
  }
  return most;
}
