/**
 * Exact Euclidean distance, in pixels, from every pixel's centre to the nearest selected pixel's centre; 0 on selected
 * ones, Infinity where nothing is selected. Two linear passes (Felzenszwalb & Huttenlocher, "Distance Transforms of
 * Sampled Functions", 2012).
 */
export function measureDistance(inside: Uint8Array, width: number, height: number): Float32Array {
  const squared = new Float32Array(width * height);
  const far = (width + height) ** 2 * 4;

  // Down and up each column: a binary image needs no parabolas for its first axis.
  for (let x = 0; x < width; x++) {
    let run = Number.POSITIVE_INFINITY;
    for (let y = 0; y < height; y++) {
      run = inside[y * width + x] !== 0 ? 0 : run + 1;
      squared[y * width + x] = run;
    }
    run = Number.POSITIVE_INFINITY;
    for (let y = height - 1; y >= 0; y--) {
      const at = y * width + x;
      run = inside[at] !== 0 ? 0 : run + 1;
      const nearest = Math.min(run, squared[at]!);
      squared[at] = nearest === Number.POSITIVE_INFINITY ? far : nearest * nearest;
    }
  }

  const vertex = new Int32Array(width);
  const border = new Float64Array(width + 1);
  const line = new Float64Array(width);
  for (let y = 0; y < height; y++) {
    const row = y * width;
    for (let x = 0; x < width; x++) line[x] = squared[row + x]!;
    lowerEnvelope(line, width, vertex, border);
    let k = 0;
    for (let x = 0; x < width; x++) {
      while (border[k + 1]! < x) k++;
      const from = vertex[k]!;
      const value = (x - from) ** 2 + line[from]!;
      squared[row + x] = value >= far ? Number.POSITIVE_INFINITY : Math.sqrt(value);
    }
  }
  return squared;
}

/** The lower envelope of the parabolas (x - q)^2 + line[q]: `vertex[k]` rules from border[k] to border[k + 1]. */
function lowerEnvelope(line: Float64Array, length: number, vertex: Int32Array, border: Float64Array): void {
  let k = 0;
  vertex[0] = 0;
  border[0] = Number.NEGATIVE_INFINITY;
  border[1] = Number.POSITIVE_INFINITY;
  for (let q = 1; q < length; q++) {
    let meet = meetOf(line, q, vertex[k]!);
    while (meet <= border[k]!) {
      k--;
      meet = meetOf(line, q, vertex[k]!);
    }
    k++;
    vertex[k] = q;
    border[k] = meet;
    border[k + 1] = Number.POSITIVE_INFINITY;
  }
}

function meetOf(line: Float64Array, q: number, v: number): number {
  return (line[q]! + q * q - (line[v]! + v * v)) / (2 * (q - v));
}
