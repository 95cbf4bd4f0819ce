import type { FillArea } from '../../../ui/engine/worker/fill-area.ts';
import { measureDistance } from '../../../ui/imaging/distance.ts';
import { createPlanar, type PlanarImage } from '../../../ui/imaging/image.ts';
import { type Fixture, mixColors } from '../fixtures/drawing.ts';
import { smoothStep } from '../fixtures/waves.ts';

/** Per pixel of depth, what lies there comes from this much farther on, up to a limit: a continuation that bends off. */
const bend = { share: 0.2, mostPx: 12, x: 0.86, y: 0.51 };

/** Depths in picture pixels between which another piece of the same material takes over. */
const takeOver = { fromPx: 6, toPx: 32 };

/**
 * What a good model would give for a hole in a fixture of this size, before its colors drift: what is known around the
 * hole, a continuation of it that bends off from the rim on, and farther in another piece of the same material.
 */
export function paintHole(
  { known, hole, crop, model }: Pick<FillArea, 'known' | 'hole' | 'crop' | 'model'>,
  fixture: Fixture,
  width: number,
  height: number,
): PlanarImage {
  const [own, other] = [fixture.draw(width, height), fixture.draw(width, height, 1)];
  const around = hole.map((value) => 1 - value);
  const depth = measureDistance(around, model.width, model.height);
  const [scaleX, scaleY] = [crop.width / model.width, crop.height / model.height];
  const painted = createPlanar(model.width, model.height, 3);
  painted.data.set(known.data);
  for (let i = 0; i < hole.length; i++) {
    if (hole[i] === 0) continue;
    const x = crop.x + ((i % model.width) + 0.5) * scaleX;
    const y = crop.y + (Math.floor(i / model.width) + 0.5) * scaleY;
    const depthPx = depth[i]! * scaleX;
    const off = Math.min(bend.mostPx, bend.share * depthPx);
    const share = smoothStep(takeOver.fromPx, takeOver.toPx, depthPx);
    const color = mixColors(own(x + off * bend.x, y + off * bend.y), other(x, y), share);
    for (let c = 0; c < 3; c++) painted.data[c * hole.length + i] = Math.min(1, Math.max(0, color[c]! / 255));
  }
  return painted;
}
