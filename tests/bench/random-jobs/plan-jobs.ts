import { createNumbers } from '../fixtures/seeded.ts';

/** A layer over the frame; middle and size in the frame's own units, turned about its middle. */
export type JobShape = {
  type: 'RECTANGLE' | 'ELLIPSE' | 'POLYGON' | 'STAR';
  /** What its name says: to repaint what it covers, or to keep it. */
  role: 'repaint' | 'keep';
  centerX: number;
  centerY: number;
  width: number;
  height: number;
  degrees: number;
  opacity: number;
  /** Radius of a blur that makes its edge soft; 0 for none. */
  blur: number;
};

/** Everything about one job: same value, same document and request. */
export type RandomJob = {
  /** Which of the pictures, and whether it is the frame's fill or a layer in it. */
  picture: number;
  isLayer: boolean;
  frame: { x: number; y: number; width: number; height: number; degrees: number };
  shapes: JobShape[];
  edge: 'blend' | 'strict';
  context: 'auto' | 'whole' | 'mask';
  seed: number;
};

/** `count` jobs that follow from a seed: a longer list begins with the shorter one. `pictures`: how many there are. */
export function planJobs(seed: number, count: number, pictures: number): RandomJob[] {
  const next = createNumbers(seed);
  return Array.from({ length: count }, (_, i) =>
    planJob(createNumbers(Math.floor(next() * 2 ** 32)), i, pictures),
  );
}

type Numbers = () => number;

const between = (next: Numbers, least: number, most: number) => least + (most - least) * next();
const pick = <T>(next: Numbers, choices: readonly T[]): T => choices[Math.floor(next() * choices.length)]!;
const happens = (next: Numbers, share: number) => next() < share;

/** Every such job is a large one; the first of them comes early, so that a short run has one too. */
const largeEvery = 24;

function planJob(next: Numbers, index: number, pictures: number): RandomJob {
  const isLarge = index % largeEvery === 11;
  const [least, most] = isLarge ? [2000, 4000] : [60, 900];
  const isOnGrid = happens(next, 0.8);
  const place = (value: number) => (isOnGrid ? Math.round(value) : Math.round(value * 8) / 8 + 0.01);
  const width = place(between(next, least, most));
  const height = place(isLarge ? between(next, 1500, 2500) : between(next, 60, 900));
  const degrees = isLarge || happens(next, 0.6) ? 0 : pick(next, [90, 180, 30, -12.5, 45, 3]);
  return {
    picture: Math.floor(next() * pictures),
    isLayer: happens(next, 0.3),
    frame: { x: place(between(next, -500, 500)), y: place(between(next, -500, 500)), width, height, degrees },
    shapes: planShapes(next, width, height),
    edge: happens(next, 0.75) ? 'blend' : 'strict',
    context: pick(next, ['auto', 'auto', 'auto', 'whole', 'mask']),
    seed: Math.floor(next() * 1000),
  };
}

/** The first shape always repaints a part of the frame; one that keeps is smaller than it. */
function planShapes(next: Numbers, width: number, height: number): JobShape[] {
  const count = pick(next, [1, 1, 1, 2, 2, 3]);
  const shapes = Array.from({ length: count }, (_, i) => planShape(next, width, height, i));
  const first = shapes[0]!;
  if (!happens(next, 0.2)) return shapes;
  const kept = planShape(next, width, height, 1);
  const [shorter, longer] = [0.25 * Math.min(first.width, first.height), Math.max(kept.width, kept.height)];
  const scale = Math.min(1, shorter / longer);
  return [
    ...shapes,
    { ...kept, role: 'keep', width: kept.width * scale, height: kept.height * scale, blur: 0 },
  ];
}

function planShape(next: Numbers, width: number, height: number, index: number): JobShape {
  const side = between(next, 0.08, 0.6) * Math.min(width, height);
  const [across, down] = [side * between(next, 0.5, 1.5), side * between(next, 0.5, 1.5)];
  const isSoft = happens(next, 0.2);
  // Others than the first may lie half outside of the frame.
  const [from, to] = index === 0 ? [0.15, 0.85] : [0.02, 0.98];
  return {
    type: pick(next, ['RECTANGLE', 'ELLIPSE', 'ELLIPSE', 'POLYGON', 'STAR']),
    role: 'repaint',
    centerX: between(next, from, to) * width,
    centerY: between(next, from, to) * height,
    width: Math.max(4, across),
    height: Math.max(4, down),
    degrees: happens(next, 0.3) ? between(next, -40, 40) : 0,
    opacity: happens(next, 0.25) ? between(next, 0.3, 1) : 1,
    blur: isSoft ? between(next, 2, 0.3 * side) : 0,
  };
}
