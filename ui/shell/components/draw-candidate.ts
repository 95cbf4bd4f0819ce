import type { Candidate, PlacedPng } from '../../../protocol/engine-contract.ts';
import type { PictureRect } from '../../../protocol/geometry.ts';

/** The longest side of a drawn thumbnail: a panel's width on a dense screen. */
const longestSidePx = 640;
/** How much of the original is shown around a patch, as a share of the patch's sides. */
const margin = 0.25;

/** The part of the original that surrounds a patch, and all of the patch where it reaches beyond the picture. */
export function surroundings(patch: PictureRect, picture: { width: number; height: number }): PictureRect {
  const x = Math.min(patch.x, Math.max(0, Math.floor(patch.x - patch.width * margin)));
  const y = Math.min(patch.y, Math.max(0, Math.floor(patch.y - patch.height * margin)));
  const right = Math.min(picture.width, Math.ceil(patch.x + patch.width * (1 + margin)));
  const bottom = Math.min(picture.height, Math.ceil(patch.y + patch.height * (1 + margin)));
  return {
    x,
    y,
    width: Math.max(1, Math.max(right, patch.x + patch.width) - x),
    height: Math.max(1, Math.max(bottom, patch.y + patch.height) - y),
  };
}

/**
 * Draws a candidate small: alone, or on the part of the original that surrounds it; `isBefore` leaves it out. Only for the
 * eyes: what is placed are the candidate's own bytes, which never pass through a canvas.
 */
export async function drawCandidate(
  candidate: Candidate,
  picture: PlacedPng | null,
  isBefore: boolean,
): Promise<OffscreenCanvas> {
  const [patch, original] = await Promise.all([
    decode(candidate.png),
    picture === null ? null : decodeOnce(picture),
  ]);
  const view = original === null ? { x: 0, y: 0, ...sizeOf(patch) } : surroundings(candidate.patch, original);
  const scale = Math.min(1, longestSidePx / Math.max(view.width, view.height));
  const canvas = new OffscreenCanvas(
    Math.max(1, Math.round(view.width * scale)),
    Math.max(1, Math.round(view.height * scale)),
  );
  const context = canvas.getContext('2d');
  if (context === null) return canvas;
  context.imageSmoothingQuality = 'high';
  context.scale(canvas.width / view.width, canvas.height / view.height);
  context.translate(-view.x, -view.y);
  if (original === null) {
    context.drawImage(patch, 0, 0);
  } else {
    context.drawImage(original, 0, 0);
    const { x, y, width, height } = candidate.patch;
    if (!isBefore) context.drawImage(patch, x, y, width, height);
  }
  patch.close();
  return canvas;
}

const decoded = new WeakMap<PlacedPng, Promise<ImageBitmap>>();

/** All candidates of a job lie on the same original, which may be large: it is decoded once. */
function decodeOnce(picture: PlacedPng): Promise<ImageBitmap> {
  const known = decoded.get(picture);
  if (known !== undefined) return known;
  const bitmap = decode(picture.png);
  decoded.set(picture, bitmap);
  return bitmap;
}

function decode(png: Uint8Array): Promise<ImageBitmap> {
  return createImageBitmap(new Blob([new Uint8Array(png)], { type: 'image/png' }));
}

function sizeOf({ width, height }: ImageBitmap): { width: number; height: number } {
  return { width, height };
}
