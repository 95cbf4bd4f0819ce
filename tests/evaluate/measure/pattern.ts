import type { RgbPixels } from '../pixels.ts';
import { colorOf, medianColor, nameColor, selectColor } from './colors.ts';
import { findFigure, rimColor } from './figure.ts';
import { createField, type Field, transform } from './fourier.ts';
import { gradients, layouts, periodsPx } from './pattern-layouts.ts';

export type PatternName = { kind: string; direction: string | null };

/** Two drawings in one complex field, because both are real: the transform of first + i second. */
type Drawings = { first: PatternName; second: PatternName; spectrum: { re: Float32Array; im: Float32Array } };

const known = new Map<number, Drawings[]>();

/** Every repeating pattern at several periods, drawn twice as large as the picture: each shift of it lies inside. */
function drawAll(side: number): Drawings[] {
  const found = known.get(side);
  if (found !== undefined) return found;
  const singles = layouts.flatMap(({ kind, direction, isSecond }) =>
    periodsPx.map((period) => ({
      name: { kind, direction },
      values: standardize(
        Float64Array.from({ length: side * side }, (_, i) =>
          isSecond((i % side) + 0.5, Math.floor(i / side) + 0.5, period) ? 1 : 0,
        ),
      ),
    })),
  );
  const drawn: Drawings[] = [];
  for (let i = 0; i < singles.length; i += 2) {
    const [first, second] = [singles[i]!, singles[i + 1] ?? singles[i]!];
    const field = createField(side);
    field.re.set(first.values);
    field.im.set(second.values);
    transform(field);
    const spectrum = { re: Float32Array.from(field.re), im: Float32Array.from(field.im) };
    drawn.push({ first: first.name, second: second.name, spectrum });
  }
  known.set(side, drawn);
  return drawn;
}

/** Mean 0 and deviation 1. */
function standardize(values: Float64Array): Float64Array {
  const { mean, deviation } = spread(values);
  return values.map((value) => (value - mean) / deviation);
}

function spread(values: Float64Array): { mean: number; deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, deviation: Math.sqrt(square) };
}

/** For every pixel of a square picture, where it lies on the way from one color to another: 0..1 and a little beyond. */
function projectColors({ data }: RgbPixels, from: string, to: string): Float64Array {
  const [first, second] = [colorOf(from), colorOf(to)];
  const way = [0, 1, 2].map((c) => second[c]! - first[c]!);
  const square = way.reduce((sum, value) => sum + value * value, 0);
  return Float64Array.from({ length: data.length / 3 }, (_, i) => {
    let along = 0;
    for (let c = 0; c < 3; c++) along += (data[i * 3 + c]! - first[c]!) * way[c]!;
    return Math.min(1.3, Math.max(-0.3, along / square));
  });
}

/** Kind and direction of the drawing in those colors that correlates best with a square picture; null where none does. */
export function namePattern(pixels: RgbPixels, colors: readonly string[]): PatternName | null {
  const plain = { kind: 'plain', direction: null };
  if (colors.length < 2) {
    const figure = findFigure(pixels, rimColor(pixels)).inside;
    return figure.reduce((sum, one) => sum + one, 0) < 0.02 * figure.length ? plain : null;
  }
  const share = projectColors(pixels, colors[0]!, colors.at(-1)!);
  if (spread(share).deviation < 0.05) return plain;
  const wanted = standardize(share);
  let [best, score]: [PatternName | null, number] = [null, 0];
  const consider = (name: PatternName, value: number) => {
    if (value > score) [best, score] = [name, value];
  };
  const shadow = transformPadded(wanted, pixels.width);
  for (const drawings of drawAll(2 * pixels.width)) {
    const [first, second] = correlate(drawings, shadow);
    consider(drawings.first, first / wanted.length);
    consider(drawings.second, second / wanted.length);
  }
  for (const { direction, share: at } of gradients) {
    const side = pixels.width;
    const drawing = standardize(
      wanted.map((_, i) => at(((i % side) + 0.5) / side, (Math.floor(i / side) + 0.5) / side)),
    );
    const sum = drawing.reduce((total, value, i) => total + value * wanted[i]!, 0);
    consider({ kind: 'gradient', direction }, sum / wanted.length);
  }
  return best;
}

function transformPadded(values: Float64Array, side: number): Field {
  const field = createField(2 * side);
  for (let y = 0; y < side; y++) {
    field.re.set(values.subarray(y * side, (y + 1) * side), y * field.side);
  }
  transform(field);
  return field;
}

/** The largest correlation of each of two drawings with a picture over all shifts that keep it inside the drawing. */
function correlate({ spectrum }: Drawings, shadow: Field): [number, number] {
  const { side } = shadow;
  const product = createField(side);
  for (let i = 0; i < product.re.length; i++) {
    const a = spectrum.re[i]!;
    const b = spectrum.im[i]!;
    const c = shadow.re[i]!;
    const d = -shadow.im[i]!;
    product.re[i] = a * c - b * d;
    product.im[i] = a * d + b * c;
  }
  transform(product, true);
  let [first, second] = [0, 0];
  for (let y = 0; y <= side / 2; y++) {
    for (let x = 0; x <= side / 2; x++) {
      first = Math.max(first, product.re[y * side + x]!);
      second = Math.max(second, product.im[y * side + x]!);
    }
  }
  return [first / (side * side), second / (side * side)];
}

/** Whether the named colors, and hardly any other, make up the picture; of a gradient, whether its ends are right. */
export function hasPatternColors(
  pixels: RgbPixels,
  { kind, direction, colors }: { kind: string; direction: string | null; colors: readonly string[] },
): boolean {
  const { width, height } = pixels;
  if (kind === 'gradient') {
    const inEnds = gradientEnds(direction, width, height);
    return inEnds.every((isInside, i) => nameColor(medianColor(pixels, isInside)) === colors[i]);
  }
  const shares = colors.map(
    (name) => selectColor(pixels, name).inside.reduce((sum, one) => sum + one, 0) / (width * height),
  );
  return shares.reduce((sum, one) => sum + one, 0) > 0.7 && Math.min(...shares) > 0.1;
}

type Region = (x: number, y: number) => boolean;

/** Where a gradient's first and last color are looked for. */
function gradientEnds(direction: string | null, width: number, height: number): [Region, Region] {
  const endPx = 6;
  if (direction === 'vertical') return [(_, y) => y < endPx, (_, y) => y >= height - endPx];
  if (direction === 'horizontal') return [(x) => x < endPx, (x) => x >= width - endPx];
  const isNear = (at: number, middle: number) => at >= middle - 4 && at < middle + 4;
  const isEnd = (at: number, side: number) => at < endPx || at >= side - endPx;
  return [
    (x, y) => isNear(x, Math.floor(width / 2)) && isNear(y, Math.floor(height / 2)),
    (x, y) => isEnd(x, width) && isEnd(y, height),
  ];
}
