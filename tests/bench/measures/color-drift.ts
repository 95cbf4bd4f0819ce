import { row } from '../../../tools/measuring/report.mjs';
import type { FillArea } from '../../../ui/engine/worker/fill-area.ts';
import { measureDistance } from '../../../ui/imaging/distance.ts';
import type { PlanarImage, RgbaImage } from '../../../ui/imaging/image.ts';
import { toLab } from '../../../ui/imaging/lab.ts';
import { deltaE2000 } from '../delta-e.ts';
import type { Fixture } from '../fixtures/drawing.ts';
import { fixtures, picture } from '../fixtures/fixtures.ts';
import { coverShare } from '../fixtures/masks.ts';
import { histogramMatch } from '../peers/automatic1111.ts';
import { kritaMatch } from '../peers/krita.ts';
import type { Row } from '../rows.ts';
import { type Drift, drifts, gainSpaces, injectDrift } from './drift.ts';
import { largeEye, openArea, smallEye } from './open-area.ts';
import { paintHole } from './paint-hole.ts';

const [width, height] = [640, 480];
const shares = [0.25, 0.5, 0.75];

/** The ring in picture pixels, or in model pixels where the model is coarser. */
const ring = { fromPx: 4, toPx: 24, leastModelPx: 6 };
const mostLeftPercent = 5;

type Way = { name: string; limit: number | null; match(area: FillArea, painted: PlanarImage): PlanarImage };

const ways: readonly Way[] = [
  { name: 'ours', limit: mostLeftPercent, match: ({ correct }, painted) => correct(painted) },
  { name: 'krita', limit: null, match: ({ known, hole }, painted) => kritaMatch(painted, known, hole) },
  {
    name: 'A1111 with histogram',
    limit: null,
    match: ({ known }, painted) => histogramMatch(painted, known),
  },
];

/**
 * How much of an injected drift is left in the ring around the mask after the colors were matched, in percent of its
 * mean CIEDE2000: at the model's size, before anything is rounded. Drift that nothing corrects is 100 %.
 */
export function measureColorDrift(): Row[] {
  return shares.flatMap((share) => {
    const found = fixtures.map((fixture) => measureFixture(fixture, share));
    return drifts.flatMap((drift) =>
      ways.flatMap(({ name, limit }) => {
        const values = found.flatMap((left) => left.get(drift)!.get(name)!);
        const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
        const options = { n: values.length, ...(limit !== null && { atMost: limit }) };
        const what = `color drift left: ${drift.name}, mask ${100 * share} %, ${name}`;
        const worst = limit === null ? [] : [row(`${what}, worst`, Math.max(...values), '%', options)];
        return [row(what, mean, '%', options), ...worst];
      }),
    );
  });
}

/** Per drift the percentages that each way leaves on one picture, for both meanings of gain; ours at two models' sizes. */
export function measureFixture(fixture: Fixture, share: number): Map<Drift, Map<string, number[]>> {
  const mask = coverShare(width, height, share);
  const found = new Map(drifts.map((drift) => [drift, new Map<string, number[]>()]));
  for (const eye of [smallEye, largeEye]) {
    const area = openArea(picture(fixture, width, height), mask, eye);
    const around = markRing(area, mask);
    const clean = paintHole(area, fixture, width, height);
    for (const [drift, left] of found) {
      for (const space of gainSpaces) {
        const painted = injectDrift(clean, drift, space);
        const injected = meanDifference(painted, area.known, around);
        for (const { name, match } of eye === smallEye ? ways : ways.slice(0, 1)) {
          const rest = meanDifference(match(area, painted), area.known, around);
          left.set(name, [...(left.get(name) ?? []), (100 * rest) / injected]);
        }
      }
    }
  }
  return found;
}

/** The known pixels of the model's picture whose middles lie in the ring around the mask. */
function markRing({ crop, model, hole }: FillArea, mask: RgbaImage): Uint8Array {
  const [scaleX, scaleY] = [crop.width / model.width, crop.height / model.height];
  const isInside = (x: number, y: number) =>
    x >= 0 && y >= 0 && x < mask.width && y < mask.height && mask.data[(y * mask.width + x) * 4 + 3]! >= 128;
  const selected = new Uint8Array(hole.length);
  for (let i = 0; i < hole.length; i++) {
    const x = Math.floor(crop.x + ((i % model.width) + 0.5) * scaleX);
    const y = Math.floor(crop.y + (Math.floor(i / model.width) + 0.5) * scaleY);
    selected[i] = isInside(x, y) ? 1 : 0;
  }
  const distance = measureDistance(selected, model.width, model.height);
  const [from, to] = [ring.fromPx / scaleX, Math.max(ring.leastModelPx, ring.toPx / scaleX)];
  return hole.map((value, i) => (value === 0 && distance[i]! > from && distance[i]! <= to ? 1 : 0));
}

function meanDifference(a: PlanarImage, b: PlanarImage, where: Uint8Array): number {
  const pixels = where.length;
  const labAt = ({ data }: PlanarImage, i: number) =>
    toLab(data[i]!, data[pixels + i]!, data[2 * pixels + i]!);
  let [sum, count] = [0, 0];
  for (let i = 0; i < pixels; i++) {
    if (where[i] === 0) continue;
    sum += deltaE2000(labAt(a, i), labAt(b, i));
    count++;
  }
  return sum / count;
}
