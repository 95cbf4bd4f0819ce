import type { Rgba } from './pictures.ts';

type Color = [number, number, number];

/** The colors that the default model's corpus draws for these words. */
const palette: Record<string, Color> = {
  red: [214, 40, 40],
  orange: [245, 130, 32],
  yellow: [250, 210, 50],
  green: [60, 160, 70],
  blue: [40, 90, 200],
  purple: [130, 60, 170],
  white: [250, 250, 250],
  black: [20, 20, 25],
};

const distance = (a: readonly number[], b: readonly number[]) =>
  Math.hypot(...[0, 1, 2].map((c) => (a[c] ?? 0) - (b[c] ?? 0)));

function nearestName(color: readonly number[]): string {
  const [first = ''] = Object.keys(palette).sort(
    (a, b) => distance(color, palette[a] ?? []) - distance(color, palette[b] ?? []),
  );
  return first;
}

function median(colors: readonly (readonly number[])[]): number[] {
  return [0, 1, 2].map((c) => {
    const values = colors.map((color) => color[c] ?? 0).sort((a, b) => a - b);
    return values[values.length >> 1] ?? 0;
  });
}

/** What the picture shows in words: the color of its rim, and of what differs from it (null: nothing does). */
export function readColors({ width, height, data }: Rgba): { background: string; foreground: string | null } {
  const pixel = (i: number) => [...data.subarray(i * 4, i * 4 + 3)];
  const all = Array.from({ length: width * height }, (_, i) => i);
  const rim = all.filter((i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    return x < 3 || y < 3 || x >= width - 3 || y >= height - 3;
  });
  const background = median(rim.map(pixel));
  const figure = all.map(pixel).filter((color) => distance(color, background) > 60);
  return {
    background: nearestName(background),
    foreground: figure.length < all.length * 0.01 ? null : nearestName(median(figure)),
  };
}

/** Share of the opaque pixels whose nearest color word is `name`. */
export function shareOf(name: string, { width, height, data }: Rgba): number {
  let [count, opaque] = [0, 0];
  for (let i = 0; i < width * height; i += 1) {
    if (data[i * 4 + 3] !== 255) continue;
    opaque += 1;
    if (nearestName([...data.subarray(i * 4, i * 4 + 3)]) === name) count += 1;
  }
  return opaque === 0 ? 0 : count / opaque;
}
