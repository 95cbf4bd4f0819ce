/**
 * Exact Euclidean distance, in pixels, from every pixel's center to the nearest selected pixel's center; 0 on selected
 * ones, Infinity where nothing is selected. Linear in the pixels, as `findNearest`.
 */
export function measureDistance(inside: Uint8Array, width: number, height: number): Float32Array {
  const distance = new Float32Array(width * height);
  scanRows(inside, width, height, (at, dx, dy) => {
    distance[at] = Math.sqrt(dx * dx + dy * dy);
  });
  return distance;
}

/**
 * The index of the selected pixel nearest to every pixel, its own index on selected ones, -1 where nothing is
 * selected; of equally near ones always the same. Two linear passes (Felzenszwalb & Huttenlocher, "Distance Transforms
 * of Sampled Functions", 2012).
 */
export function findNearest(inside: Uint8Array, width: number, height: number): Int32Array {
  const nearest = new Int32Array(width * height).fill(-1);
  scanRows(inside, width, height, (at, dx, dy) => {
    if (Number.isFinite(dy)) nearest[at] = at + dy * width + dx;
  });
  return nearest;
}

/** Tells for every pixel how far, in columns and rows, its nearest selected pixel is away. */
function scanRows(
  inside: Uint8Array,
  width: number,
  height: number,
  tell: (at: number, dx: number, dy: number) => void,
): void {
  const steps = scanColumns(inside, width, height);
  const vertex = new Int32Array(width);
  const border = new Float64Array(width + 1);
  const line = new Float64Array(width);
  for (let y = 0; y < height; y++) {
    const row = y * width;
    let vertices = 0;
    for (let x = 0; x < width; x++) {
      const step = steps[row + x]!;
      if (step === nowhere) continue;
      line[x] = step * step;
      vertices = addParabola(line, x, vertex, border, vertices);
    }
    if (vertices === 0) {
      for (let x = 0; x < width; x++) tell(row + x, 0, Number.POSITIVE_INFINITY);
      continue;
    }
    let k = 0;
    for (let x = 0; x < width; x++) {
      while (k + 1 < vertices && border[k + 1]! < x) k++;
      const from = vertex[k]!;
      tell(row + x, from - x, steps[row + from]!);
    }
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
