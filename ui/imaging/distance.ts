/**
 * Exact Euclidean distance, in pixels, from every pixel's center to the nearest selected pixel's center; 0 on selected
 * ones, Infinity where nothing is selected. Distances above `reachPx` may come out larger, which saves looking for them.
 * Linear in the pixels, as `findNearest`.
 */
export function measureDistance(
  inside: Uint8Array,
  width: number,
  height: number,
  reachPx = Number.POSITIVE_INFINITY,
): Float32Array {
  const distance = new Float32Array(width * height);
  scanRows(inside, width, height, reachPx, (row, steps, nearest) => {
    for (let x = 0; x < width; x++) {
      const dy = steps[row + x]!;
      if (dy === 0) continue;
      const from = nearest[x]!;
      if (from < 0) {
        distance[row + x] = Number.POSITIVE_INFINITY;
        continue;
      }
      const dx = from - x;
      const down = steps[row + from]!;
      distance[row + x] = Math.sqrt(dx * dx + down * down);
    }
  });
  return distance;
}

/**
 * The index of the selected pixel nearest to every pixel, its own index on selected ones, -1 where nothing is
 * selected; of equally near ones always the same. Two linear passes (Felzenszwalb & Huttenlocher, "Distance Transforms
 * of Sampled Functions", 2012).
 */
export function findNearest(inside: Uint8Array, width: number, height: number): Int32Array {
  const found = new Int32Array(width * height).fill(-1);
  scanRows(inside, width, height, Number.POSITIVE_INFINITY, (row, steps, nearest) => {
    for (let x = 0; x < width; x++) {
      if (steps[row + x] === 0) found[row + x] = row + x;
      else if (nearest[x]! >= 0) found[row + x] = row + nearest[x]! + steps[row + nearest[x]!]! * width;
    }
  });
  return found;
}

/**
 * Tells of every row, which begins at index `row`, in which column each pixel has its nearest selected one, -1 where
 * none is in reach; `steps` are the rows from there to it. Of pixels that are selected themselves it tells nothing.
 */
function scanRows(
  inside: Uint8Array,
  width: number,
  height: number,
  reachPx: number,
  tell: (row: number, steps: Int32Array, nearest: Int32Array) => void,
): void {
  const steps = scanColumns(inside, width, height);
  const vertex = new Int32Array(width);
  const border = new Float64Array(width + 1);
  const line = new Float64Array(width);
  const nearest = new Int32Array(width);
  for (let row = 0; row < width * height; row += width) {
    let vertices = 0;
    for (let x = 0; x < width; x++) {
      const step = steps[row + x]!;
      if (step === nowhere || step > reachPx || -step > reachPx) continue;
      // Between two selected ones of its row it is nearest to nothing but itself.
      if (step === 0 && x > 0 && steps[row + x - 1] === 0 && steps[row + x + 1] === 0 && x + 1 < width)
        continue;
      line[x] = step * step;
      vertices = addParabola(line, x, vertex, border, vertices);
    }
    nearest.fill(-1);
    for (let x = 0, k = 0; vertices > 0 && x < width; x++) {
      if (steps[row + x] === 0) continue;
      while (k + 1 < vertices && border[k + 1]! < x) k++;
      nearest[x] = vertex[k]!;
    }
    tell(row, steps, nearest);
  }
}

const nowhere = 0x7fff_ffff;

/** Rows from every pixel to the nearest selected one of its column: down and up, without parabolas. */
function scanColumns(inside: Uint8Array, width: number, height: number): Int32Array {
  const steps = new Int32Array(width * height);
  const last = new Int32Array(width).fill(-1);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      if (inside[at] !== 0) last[x] = y;
      steps[at] = last[x]! < 0 ? nowhere : last[x]! - y;
    }
  }
  last.fill(-1);
  for (let y = height - 1; y >= 0; y--) {
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      if (inside[at] !== 0) last[x] = y;
      const down = last[x]! - y;
      if (last[x]! >= 0 && (steps[at] === nowhere || down < -steps[at]!)) steps[at] = down;
    }
  }
  return steps;
}

/** Adds (x - q)^2 + line[q] to a lower envelope, where vertex[k] rules from border[k] on; returns how many rule now. */
function addParabola(
  line: Float64Array,
  q: number,
  vertex: Int32Array,
  border: Float64Array,
  vertices: number,
): number {
  let k = vertices - 1;
  let meet = Number.NEGATIVE_INFINITY;
  while (k >= 0) {
    const v = vertex[k]!;
    meet = (line[q]! + q * q - (line[v]! + v * v)) / (2 * (q - v));
    if (meet > border[k]!) break;
    k--;
  }
  vertex[k + 1] = q;
  border[k + 1] = k < 0 ? Number.NEGATIVE_INFINITY : meet;
  return k + 2;
}
