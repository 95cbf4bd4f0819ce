/** One value per pixel, rows from the top. */
export type Plane = { width: number; height: number; data: Float32Array };

/** A plane blurred down and across with one kernel of odd length; the edge pixel goes on beyond the edge. */
export function convolve({ width, height, data }: Plane, kernel: readonly number[]): Plane {
  const reach = kernel.length >> 1;
  const across = new Float32Array(data.length);
  const result = new Float32Array(data.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let k = -reach; k <= reach; k++) {
        const column = Math.min(width - 1, Math.max(0, x + k));
        sum += kernel[k + reach]! * data[y * width + column]!;
      }
      across[y * width + x] = sum;
    }
  }
  for (let y = 0; y < height; y++) {
    for (let k = -reach; k <= reach; k++) {
      const row = Math.min(height - 1, Math.max(0, y + k)) * width;
      const weight = kernel[k + reach]!;
      for (let x = 0; x < width; x++)
        result[y * width + x] = result[y * width + x]! + weight * across[row + x]!;
    }
  }
  return { width, height, data: result };
}

const normalize = (kernel: readonly number[]) => {
  const sum = kernel.reduce((total, value) => total + value, 0);
  return kernel.map((value) => value / sum);
};

/** A bell of `size` values, which is odd. */
export function gaussianKernel(size: number, sigma: number): number[] {
  return normalize(
    Array.from({ length: size }, (_, i) => Math.exp(-((i - (size >> 1)) ** 2) / (2 * sigma ** 2))),
  );
}

/** A triangle of `size` values, which is odd. */
export function linearKernel(size: number): number[] {
  const half = (size >> 1) + 1;
  return normalize(Array.from({ length: size }, (_, i) => half - Math.abs(i - (size >> 1))));
}

/** The largest or smallest value of the square that reaches `radius` pixels to each side. */
export function spreadSquare({ width, height, data }: Plane, radius: number, pick: 'max' | 'min'): Plane {
  const choose = pick === 'max' ? Math.max : Math.min;
  const across = new Float32Array(data.length);
  const result = new Float32Array(data.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let value = data[y * width + x]!;
      for (let k = Math.max(0, x - radius); k <= Math.min(width - 1, x + radius); k++)
        value = choose(value, data[y * width + k]!);
      across[y * width + x] = value;
    }
  }
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let value = across[y * width + x]!;
      for (let k = Math.max(0, y - radius); k <= Math.min(height - 1, y + radius); k++)
        value = choose(value, across[k * width + x]!);
      result[y * width + x] = value;
    }
  }
  return { width, height, data: result };
}
