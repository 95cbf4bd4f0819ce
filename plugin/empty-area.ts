import type { CanvasRect, Size } from '../protocol/geometry.ts';
import type { NodeId } from '../protocol/host-contract.ts';
import { patchesAbove } from './find-spot.ts';
import { readBox } from './layers.ts';
import { type Affine, boxOf, intersection, multiply } from './node-geometry.ts';
import { readImagePaints } from './paints.ts';
import { readImageSize } from './picture-density.ts';
import { type PictureArea, picturesWithin } from './pictures-within.ts';

/** What holds other layers and shows its own fills below them. */
export const frames = new Set(['FRAME', 'COMPONENT', 'INSTANCE', 'SECTION', 'SLOT']);

/** Whether a layer is a frame with pictures in it that leave some of it empty; `ignored` are no pictures of it. */
export async function hasEmptyArea(target: SceneNode, ignored: ReadonlySet<NodeId>): Promise<boolean> {
  const whole = readBox(target);
  if (!frames.has(target.type) || whole === null) return false;
  const own = readImagePaints(target).length > 0 ? [{ layer: target, box: whole }] : [];
  const beside = patchesAbove(target)
    .filter(({ id }) => !ignored.has(id))
    .flatMap((layer) => {
      const box = readBox(layer);
      return box === null ? [] : [{ layer, box }];
    });
  const areas = [...own, ...picturesWithin(target, ignored), ...beside];
  if (areas.length === 0) return false;
  // Everything is read before the first wait: the layers may be gone after it.
  const shown = await Promise.all(areas.map(readShownBox));
  return leavesEmpty(whole, shown);
}

/** Whether boxes leave at least one unit of `whole` uncovered in both directions. */
export function leavesEmpty(whole: CanvasRect, covered: readonly CanvasRect[]): boolean {
  let empty = [whole];
  for (const box of covered) empty = empty.flatMap((part) => without(part, box));
  return empty.length > 0;
}

/** Up to four parts of `part` that `box` leaves, those of at least one unit. */
function without(part: CanvasRect, box: CanvasRect): CanvasRect[] {
  const shared = intersection(part, box);
  if (shared === null) return [part];
  const [right, bottom] = [shared.x + shared.width, shared.y + shared.height];
  const { x, y, width, height } = part;
  const parts = [
    { x, y, width, height: shared.y - y },
    { x, y: bottom, width, height: y + height - bottom },
    { x, y: shared.y, width: shared.x - x, height: shared.height },
    { x: right, y: shared.y, width: x + width - right, height: shared.height },
  ];
  return parts.filter((rest) => rest.width >= 1 && rest.height >= 1);
}

/** Where a layer's picture is seen: all of the layer, unless every picture on it is fitted in whole. */
async function readShownBox({ layer, box }: PictureArea): Promise<CanvasRect> {
  const paints = readImagePaints(layer);
  const [paint] = paints;
  const isFitted = paint !== undefined && paints.every(({ scaleMode }) => scaleMode === 'FIT');
  if (!isFitted || paint.imageHash === null || !('absoluteTransform' in layer)) return box;
  const [transform, units] = [layer.absoluteTransform, { width: layer.width, height: layer.height }];
  const pixels = await readImageSize(paint.imageHash);
  if (pixels === null) return box;
  const isOnItsSide = Math.abs(((paint.rotation ?? 0) / 90) % 2) === 1;
  const turned = isOnItsSide ? { width: pixels.height, height: pixels.width } : pixels;
  return intersection(box, fittedBox(transform, units, turned)) ?? { ...box, width: 0, height: 0 };
}

/** The canvas box of a picture that is scaled to fit into the middle of a layer. */
function fittedBox(transform: Affine, units: Size, pixels: Size): CanvasRect {
  const scale = Math.min(units.width / pixels.width, units.height / pixels.height);
  const size = { width: pixels.width * scale, height: pixels.height * scale };
  const corner: Affine = [
    [1, 0, (units.width - size.width) / 2],
    [0, 1, (units.height - size.height) / 2],
  ];
  return boxOf(multiply(transform, corner), size);
}
