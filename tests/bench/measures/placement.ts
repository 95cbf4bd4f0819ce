import { row } from '../../../tools/measuring/report.mjs';
import { createPlanar, type PlanarImage, type RgbaImage } from '../../../ui/imaging/image.ts';
import { measureShift } from '../../../ui/imaging/registration.ts';
import type { Fixture } from '../fixtures/drawing.ts';
import { landscape, noise, picture } from '../fixtures/fixtures.ts';
import { markReach } from '../random-jobs/count-changed.ts';
import {
  type FillOptions,
  type JobRunner,
  type OpenSession,
  withJobRunner,
} from '../random-jobs/job-runner.ts';
import type { RandomJob } from '../random-jobs/plan-jobs.ts';
import type { Row } from '../rows.ts';

const mostPx = 0.1;

type Case = {
  width: number;
  height: number;
  degrees?: number;
  density?: number;
  radius?: number;
} & FillOptions;

const groups: Record<string, readonly Case[]> = {
  'odd sizes': [
    { width: 517, height: 389, radius: 150 },
    { width: 901, height: 333, radius: 120 },
    { width: 255, height: 641, radius: 90 },
  ],
  'rotated frames': [3, 30, 45, -12.5, 90].map((degrees) => ({ width: 480, height: 360, degrees })),
  'export scales 0.5, 2, 3': [0.5, 2, 3].map((density) => ({
    width: 400,
    height: 300,
    density,
    exportScale: density,
  })),
};

/** The part that the model sees is as large as it paints, so that a patch may not differ from what it lies over at all. */
const wholePixels: readonly Case[] = [
  { width: 517, height: 389, radius: 50 },
  { width: 517, height: 389, radius: 50, move: { x: 37, y: -12 } },
  { width: 300, height: 300, radius: 50, degrees: 90, move: { x: -250, y: 401 } },
];

/**
 * How far a patch that shows what it covers is from it, by phase correlation of the frame's exports, in their pixels; and
 * the bytes that differ where everything lies on whole pixels, frames that are moved before the patch is placed among them.
 */
export function measurePlacement(session: OpenSession): Promise<Row[]> {
  return withJobRunner(session, async (runner) => {
    const rows: Row[] = [];
    for (const [name, cases] of Object.entries(groups)) {
      const errors: number[] = [];
      for (const one of cases)
        for (const fixture of [noise, landscape]) errors.push(await findShift(runner, fixture, one));
      rows.push(row(`placement: ${name}`, Math.max(...errors), 'px', { n: errors.length, atMost: mostPx }));
    }
    let differing = 0;
    for (const one of wholePixels) differing += await countDiffering(runner, one);
    const options = { n: wholePixels.length, atMost: 0 };
    return [
      ...rows,
      row('placement: bytes that differ after moves by whole pixels', differing, 'bytes', options),
    ];
  });
}

function jobOf({ width, height, degrees = 0, radius = 110 }: Case): RandomJob {
  const shape = {
    type: 'ELLIPSE',
    role: 'repaint',
    centerX: Math.round(0.52 * width),
    centerY: Math.round(0.47 * height),
    width: 2 * radius,
    height: 2 * radius,
    degrees: 0,
    opacity: 1,
    blur: 0,
  } as const;
  return {
    picture: 0,
    isLayer: false,
    frame: { x: 20, y: 40, width, height, degrees },
    shapes: [shape],
    edge: 'blend',
    context: 'auto',
    seed: 1,
  };
}

async function fill(runner: JobRunner, fixture: Fixture, one: Case) {
  const { width, height, density = 1 } = one;
  const stored = await runner.store(
    picture(fixture, Math.round(width * density), Math.round(height * density)),
  );
  const filled = await runner.fill(jobOf(one), stored, one);
  if ('reason' in filled) throw new Error(filled.reason);
  return filled;
}

async function findShift(runner: JobRunner, fixture: Fixture, one: Case): Promise<number> {
  const { before, after, patch } = await fill(runner, fixture, one);
  const { x, y } = measureShift(toPlanar(before.image), toPlanar(after.image), markReach(before, patch));
  return Math.hypot(x, y);
}

async function countDiffering(runner: JobRunner, one: Case): Promise<number> {
  const { before, after } = await fill(runner, noise, one);
  let count = 0;
  for (const [i, byte] of before.image.data.entries()) if (byte !== after.image.data[i]) count++;
  return count;
}

function toPlanar({ width, height, data }: RgbaImage): PlanarImage {
  const pixels = width * height;
  const planar = createPlanar(width, height, 3);
  for (let i = 0; i < planar.data.length; i++)
    planar.data[i] = data[(i % pixels) * 4 + Math.floor(i / pixels)]! / 255;
  return planar;
}
