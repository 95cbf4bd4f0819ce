import { fitColors, type LabLine, type LabRow } from './color-fit.ts';
import type { PlanarImage } from './image.ts';
import { fromLabPlanes, toLabPlanes } from './lab-planes.ts';

/**
 * Brings the colors of `painted` to those of `reference` by one line per channel in CIELAB (a gain and a shift), fitted
 * where `ring` is 1 and both show the same thing, applied everywhere. The two are compared place by place, so a ring
 * that was repainted in part counts for what it still shows. Nothing to compare, or nothing to correct, changes nothing.
 */
export function matchColor(painted: PlanarImage, reference: PlanarImage, ring: Uint8Array): PlanarImage {
  const count = ring.reduce((sum, value) => sum + value, 0);
  if (count === 0) return painted;
  const side = blockSides.find((one) => count >= leastBlocks * one * one) ?? 1;
  const blocks = gatherBlocks(ring, painted.width, side);
  const lab = toLabPlanes(painted);
  const own = averageBlocks(lab, blocks);
  const goal = averageBlocks(toLabPlanes(reference), blocks);
  const lines = fitColors(own, goal, findClipped(painted, blocks), side * side);
  if (lines?.every(isNothing) ?? true) return painted;
  const pixels = painted.width * painted.height;
  lines?.forEach((line, c) => {
    applyLine(lab.data.subarray(c * pixels, (c + 1) * pixels), line);
  });
  return fromLabPlanes(lab);
}

function applyLine(values: Float32Array, { gain, offset }: LabLine): void {
  for (let i = 0; i < values.length; i++) values[i] = values[i]! * gain + offset;
}

/**
 * Means of square blocks are compared rather than pixels, which noise and a blur change more than a drift does; lines
 * in CIELAB hold for means as they do for pixels. As large as leaves enough of them.
 */
const blockSides = [4, 2];
const leastBlocks = 400;

/** Over all of L*, the largest number there is, less than a tenth of a grey level. */
function isNothing({ gain, offset }: LabLine): boolean {
  return Math.abs(gain - 1) * 100 < 0.02 && Math.abs(offset) < 0.02;
}

/** Of every ring pixel its index and the block that it counts in. */
type Blocks = { count: number; pixels: Int32Array; blocks: Int32Array };

/** The blocks of `side` x `side` pixels at least half of which are in the ring. */
function gatherBlocks(ring: Uint8Array, width: number, side: number): Blocks {
  const columns = Math.ceil(width / side);
  const rows = Math.ceil(ring.length / width / side);
  const blockAt = (i: number) =>
    Math.floor(Math.floor(i / width) / side) * columns + Math.floor((i % width) / side);
  const filled = new Int32Array(columns * rows);
  let total = 0;
  for (let i = 0; i < ring.length; i++) {
    if (ring[i] === 0) continue;
    filled[blockAt(i)]!++;
    total++;
  }
  const names = new Int32Array(filled.length).fill(-1);
  let count = 0;
  for (let i = 0; i < filled.length; i++) if (filled[i]! * 2 >= side * side) names[i] = count++;
  const [pixels, blocks] = [new Int32Array(total), new Int32Array(total)];
  let found = 0;
  for (let i = 0; i < ring.length; i++) {
    if (ring[i] === 0) continue;
    const name = names[blockAt(i)]!;
    if (name < 0) continue;
    pixels[found] = i;
    blocks[found++] = name;
  }
  return { count, pixels: pixels.subarray(0, found), blocks: blocks.subarray(0, found) };
}

function averageBlocks({ data, width, height }: PlanarImage, { count, pixels, blocks }: Blocks): LabRow {
  const sizes = new Float32Array(count);
  for (const block of blocks) sizes[block]!++;
  const average = (c: number) => {
    const means = new Float32Array(count);
    const plane = c * width * height;
    for (let i = 0; i < pixels.length; i++) means[blocks[i]!]! += data[plane + pixels[i]!]!;
    for (let block = 0; block < count; block++) means[block] = means[block]! / sizes[block]!;
    return means;
  };
  return [average(0), average(1), average(2)];
}

/** Marks the blocks that have a pixel with a channel at the end of its range. */
function findClipped({ data, width, height }: PlanarImage, { count, pixels, blocks }: Blocks): Uint8Array {
  const isClipped = new Uint8Array(count);
  for (let c = 0; c < 3; c++) {
    const plane = c * width * height;
    for (let i = 0; i < pixels.length; i++) {
      const value = data[plane + pixels[i]!]!;
      if (value <= 0 || value >= 1) isClipped[blocks[i]!] = 1;
    }
  }
  return isClipped;
}
