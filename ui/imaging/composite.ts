import { fade } from './feather.ts';
import type { Mask, PlanarImage, RgbaImage } from './image.ts';
import { toByte } from './image-tensor.ts';
import type { PictureRect } from './rect.ts';
import { type ResizeOptions, resizePlanar } from './resize.ts';

/** Rows that are scaled at a time: bounds the memory of a patch as large as the picture. */
const bandRows = 256;

/** From this change on (of 1) a pixel shows something else, whose detail is not the original's. */
const contentChange = 0.15;

/** How much of the original's detail still belongs there, by the change of up to `contentChange`. */
const shares = 1024;
const stepsOfChange = shares / contentChange;
const shareOf = Float32Array.from({ length: shares + 1 }, (_, i) => fade(i / shares));

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
export function assemblePatch(source: PatchSource): RgbaImage {
  const { rect } = source.alpha;
  const data = new Uint8Array(rect.width * rect.height * 4);
  const finest = source.enlarged ?? source.painted;
  const change = planChange(source);
  for (let top = 0; top < rect.height; top += bandRows) {
    const height = Math.min(bandRows, rect.height - top);
    const window = { x: rect.x - source.crop.x, y: rect.y - source.crop.y + top, width: rect.width, height };
    const band = resizePlanar(finest, source.crop, { window, ...filterFor(finest, source.crop) });
    for (let y = 0; y < height; y++) {
      drawOpaque(source, data, band, y, top + y);
      drawFade(source, data, change, band, y, top + y);
    }
  }
  return { width: rect.width, height: rect.height, data };
}

/** Draws the opaque pixels of a patch's row, which is row `y` of a band of painted ones. */
function drawOpaque(
  { alpha: { rect, alpha }, picture, isCutOut = false }: PatchSource,
  data: Uint8Array,
  band: PlanarImage,
  y: number,
  row: number,
): void {
  const painted = band.data;
  const plane = band.width * band.height;
  const own = ((rect.y + row) * picture.width + rect.x) * 4;
  for (let x = 0, at = y * rect.width, i = row * rect.width; x < rect.width; x++, at++, i++) {
    if (alpha[i] !== 255) continue;
    const target = i * 4;
    data[target] = toByte(painted[at]!);
    data[target + 1] = toByte(painted[plane + at]!);
    data[target + 2] = toByte(painted[2 * plane + at]!);
    data[target + 3] = isCutOut ? picture.data[own + x * 4 + 3]! : 255;
  }
}

/** What the model changed, at its size, and where of it the patch's columns and rows lie. */
type Change = { data: Float32Array; width: number; plane: number; columns: Line; rows: Line };

function planChange({ crop, painted, known, alpha: { rect } }: PatchSource): Change {
  const { width, height } = painted;
  const data = new Float32Array(painted.data.length);
  for (let i = 0; i < data.length; i++) data[i] = painted.data[i]! - known.data[i]!;
  const columns = planLine(rect.x - crop.x, rect.width, width, crop.width);
  const rows = planLine(rect.y - crop.y, rect.height, height, crop.height);
  return { data, width, plane: width * height, columns, rows };
}

/** Draws the fading pixels of a patch's row with the original's detail, as far as they still show the same thing. */
function drawFade(
  { picture, alpha: { rect, alpha } }: PatchSource,
  data: Uint8Array,
  { data: change, width, plane, columns, rows }: Change,
  band: PlanarImage,
  y: number,
  row: number,
): void {
  const painted = band.data;
  const pixels = band.width * band.height;
  const upper = rows.first[row]! * width;
  const below = rows.next[row]! * width;
  const v = rows.share[row]!;
  const own = (rect.y + row) * picture.width + rect.x;
  for (let x = 0, i = row * rect.width; x < rect.width; x++, i++) {
    const opacity = alpha[i]!;
    if (opacity === 0 || opacity === 255) continue;
    // What changed is smooth where the fade lies: two by two of the model's pixels say it.
    const from = upper + columns.first[x]!;
    const right = columns.next[x]!;
    const u = columns.share[x]!;
    const red = mixFour(change, from, right, below, u, v);
    const green = mixFour(change, from + plane, right, below, u, v);
    const blue = mixFour(change, from + 2 * plane, right, below, u, v);
    const strongest = Math.max(Math.abs(red), Math.abs(green), Math.abs(blue));
    const share = shareOf[Math.min(shares, strongest * stepsOfChange) | 0]!;
    const source = (own + x) * 4;
    const target = i * 4;
    const at = y * rect.width + x;
    data[target] = mixDetail(painted[at]!, picture.data[source]!, red, share);
    data[target + 1] = mixDetail(painted[pixels + at]!, picture.data[source + 1]!, green, share);
    data[target + 2] = mixDetail(painted[2 * pixels + at]!, picture.data[source + 2]!, blue, share);
    data[target + 3] = Math.floor((opacity * picture.data[source + 3]!) / 255 + 0.5);
  }
}

function mixFour(
  values: Float32Array,
  from: number,
  right: number,
  below: number,
  u: number,
  v: number,
): number {
  const low = from + below;
  const upper = values[from]! + u * (values[from + right]! - values[from]!);
  const lower = values[low]! + u * (values[low + right]! - values[low]!);
  return upper + v * (lower - upper);
}

/** A painted value with a share of the original's detail, which is what it differs from the painted one without its change. */
const mixDetail = (painted: number, original: number, change: number, share: number): number =>
  toByte(painted + share * (original / 255 - painted + change));

type Line = { first: Int32Array; next: Int32Array; share: Float64Array };

/** For every pixel of a line the model's pixel before its center, the step to the one after it, and that one's share. */
function planLine(from: number, count: number, modelPx: number, cropPx: number): Line {
  const first = new Int32Array(count);
  const next = new Int32Array(count);
  const share = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const center = ((from + i + 0.5) * modelPx) / cropPx - 0.5;
    const position = Math.min(modelPx - 1, Math.max(0, center));
    first[i] = Math.floor(position);
    next[i] = first[i]! + 1 < modelPx ? 1 : 0;
    share[i] = position - first[i]!;
  }
  return { first, next, share };
}

/** Enlarged decoder output has hard edges between flat colors, which Lanczos would line with echoes. */
function filterFor(image: PlanarImage, crop: PictureRect): ResizeOptions {
  return image.width < crop.width ? { filter: 'cubic' } : {};
}
