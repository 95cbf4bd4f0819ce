import type { Mask } from './image.ts';

/**
 * The mask with its small holes filled: pixels that are not selected (below half of the strongest alpha, at most 128),
 * hang together by their sides, do not reach the rim, and measure at most `mostPx` across and down. A hole gets the
 * strongest alpha beside it, and so does the soft rim that it had.
 */
export function fillHoles(mask: Mask, mostPx: number): Mask {
  const { width, height } = mask.rect;
  if (mostPx <= 0 || width < 3 || height < 3) return mask;
  const alpha = mask.alpha.slice();
  const strongest = mask.alpha.reduce((most, value) => (value > most ? value : most), 0);
  const line = Math.min(128, strongest / 2);
  // 1: to be looked at. What is selected blocks the way, and so does what has been looked at.
  const open = mask.alpha.map((value) => (value < line ? 1 : 0));
  const found = new Int32Array(open.length);
  for (let start = 0; start < open.length; start++) {
    if (open[start] === 0) continue;
    const hole = flood(open, width, start, found);
    const isOpen =
      hole.left === 0 || hole.top === 0 || hole.right === width - 1 || hole.bottom === height - 1;
    if (isOpen || hole.right - hole.left + 1 > mostPx || hole.bottom - hole.top + 1 > mostPx) continue;
    fillHole(alpha, mask.alpha, width, found.subarray(0, hole.count), line);
  }
  return { rect: mask.rect, alpha };
}

type Hole = { count: number; left: number; top: number; right: number; bottom: number };

/** Collects in `found` the open pixels that hang together with `start`, and closes them. */
function flood(open: Uint8Array, width: number, start: number, found: Int32Array): Hole {
  const height = open.length / width;
  const hole: Hole = { count: 1, left: width, top: height, right: 0, bottom: 0 };
  found[0] = start;
  open[start] = 0;
  for (let read = 0; read < hole.count; read++) {
    const at = found[read]!;
    const x = at % width;
    const y = (at - x) / width;
    if (x < hole.left) hole.left = x;
    if (x > hole.right) hole.right = x;
    if (y < hole.top) hole.top = y;
    if (y > hole.bottom) hole.bottom = y;
    for (let side = 0; side < 4; side++) {
      const isInside = side === 0 ? x > 0 : side === 1 ? x + 1 < width : side === 2 ? y > 0 : y + 1 < height;
      const next = at + (side === 0 ? -1 : side === 1 ? 1 : side === 2 ? -width : width);
      if (!isInside || open[next] === 0) continue;
      open[next] = 0;
      found[hole.count++] = next;
    }
  }
  return hole;
}

/** An anti-aliased rim is a pixel or two wide. */
const rimPx = 2;

function fillHole(
  target: Uint8Array,
  source: Uint8Array,
  width: number,
  hole: Int32Array,
  line: number,
): void {
  const height = source.length / width;
  const forRim = (visit: (at: number) => void) => {
    for (const at of hole) {
      const x = at % width;
      const y = (at - x) / width;
      for (let ny = Math.max(0, y - rimPx); ny <= Math.min(height - 1, y + rimPx); ny++) {
        for (let nx = Math.max(0, x - rimPx); nx <= Math.min(width - 1, x + rimPx); nx++)
          visit(ny * width + nx);
      }
    }
  };
  let strongest = 0;
  forRim((at) => {
    strongest = Math.max(strongest, source[at]!);
  });
  for (const at of hole) target[at] = strongest;
  forRim((at) => {
    if (source[at]! >= line && target[at]! < strongest) target[at] = strongest;
  });
}
