import { AppError } from '../../../protocol/errors.ts';
import type { GenerationRequest } from '../../../protocol/generation.ts';
import type { Mask, Selection } from '../../imaging/image.ts';
import { keepWithin, placeMask, selectAtLeast, selectPixels, uniteMasks } from '../../imaging/mask.ts';
import {
  invertMask,
  scaleMask,
  selectEmpty,
  strengthenFaint,
  subtractMask,
} from '../../imaging/mask-algebra.ts';
import { paintMask } from '../../imaging/paint-mask.ts';
import { isEmptyRect, type Size } from '../../imaging/rect.ts';
import { isSoftMask } from '../../imaging/soft-mask.ts';
import type { DecodedInputs } from './fill-inputs.ts';
import { fillModes, type RegionTask } from './fill-modes.ts';

/** Where a job repaints, in the picture's pixels. */
export type Region = {
  /** What becomes opaque in the patch. */
  selection: Selection;
  /** How much is forgotten, pixel by pixel, 0 to 255; null where it is the same everywhere. */
  strength: Mask | null;
  /** How much of the request's strength the whole region has, 0 to 1: the opacity that all of its layers share. */
  share: number;
};

type RegionRequest = Pick<GenerationRequest, 'mask'> & { task: RegionTask };

/**
 * What a request repaints: the union of its mask layers without those that keep, changed by what was painted in the
 * panel; for a new background all but that; for an expansion what of the picture is empty. `levels` is how many
 * strengths the loop can tell apart (1: all or nothing). Throws `mask-empty`, `mask-outside`, `nothing-to-keep` or
 * `nothing-to-expand` where nothing is left to repaint.
 */
export function selectRegion(request: RegionRequest, inputs: DecodedInputs, levels: number): Region {
  const mode = fillModes[request.task];
  const { size } = inputs.placement;
  if (mode.selects === 'empty')
    return asRegion(selectPixels(selectEmpty(inputs.picture)), 'nothing-to-expand');

  const layers = placeLayers(inputs, request.mask !== null);
  const cover = combine(request, layers, size, () => 1);
  if (mode.selects === 'all-but-masks') {
    if (isEmptyRect(selectPixels(cover).rect)) throw new AppError('mask-empty', 'Nothing says what stays.');
    const rest = within(invertMask(cover, size), inputs);
    return asRegion(selectPixels(rest), 'nothing-to-keep');
  }
  const opacities = listOpacities(request, layers);
  const isEven = opacities.length <= 1;
  const strength = isEven ? cover : combine(request, layers, size, ({ opacity }) => opacity);
  // A layer that cannot be seen at all says where, and not that nothing is to be done there.
  const share = (isEven ? opacities[0] : Math.max(...opacities)) || 1;
  const isDifferential = levels > 1 && (!isEven || isSoftMask(cover));
  const shown = within(cover, inputs);
  if (!isDifferential) return { ...asRegion(selectPixels(shown), 'mask-outside'), share };
  // What is never painted is not in the patch; the hard rim of a shape is cut in its middle, as everywhere.
  const line = isSoftMask(cover) ? Math.min(128, Math.ceil(255 / levels / (isEven ? share : 1))) : 128;
  const scaled = isEven ? scaleMask(strength, share) : strength;
  return { ...asRegion(selectAtLeast(shown, line), 'mask-outside'), strength: scaled, share: 1 };
}

/** The strengths that layers have, and what was painted, which is always painted in full. */
function listOpacities({ mask }: RegionRequest, layers: readonly PlacedLayer[]): number[] {
  const own = layers.filter((layer) => !layer.keeps && !isEmptyRect(layer.mask.rect));
  const adds = mask?.edits.some(
    (edit) => edit.kind === 'invert' || ('effect' in edit && edit.effect === 'add'),
  );
  return [...new Set([...own.map(({ opacity }) => opacity), ...(adds ? [1] : [])])];
}

function asRegion(
  selection: Selection,
  code: 'mask-outside' | 'nothing-to-expand' | 'nothing-to-keep',
): Region {
  if (isEmptyRect(selection.rect)) throw new AppError(code, 'Nothing is left to repaint.');
  return { selection, strength: null, share: 1 };
}

type PlacedLayer = { mask: Mask; keeps: boolean; opacity: number };

/** The layers on the picture's pixels. Each says by its own alpha what it selects, so that a faint one has its say. */
function placeLayers({ layers, placement }: DecodedInputs, isPainted: boolean): PlacedLayer[] {
  if (!isPainted && layers.every((layer) => isEmptyRect(layer.bounds)))
    throw new AppError('mask-empty', 'No mask has a visible pixel.');
  return layers.map((layer) => ({
    mask: strengthenFaint(placeMask(layer, placement)),
    keeps: layer.role === 'keep',
    opacity: layer.opacity ?? 1,
  }));
}

/** The layers as one mask, each weighed; what keeps takes away from the others; then what was painted. */
function combine(
  { mask: painted }: RegionRequest,
  layers: readonly PlacedLayer[],
  size: Size,
  weigh: (layer: PlacedLayer) => number,
): Mask {
  const own = layers.filter(({ keeps }) => !keeps);
  const kept = uniteMasks(layers.filter(({ keeps }) => keeps).map(({ mask }) => mask));
  const united = uniteMasks(own.map((layer) => scaleMask(layer.mask, weigh(layer))));
  const left = isEmptyRect(kept.rect) ? united : subtractMask(united, kept);
  return painted === null ? left : paintMask(left, painted, size);
}

/** Nothing may be painted outside of an outline that is not the picture's box. */
function within(mask: Mask, { picture, isCutOut = false }: DecodedInputs): Mask {
  return isCutOut && !isEmptyRect(mask.rect) ? keepWithin(mask, picture) : mask;
}

/** The layers' own alpha as one, without anything that the recipe adds: what the plain pipeline binarizes. */
export function unitePlain({ placement, layers }: DecodedInputs): Mask {
  if (layers.every((layer) => isEmptyRect(layer.bounds)))
    throw new AppError('mask-empty', 'No mask has a visible pixel.');
  const united = uniteMasks(layers.map((layer) => placeMask(layer, placement)));
  if (isEmptyRect(united.rect)) throw new AppError('mask-outside', 'No mask lies over the picture.');
  return united;
}
