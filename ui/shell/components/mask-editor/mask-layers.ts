import type { PictureRect, Size } from '../../../../protocol/geometry.ts';
import type { Mask } from '../../../imaging/image.ts';
import type { EditorPicture, ToldPreview } from '../../state/mask-editor.ts';
import type { MaskVersion } from '../../state/mask-history.ts';

/** Alpha that is drawn over a part of the picture, in one color. */
export type Layer = { alpha: OffscreenCanvas; area: PictureRect };

/** What is drawn over the picture: how much is selected, and what else a run would change, where the engine has said it. */
export type MaskLayers = { selection: Layer; hole: Layer | null; feather: Layer | null };

/** A selection of at least this strength is shown as such, and not as what is painted along with it. */
const leastSelected = 8;

/**
 * The layers of a mask: as the engine says that it will be used where that is about this very version, else what was
 * painted, by the same rules and coarser.
 */
export function layersOf(
  picture: EditorPicture,
  version: MaskVersion,
  told: ToldPreview | null,
  paint: (picture: EditorPicture, painted: MaskVersion['painted']) => Mask,
): MaskLayers {
  if (told === null || told.version !== version) {
    const { rect, alpha } = paint(picture, version.painted);
    const { size, grid } = picture;
    const area = scaled(rect, size.width / grid.width, size.height / grid.height);
    return { selection: { alpha: alphaCanvas(rect, alpha), area }, hole: null, feather: null };
  }
  const { size, area, strength, hole, alpha } = told.preview;
  const around = (plane: Uint8Array) =>
    plane.map((value, at) => ((strength[at] ?? 0) < leastSelected ? value : 0));
  return {
    selection: { alpha: alphaCanvas(size, strength), area },
    hole: {
      alpha: alphaCanvas(
        size,
        around(hole).map((value) => (value > 0 ? 255 : 0)),
      ),
      area,
    },
    feather: { alpha: alphaCanvas(size, around(alpha)), area },
  };
}

function scaled({ x, y, width, height }: PictureRect, byX: number, byY: number): PictureRect {
  return { x: x * byX, y: y * byY, width: width * byX, height: height * byY };
}

/** A canvas that is as opaque as the plane is strong; its color does not matter. At least one pixel. */
function alphaCanvas({ width, height }: Size, plane: Uint8Array): OffscreenCanvas {
  const canvas = new OffscreenCanvas(Math.max(1, width), Math.max(1, height));
  if (width === 0 || height === 0) return canvas;
  const pixels = new ImageData(width, height);
  for (let at = 0; at < width * height; at++) pixels.data[at * 4 + 3] = plane[at] ?? 0;
  canvas.getContext('2d')?.putImageData(pixels, 0, 0);
  return canvas;
}
