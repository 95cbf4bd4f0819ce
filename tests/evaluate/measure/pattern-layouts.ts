/** True where a pattern's second color goes, at pixel centers x, y; `period` in pixels. As the corpus draws it. */
type Layout = (x: number, y: number, period: number) => boolean;

const fraction = (value: number) => value - Math.floor(value);
const rest = (value: number, period: number) => value - Math.floor(value / period) * period;
const isFirstHalf = (along: number, period: number) => fraction(along / period) < 0.5;

/** Every pattern that repeats, by kind and direction; null where a kind has but one. */
export const layouts: readonly { kind: string; direction: string | null; isSecond: Layout }[] = [
  { kind: 'stripes', direction: 'horizontal', isSecond: (_, y, period) => isFirstHalf(y, period) },
  { kind: 'stripes', direction: 'vertical', isSecond: (x, _, period) => isFirstHalf(x, period) },
  {
    kind: 'stripes',
    direction: 'diagonal',
    isSecond: (x, y, period) => isFirstHalf((x + y) / Math.SQRT2, period),
  },
  {
    kind: 'waves',
    direction: 'horizontal',
    isSecond: (x, y, period) => isFirstHalf(y + 5 * Math.sin((2 * Math.PI * x) / 42), period),
  },
  {
    kind: 'zigzag',
    direction: 'horizontal',
    isSecond: (x, y, period) => isFirstHalf(y + Math.abs(fraction(x / 32) - 0.5) * 28, period),
  },
  {
    kind: 'dots',
    direction: null,
    isSecond(x, y, period) {
      const shift = (Math.floor(y / period) % 2) * (period / 2);
      return Math.hypot(rest(x + shift, period) - period / 2, rest(y, period) - period / 2) > 0.3 * period;
    },
  },
  {
    kind: 'checks',
    direction: null,
    isSecond: (x, y, period) => (Math.floor((2 * x) / period) + Math.floor((2 * y) / period)) % 2 === 0,
  },
  {
    kind: 'grid',
    direction: null,
    isSecond: (x, y, period) => rest(x, period) > 0.2 * period && rest(y, period) > 0.2 * period,
  },
];

/** The periods in pixels that are tried. */
export const periodsPx: readonly number[] = Array.from({ length: 9 }, (_, i) => 29 + (14 * i) / 8);

/** A gradient's share of its second color, at x and y in 0..1 of the picture. */
export const gradients: readonly { direction: string; share: (x: number, y: number) => number }[] = [
  { direction: 'vertical', share: (_, y) => y },
  { direction: 'horizontal', share: (x) => x },
  { direction: 'radial', share: (x, y) => Math.min(1, 1.3 * Math.hypot(x - 0.5, y - 0.5)) },
];
