import type { Conditions } from '../../diffusion/conditions.ts';
import { prepareConditions } from '../../diffusion/conditions.ts';
import type { SamplingHooks } from '../../diffusion/denoise.ts';
import type { DiffusionPack } from '../../diffusion/ports.ts';
import { findTouchedTiles, predictInTiles } from '../../diffusion/predict-in-tiles.ts';
import { sampleLatents } from '../../diffusion/sample-latents.ts';
import { prepareSource } from '../../diffusion/source-latents.ts';
import { createTensor } from '../../diffusion/tensor.ts';
import { matchColor } from '../../imaging/color-match.ts';
import { fitCanvas } from '../../imaging/fit-canvas.ts';
import { createPlanar, type PlanarImage } from '../../imaging/image.ts';
import { fromModelRange, toModelRange } from '../../imaging/image-tensor.ts';
import { blendMembrane } from '../../imaging/membrane.ts';
import { coverCells, dilateCells, growByOne, markOutside, poolToLatents } from '../../imaging/model-mask.ts';
import { resizePlanar } from '../../imaging/resize.ts';
import { chooseRing, readKnown } from './fill-area.ts';
import { hearCancel } from './job.ts';
import { refuseBroken } from './judge-pixels.ts';
import type { RefineGround } from './paint-plan.ts';
import { maskTensor } from './plan-fill.ts';
import type { RefinePlan } from './plan-refine.ts';
import type { ResolvedRequest } from './resolve-request.ts';

/** Keeps what the first pass has composed, and lets detail grow on it (as krita-ai-diffusion's second pass). */
const refineStrength = 0.4;

/** What the first pass has repainted around the selection in its own pixels, the second repaints in the picture's. */
const holeGrowthPx = 2;

type Refining = {
  request: ResolvedRequest;
  conditions: Conditions;
  seed: number;
  /** As `refineStrengthOf` gives it. */
  strength: number;
  /** As the loaded pack has it: whether broken numbers cannot be had better. */
  isPrecise: boolean;
  hooks: SamplingHooks;
};

/** A second pass never forgets more than the first one did. */
export const refineStrengthOf = (strength: number) => Math.min(refineStrength, strength);

/**
 * Paints a region once more at the plan's size, from the first pass's picture of the crop (0..1, any size): all tiles go
 * through the loop together. Throws `bad-numbers` where no picture came out. Gives the crop, with the picture's own pixels or at the plan's coarser size, its colors
 * matched to what surrounds the region.
 */
export async function refineRegion(
  pack: DiffusionPack,
  { size, tiles, isCoarse }: RefinePlan,
  { crop, picture, size: pictureSize, selection, mode, membrane }: RefineGround,
  painted: PlanarImage,
  { request, conditions, seed, strength, isPrecise, hooks }: Refining,
): Promise<PlanarImage> {
  const { info } = pack;
  const factor = info.spatialFactor;
  const latent = { width: size.width / factor, height: size.height / factor };
  const seen = isCoarse ? crop : { ...crop, ...size };
  const cells = coverCells(selection, seen, size);
  const known = readKnown(picture, seen, size, mode, cells);
  const hole = dilateCells(cells, size, Math.ceil((holeGrowthPx * size.width) / painted.width));
  markOutside(hole, size, seen, pictureSize);
  const first = resizePlanar(painted, isCoarse ? size : crop, { filter: 'cubic' });
  const start = layOver(known, fitCanvas(first, size), hole);
  const latentMask = maskTensor(growByOne(poolToLatents(hole, size, factor), latent), latent);
  const touched = findTouchedTiles(tiles, latentMask);
  const { signal } = hooks;
  const source = await prepareSource(
    pack,
    {
      heightPx: size.height,
      widthPx: size.width,
      pixels: createTensor([1, 3, size.height, size.width], toModelRange(start)),
      pixelMask: maskTensor(hole, size),
      latentMask,
      strength,
    },
    signal,
  );
  const own = info.conditioning.takesSizes
    ? await prepareConditions(pack, {
        ...request,
        heightPx: tiles.rows.length * factor,
        widthPx: tiles.columns.length * factor,
      })
    : conditions;
  const between = async () => {
    if (signal !== undefined) await hearCancel(signal);
  };
  const latents = await sampleLatents(
    pack,
    own,
    source,
    {
      latentHeight: latent.height,
      latentWidth: latent.width,
      seed,
      steps: request.steps,
      scheduler: request.scheduler,
      strength,
      posterior: 'mean',
      pipeline: 'inpaint',
      keepsKnown: true,
      predict: predictInTiles(pack, own, tiles, touched, between),
    },
    hooks,
  );
  const pixels = await pack.decodeLatents(latents, signal);
  refuseBroken(pixels, isPrecise);
  const refined = fromModelRange(pixels.data, size.width, size.height);
  const inColor = matchColor(refined, known, chooseRing(cells, hole, seen, size));
  const matched = membrane ? blendMembrane(inColor, known, hole) : inColor;
  return isCoarse ? matched : fitCanvas(matched, crop);
}

/** `painted` where the hole is, `known` elsewhere. */
function layOver(known: PlanarImage, painted: PlanarImage, hole: Uint8Array): PlanarImage {
  const joined = createPlanar(known.width, known.height, known.channels);
  const pixels = hole.length;
  for (let i = 0; i < joined.data.length; i++)
    joined.data[i] = hole[i % pixels] === 0 ? known.data[i]! : painted.data[i]!;
  return joined;
}
