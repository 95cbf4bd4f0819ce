/** What a correction may do at most, so that a ring that differs for good reasons cannot spoil the picture. */
export const matchLimits = {
  gainLow: 0.8,
  gainHigh: 1.25,
  /** L*, a* or b* by which a ring's mean may move. */
  shift: 8,
  fewestPx: 256,
  leastDeviation: 0.4,
  /** Places farther apart than this (CIE76) show different things, not drifted colors. */
  sameThing: 20,
};

/** L*, a* and b* of as many places as each is long, each place the mean of some pixels. */
export type LabRow = readonly [Float32Array, Float32Array, Float32Array];

/** goal = gain * own + offset, for one of L*, a* and b*. */
export type LabLine = { gain: number; offset: number };
export type LabLines = readonly [LabLine, LabLine, LabLine];

const nothing: LabLine = { gain: 1, offset: 0 };
const still: LabLines = [nothing, nothing, nothing];

/** Differences of up to so many times the middle one count as the same thing: first little more than half of all, then most. */
const trims = [1.2, 1.2, 1.2, 3, 3, 3];
const leastTrim = 0.5;

/** Beyond this many times the middle difference a place tells no more against a fit. */
const lossCap = 1.5;

/**
 * The lines that bring the colors `own` to those of `goal`, place by place; null where the two have nothing in common.
 * A least-squares fit is repeated over those that lie near it (concentration steps, Rousseeuw & Van Driessen
 * 2006), once from all that could be the same thing and once from their median difference. Places in `isClipped` were
 * cut off at the end of what sRGB can show and tell little: it is also tried without them. The fit that brings the most
 * places nearest counts. Gains and shifts keep to `matchLimits`; few pixels, or flat ones, are only shifted.
 */
export function fitColors(
  own: LabRow,
  goal: LabRow,
  isClipped: Uint8Array,
  pxPerPlace: number,
): LabLines | null {
  const everything = new Uint8Array(isClipped.length);
  const fewest = matchLimits.fewestPx / pxPerPlace;
  if (!hasNear(measureOff(own, goal, still, everything))) return null;
  const fits: LabLines[] = [still];
  for (const left of isClipped.includes(1) ? [isClipped, everything] : [everything]) {
    const off = measureOff(own, goal, still, left);
    if (!hasNear(off)) continue;
    for (const start of [fit(own, goal, off, matchLimits.sameThing, fewest), shiftByMedian(own, goal, off)])
      fits.push(concentrate(own, goal, left, start, fewest));
  }
  const offs = fits.map((lines) => measureOff(own, goal, lines, everything));
  const middle = Math.min(...offs.filter(hasNear).map((off) => findMedian(off, off, 0)));
  const cap = Math.max(leastTrim, lossCap * middle);
  const losses = offs.map((off) => sumUpTo(off, cap));
  return fits[losses.indexOf(Math.min(...losses))]!;
}

function sumUpTo(off: Float32Array, cap: number): number {
  let sum = 0;
  for (let i = 0; i < off.length; i++) sum += Math.min(off[i]!, cap);
  return sum;
}

function concentrate(own: LabRow, goal: LabRow, left: Uint8Array, start: LabLines, fewest: number): LabLines {
  let lines = start;
  for (const times of trims) {
    const off = measureOff(own, goal, lines, left);
    if (!hasNear(off)) break;
    const most = Math.max(leastTrim, times * findMedian(off, off, 0));
    lines = fit(own, goal, off, Math.min(matchLimits.sameThing, most), fewest);
  }
  return lines;
}

/** How far each place still is from its goal (CIE76); Infinity for those that are left out. */
function measureOff(own: LabRow, goal: LabRow, lines: LabLines, left: Uint8Array): Float32Array {
  const off = new Float32Array(left.length);
  const [l, a, b] = lines;
  for (let i = 0; i < off.length; i++) {
    const dl = own[0][i]! * l.gain + l.offset - goal[0][i]!;
    const da = own[1][i]! * a.gain + a.offset - goal[1][i]!;
    const db = own[2][i]! * b.gain + b.offset - goal[2][i]!;
    off[i] = left[i] === 0 ? Math.sqrt(dl * dl + da * da + db * db) : Number.POSITIVE_INFINITY;
  }
  return off;
}

function hasNear(off: Float32Array): boolean {
  for (let i = 0; i < off.length; i++) if (off[i]! < matchLimits.sameThing) return true;
  return false;
}

/** Least squares over the places that are less than `most` off. */
function fit(own: LabRow, goal: LabRow, off: Float32Array, most: number, fewest: number): LabLines {
  return [
    fitLine(own[0], goal[0], off, most, fewest),
    fitLine(own[1], goal[1], off, most, fewest),
    fitLine(own[2], goal[2], off, most, fewest),
  ];
}

function fitLine(
  own: Float32Array,
  goal: Float32Array,
  off: Float32Array,
  most: number,
  fewest: number,
): LabLine {
  let count = 0;
  let x = 0;
  let y = 0;
  for (let i = 0; i < off.length; i++) {
    if (off[i]! >= most) continue;
    count++;
    x += own[i]!;
    y += goal[i]!;
  }
  x /= count;
  y /= count;
  let xx = 0;
  let xy = 0;
  let yy = 0;
  for (let i = 0; i < off.length; i++) {
    if (off[i]! >= most) continue;
    const dx = own[i]! - x;
    const dy = goal[i]! - y;
    xx += dx * dx;
    xy += dx * dy;
    yy += dy * dy;
  }
  const flat = matchLimits.leastDeviation ** 2 * count;
  const gain = count < fewest || Math.min(xx, yy) < flat ? 1 : chooseGain(xx, xy, yy);
  const shift = clamp(y - x, -matchLimits.shift, matchLimits.shift);
  return { gain, offset: x + shift - gain * x };
}

/**
 * Noise makes the slope of goal over own too flat and that of own over goal too steep, so the true one lies between:
 * of these the one that changes the least. Without noise both are the same.
 */
function chooseGain(xx: number, xy: number, yy: number): number {
  if (xy <= 0) return 1;
  return clamp(clamp(1, xy / xx, yy / xy), matchLimits.gainLow, matchLimits.gainHigh);
}

function shiftByMedian(own: LabRow, goal: LabRow, off: Float32Array): LabLines {
  const line = (c: 0 | 1 | 2): LabLine => ({
    gain: 1,
    offset: findMedian(subtract(goal[c], own[c]), off, -matchLimits.sameThing),
  });
  return [line(0), line(1), line(2)];
}

function subtract(a: Float32Array, b: Float32Array): Float32Array {
  const difference = new Float32Array(a.length);
  for (let i = 0; i < a.length; i++) difference[i] = a[i]! - b[i]!;
  return difference;
}

const bins = 1024;

/** The median, to 1/1024 of its range from `low` to `sameThing`, of the values of places that could be the same thing. */
function findMedian(values: Float32Array, off: Float32Array, low: number): number {
  const counts = new Uint32Array(bins);
  const width = (matchLimits.sameThing - low) / bins;
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    if (off[i]! >= matchLimits.sameThing) continue;
    const bin = Math.floor((values[i]! - low) / width);
    const inside = bin < 0 ? 0 : bin >= bins ? bins - 1 : bin;
    counts[inside] = counts[inside]! + 1;
    count++;
  }
  let bin = 0;
  for (let passed = counts[0]!; passed < count / 2; passed += counts[bin]!) bin++;
  return low + (bin + 0.5) * width;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
