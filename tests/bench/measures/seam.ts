import { row } from '../../../tools/measuring/report.mjs';
import type { FillArea } from '../../../ui/engine/worker/fill-area.ts';
import { measureDistance } from '../../../ui/imaging/distance.ts';
import type { PlanarImage, RgbaImage } from '../../../ui/imaging/image.ts';
import { resizePlanar } from '../../../ui/imaging/resize.ts';
import type { Fixture, Kind } from '../fixtures/drawing.ts';
import { fixtures, picture } from '../fixtures/fixtures.ts';
import { ellipse } from '../fixtures/masks.ts';
import { type Peer, peers } from '../peers/peers.ts';
import type { Row } from '../rows.ts';
import { drifts, injectDrift } from './drift.ts';
import { largeEye, openArea } from './open-area.ts';
import { paintHole } from './paint-hole.ts';

const [width, height] = [640, 480];
const hole = [330, 250, 130, 95] as const;

/** Grey levels, 0..255, of the three channels of every pixel. */
type Levels = Float32Array;

/** The gradient at the selection's edge, and the strongest one along any line around it within the fade. */
type Seam = { edge: number; strongest: number };

const kinds: readonly Kind[] = ['flat', 'gradient', 'texture'];
const mostLevels = 2;
const leastLimit = 0.5;
/** A peer's fade may reach a little farther than ours. */
const beyondFadePx = 6;

/**
 * The mean step between neighboring pixels across the selection's edge, less the picture's own there, in gray levels.
 * Everybody gets the same picture from the model, drifted in each of the ways, and the same feather.
 */
export function measureSeams(): Row[] {
  return kinds.flatMap((kind) => {
    const found = new Map<string, Seam[]>();
    for (const fixture of fixtures.filter((one) => one.kind === kind)) {
      for (const [name, seams] of measureFixture(fixture))
        found.set(name, [...(found.get(name) ?? []), ...seams]);
    }
    return [
      ...rowsOf(`seam: ${kind}`, found, 'edge'),
      ...rowsOf(`strongest seam in the fade: ${kind}`, found, 'strongest'),
    ];
  });
}

function rowsOf(what: string, found: Map<string, Seam[]>, part: keyof Seam): Row[] {
  const mean = (seams: Seam[]) => seams.reduce((sum, seam) => sum + seam[part], 0) / seams.length;
  const best = Math.min(...peers.map(({ name }) => Math.abs(mean(found.get(name)!))));
  const atMost = Math.min(mostLevels, Math.max(best / 2, leastLimit));
  return [...found].map(([name, seams]) =>
    // Smoother than the picture is a seam, too.
    row(`${what}, ${name}`, name === 'ours' ? Math.abs(mean(seams)) : mean(seams), 'levels', {
      n: seams.length,
      ...(name === 'ours' && { atMost }),
    }),
  );
}

/** Ours and every peer's seams on one picture, one per drift. */
export function measureFixture(fixture: Fixture): Map<string, Seam[]> {
  const original = picture(fixture, width, height);
  const mask = ellipse(width, height, hole);
  const area = openArea(original, mask, largeEye);
  const clean = paintHole(area, fixture, width, height);
  const selected = Uint8Array.from({ length: width * height }, (_, i) =>
    mask.data[i * 4 + 3]! >= 128 ? 1 : 0,
  );
  const sides = signDistance(selected);
  const own = toLevels(original);
  const found = new Map<string, Seam[]>();
  const reachPx = area.featherPx + beyondFadePx;
  const add = (name: string, result: Levels) =>
    found.set(name, [...(found.get(name) ?? []), compareGradients(result, own, sides, reachPx)]);
  const plane = { width, height, data: Float32Array.from(selected) };
  const alphas = peers.map((peer) => peer.alpha(plane, area.featherPx).data);
  for (const drift of drifts) {
    const painted = injectDrift(clean, drift, 'lab');
    add('ours', pasteOurs(area, painted, original));
    for (const [i, peer] of peers.entries()) add(peer.name, pastePeer(peer, area, painted, own, alphas[i]!));
  }
  return found;
}

function pasteOurs(area: FillArea, painted: PlanarImage, original: RgbaImage): Levels {
  const { image, patch } = area.finish(area.correct(painted), null);
  const result = toLevels(original);
  for (let y = 0; y < image.height; y++) {
    for (let x = 0; x < image.width; x++) {
      const from = (y * image.width + x) * 4;
      const at = ((patch.y + y) * width + patch.x + x) * 3;
      const alpha = image.data[from + 3]! / 255;
      for (let c = 0; c < 3; c++)
        result[at + c] = result[at + c]! + alpha * (image.data[from + c]! - result[at + c]!);
    }
  }
  return result;
}

function pastePeer(
  peer: Peer,
  { known, hole: masked, crop }: FillArea,
  painted: PlanarImage,
  own: Levels,
  alpha: Float32Array,
): Levels {
  const large = resizePlanar(peer.match(painted, known, masked), crop);
  const result = own.slice();
  const plane = crop.width * crop.height;
  for (let y = Math.max(0, crop.y); y < Math.min(height, crop.y + crop.height); y++) {
    for (let x = Math.max(0, crop.x); x < Math.min(width, crop.x + crop.width); x++) {
      const at = y * width + x;
      const from = (y - crop.y) * crop.width + x - crop.x;
      for (let c = 0; c < 3; c++) {
        const shown = 255 * Math.min(1, Math.max(0, large.data[c * plane + from]!));
        result[at * 3 + c] = own[at * 3 + c]! + alpha[at]! * (shown - own[at * 3 + c]!);
      }
    }
  }
  return result;
}

function toLevels({ data }: RgbaImage): Levels {
  return Float32Array.from(
    { length: (data.length / 4) * 3 },
    (_, i) => data[Math.floor(i / 3) * 4 + (i % 3)]!,
  );
}

/** Distance in pixels to the selection's edge: below 0 inside, above outside. */
function signDistance(selected: Uint8Array): Float32Array {
  const outside = measureDistance(selected, width, height);
  const inside = measureDistance(
    selected.map((value) => 1 - value),
    width,
    height,
  );
  return outside.map((value, i) => (value > 0 ? value - 0.5 : 0.5 - inside[i]!));
}

function compareGradients(result: Levels, own: Levels, sides: Float32Array, reachPx: number): Seam {
  const [after, before] = [meanSteps(result, sides, reachPx), meanSteps(own, sides, reachPx)];
  const excess = after.map((step, contour) => step - before[contour]!);
  return { edge: excess[0]!, strongest: Math.max(...excess) };
}

/**
 * Mean absolute step between neighbors on both sides of the line that lies 0, 1, … `reachPx` pixels outside of the edge.
 */
function meanSteps(levels: Levels, sides: Float32Array, reachPx: number): number[] {
  const sums = new Float64Array(reachPx + 1);
  const counts = new Float64Array(reachPx + 1);
  for (let y = 0; y + 1 < height; y++) {
    for (let x = 0; x + 1 < width; x++) {
      const at = y * width + x;
      for (const next of [at + 1, at + width]) {
        const [near, far] = [Math.min(sides[at]!, sides[next]!), Math.max(sides[at]!, sides[next]!)];
        const contour = Math.floor(near) + 1;
        if (contour < 0 || contour > reachPx || far < contour) continue;
        for (let c = 0; c < 3; c++) sums[contour]! += Math.abs(levels[at * 3 + c]! - levels[next * 3 + c]!);
        counts[contour]! += 3;
      }
    }
  }
  return Array.from(sums, (sum, contour) => sum / counts[contour]!);
}
