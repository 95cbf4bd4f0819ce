import type { RgbaImage } from '../../../ui/imaging/image.ts';

type Box = { x: number; y: number; width: number; height: number };

/** A picture and the part of the canvas that its pixels cover. */
export type PlacedImage = { image: RgbaImage; box: Box };

/** Two grids whose lines are this close, in pixels, are one: boxes are sums of floats. */
const sameGridPx = 1e-2;

/**
 * Bytes that differ between two exports of a frame although no pixel of the patch with any alpha lies under theirs.
 * Where the patch's pixels are not the export's own ones, resampling looks a pixel of either grid beyond.
 */
export function countChangedBytes(before: PlacedImage, after: PlacedImage, patch: PlacedImage): number {
  const { width, height, data } = before.image;
  if (after.image.width !== width || after.image.height !== height)
    throw new Error('The export changed its size.');
  const reaches = markReach(before, patch);
  let count = 0;
  for (let i = 0; i < width * height; i++) {
    if (reaches[i] !== 0) continue;
    for (let c = 0; c < 4; c++) if (data[i * 4 + c] !== after.image.data[i * 4 + c]) count++;
  }
  return count;
}

/** 1 for every pixel of the export that may show something of the patch. */
export function markReach({ image: { width, height }, box }: PlacedImage, patch: PlacedImage): Uint8Array {
  const reaches = new Uint8Array(width * height);
  const { image } = patch;
  // From the patch's pixels to those of the export.
  const [scaleX, scaleY] = [
    ((patch.box.width / image.width) * width) / box.width,
    ((patch.box.height / image.height) * height) / box.height,
  ];
  const [left, top] = [
    ((patch.box.x - box.x) * width) / box.width,
    ((patch.box.y - box.y) * height) / box.height,
  ];
  const isNear = (value: number) => Math.abs(value - Math.round(value)) < sameGridPx;
  const isOwnGrid =
    isNear(left) &&
    isNear(top) &&
    Math.abs(scaleX - 1) * image.width < sameGridPx &&
    Math.abs(scaleY - 1) * image.height < sameGridPx;
  const [marginX, marginY] = isOwnGrid ? [-sameGridPx, -sameGridPx] : [1 + scaleX, 1 + scaleY];
  for (let y = 0; y < image.height; y++) {
    const from = Math.max(0, Math.floor(top + y * scaleY - marginY));
    const to = Math.min(height, Math.ceil(top + (y + 1) * scaleY + marginY));
    for (let x = 0; x < image.width; x++) {
      if (image.data[(y * image.width + x) * 4 + 3] === 0) continue;
      const first = Math.max(0, Math.floor(left + x * scaleX - marginX));
      const last = Math.min(width, Math.ceil(left + (x + 1) * scaleX + marginX));
      for (let row = from; row < to; row++)
        if (first < last) reaches.fill(1, row * width + first, row * width + last);
    }
  }
  return reaches;
}
