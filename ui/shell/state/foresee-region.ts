import type { GenerationRequest } from '../../../protocol/generation.ts';
import type { PictureRect } from '../../../protocol/geometry.ts';
import type { MaskLayer } from '../../../protocol/host-contract.ts';
import type { Mask } from '../../imaging/image.ts';
import { selectPixels } from '../../imaging/mask.ts';
import { paintMask } from '../../imaging/paint-mask.ts';
import {
  boundRects,
  intersectRects,
  isEmptyRect,
  type Placement,
  toPictureRect,
  wholeOf,
} from '../../imaging/rect.ts';
import type { PaddingPx } from './expansion.ts';

/** A painted mask's bounds are found on a picture of at most so many pixels a side. */
const coarsePx = 256;

/**
 * The bounds of what a request repaints, as far as the panel knows it: a drawn shape counts as its box. In the pixels of
 * the picture, which an expansion begins left of and above; null where there is nothing.
 */
export function boundRegion(
  { task, mask, paddingPx }: Pick<GenerationRequest, 'task' | 'mask' | 'paddingPx'>,
  placement: Placement,
  masks: readonly MaskLayer[],
  padding: PaddingPx,
): PictureRect | null {
  const whole = wholeOf(placement.size);
  if (task === 'expand') return paddingPx === null ? null : boundBorder(whole, padding);
  if (task === 'replace-background') return whole;
  const boxes = masks
    .filter(({ role }) => role === 'repaint')
    .map(({ box }) => intersectRects<PictureRect>(toPictureRect(box, placement), whole))
    .filter((box) => !isEmptyRect(box));
  return mask === null ? unite(boxes) : boundPainted(mask, boxes, placement);
}

const unite = (boxes: readonly PictureRect[]): PictureRect | null =>
  boxes.length === 0 ? null : boxes.reduce((all, box) => boundRects<PictureRect>(all, box));

/** What is added on one side alone is a strip; on two opposite sides, or around a corner, all between them counts. */
function boundBorder({ width, height }: PictureRect, { left, top, right, bottom }: PaddingPx): PictureRect {
  const grown = { width: width + left + right, height: height + top + bottom };
  const isSideways = left + right > 0;
  const isUpright = top + bottom > 0;
  const only = (before: number, after: number, inner: number, length: number) =>
    before === 0 ? { start: inner, end: length } : after === 0 ? { start: 0, end: before } : null;
  const x = (isUpright ? null : only(left, right, width, grown.width)) ?? { start: 0, end: grown.width };
  const y = (isSideways ? null : only(top, bottom, height, grown.height)) ?? { start: 0, end: grown.height };
  return { x: x.start, y: y.start, width: x.end - x.start, height: y.end - y.start };
}

function boundPainted(
  mask: NonNullable<GenerationRequest['mask']>,
  boxes: readonly PictureRect[],
  { size }: Placement,
): PictureRect | null {
  const scale = Math.min(1, coarsePx / Math.max(size.width, size.height));
  const coarse = {
    width: Math.max(1, Math.round(size.width * scale)),
    height: Math.max(1, Math.round(size.height * scale)),
  };
  const { rect } = selectPixels(paintMask(fillBoxes(boxes, scale, coarse), mask, coarse));
  if (isEmptyRect(rect)) return null;
  const x = Math.floor(rect.x / scale);
  const y = Math.floor(rect.y / scale);
  const right = Math.min(size.width, Math.ceil((rect.x + rect.width) / scale));
  const bottom = Math.min(size.height, Math.ceil((rect.y + rect.height) / scale));
  return { x, y, width: right - x, height: bottom - y };
}

function fillBoxes(boxes: readonly PictureRect[], scale: number, size: Placement['size']): Mask {
  const alpha = new Uint8Array(size.width * size.height);
  for (const box of boxes) {
    const [from, to] = [Math.round(box.x * scale), Math.round((box.x + box.width) * scale)];
    const last = Math.min(size.height, Math.round((box.y + box.height) * scale));
    for (let y = Math.round(box.y * scale); y < last; y++)
      alpha.fill(255, y * size.width + from, y * size.width + Math.min(to, size.width));
  }
  return { rect: wholeOf(size), alpha };
}
