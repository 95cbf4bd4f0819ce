import type { PlacedMask, PlacedPicture } from '../../../protocol/engine-contract.ts';
import type { CanvasRect, Size } from '../../../protocol/geometry.ts';
import type { ShownPicture } from '../state/mask-editor.ts';

/** Longest sides, in pixels: of a picture that fills a large panel on a dense screen, and of a mask that is drawn over it. */
const longestBitmapPx = 2048;
const longestGridPx = 640;

/**
 * Decodes a picture for the screen, made smaller where it is large, and what its mask layers select, by their alpha alone:
 * for as long as the engine has not said it precisely. Rejects where a PNG cannot be decoded.
 */
export async function showPicture(
  picture: PlacedPicture,
  masks: readonly PlacedMask[],
): Promise<ShownPicture> {
  const whole = await decode(picture.png);
  const size = { width: whole.width, height: whole.height };
  const grid = shrunk(size, longestGridPx);
  const layers = await drawLayers(picture.box, masks, grid);
  const shown = shrunk(size, longestBitmapPx);
  if (shown.width === size.width) return { bitmap: whole, size, grid, layers };
  const bitmap = await createImageBitmap(whole, {
    resizeWidth: shown.width,
    resizeHeight: shown.height,
    resizeQuality: 'high',
  });
  whole.close();
  return { bitmap, size, grid, layers };
}

async function drawLayers(
  box: CanvasRect,
  masks: readonly PlacedMask[],
  grid: Size,
): Promise<ShownPicture['layers']> {
  const rect = { x: 0, y: 0, ...grid };
  const alpha = new Uint8Array(grid.width * grid.height);
  if (masks.length === 0) return { rect, alpha };
  const context = new OffscreenCanvas(grid.width, grid.height).getContext('2d');
  if (context === null) return { rect, alpha };
  context.scale(grid.width / box.width, grid.height / box.height);
  context.translate(-box.x, -box.y);
  // What is kept is taken away from all that selects, whatever came first.
  const inOrder = [...masks].sort(
    (one, other) => Number(one.role === 'keep') - Number(other.role === 'keep'),
  );
  for (const { png, box: place, role } of inOrder) {
    context.globalCompositeOperation = role === 'keep' ? 'destination-out' : 'source-over';
    const bitmap = await decode(png);
    context.drawImage(bitmap, place.x, place.y, place.width, place.height);
    bitmap.close();
  }
  const { data } = context.getImageData(0, 0, grid.width, grid.height);
  for (let at = 0; at < alpha.length; at++) alpha[at] = data[at * 4 + 3] ?? 0;
  return { rect, alpha };
}

function decode(png: Uint8Array): Promise<ImageBitmap> {
  return createImageBitmap(new Blob([new Uint8Array(png)], { type: 'image/png' }));
}

function shrunk({ width, height }: Size, longestPx: number): Size {
  const share = Math.min(1, longestPx / Math.max(width, height));
  return {
    width: Math.max(1, Math.round(width * share)),
    height: Math.max(1, Math.round(height * share)),
  };
}
