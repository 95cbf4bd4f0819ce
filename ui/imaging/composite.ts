import { fade } from './feather.ts';
import type { Mask, PlanarImage, RgbaImage } from './image.ts';
import { toByte } from './image-tensor.ts';
import type { PictureRect } from './rect.ts';
import { type ResizeOptions, resizePlanar } from './resize.ts';

/** Rows that are scaled at a time: bounds the memory of a patch as large as the picture. */
const bandRows = 256;

/** From this change on (of 1) a pixel shows something else, whose detail is not the original's. */
const contentChange = 0.15;

export type PatchSource = {
  picture: RgbaImage;
  /** The part of the picture that `painted` and `known` show, both at the model's size. */
  crop: PictureRect;
  painted: PlanarImage;
  known: PlanarImage;
  /** `painted` with more pixels, where an upscaler made them. */
  enlarged?: PlanarImage | null;
  /** Alpha of the patch, trimmed to its bounds, which lie in the crop. */
  alpha: Mask;
  /** The picture's own transparency is its outline, which the patch must not stick out of. */
  isCutOut?: boolean;
};

/**
 * The patch at the picture's own density: RGBA with straight alpha over `alpha.rect`. Where alpha is 255 the painted
 * pixels; in the fade the original's fine detail on top of them, as far as they still show the same thing, so that
 * what did not change stays sharp however small the model's size. Transparent originals stay transparent there, and
 * everywhere in a cut-out picture.
 */
export function assemblePatch({
  picture,
  crop,
  painted,
  known,
  enlarged,
  alpha,
  isCutOut = false,
}: PatchSource): RgbaImage {
  const { rect } = alpha;
  const data = new Uint8Array(rect.width * rect.height * 4);
  const change: PlanarImage = { ...painted, data: painted.data.map((value, i) => value - known.data[i]!) };
  const finest = enlarged ?? painted;
  for (let top = 0; top < rect.height; top += bandRows) {
    const rows = Math.min(bandRows, rect.height - top);
    const window: PictureRect = {
      x: rect.x - crop.x,
      y: rect.y - crop.y + top,
      width: rect.width,
      height: rows,
    };
    const plane = rect.width * rows;
    const band = alpha.alpha.subarray(top * rect.width, top * rect.width + plane);
    const large = resizePlanar(finest, crop, { window, ...filterFor(finest, crop) });
    const hasFade = band.some((value) => value > 0 && value < 255);
    const largeChange = hasFade ? resizePlanar(change, crop, { window, ...filterFor(change, crop) }) : change;
    for (let i = 0; i < plane; i++) {
      const at = top * rect.width + i;
      const own = band[i]!;
      if (own === 0) continue;
      const target = at * 4;
      const row = rect.y + Math.floor(at / rect.width);
      const source = (row * picture.width + rect.x + (at % rect.width)) * 4;
      if (own === 255) {
        for (let c = 0; c < 3; c++) data[target + c] = toByte(large.data[c * plane + i]!);
        data[target + 3] = isCutOut ? picture.data[source + 3]! : 255;
        continue;
      }
      let strongest = 0;
      for (let c = 0; c < 3; c++) {
        strongest = Math.max(strongest, Math.abs(largeChange.data[c * plane + i]!));
      }
      const share = fade(strongest / contentChange);
      for (let c = 0; c < 3; c++) {
        const shown = large.data[c * plane + i]!;
        const detail = picture.data[source + c]! / 255 - (shown - largeChange.data[c * plane + i]!);
        data[target + c] = toByte(shown + share * detail);
      }
      data[target + 3] = Math.round((own * picture.data[source + 3]!) / 255);
    }
  }
  return { width: rect.width, height: rect.height, data };
}

/** Enlarged decoder output has hard edges between flat colors, which Lanczos would line with echoes. */
function filterFor(image: PlanarImage, crop: PictureRect): ResizeOptions {
  return image.width < crop.width ? { filter: 'cubic' } : {};
}
