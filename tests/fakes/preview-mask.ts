import type { MaskPreview } from '../../protocol/engine-contract.ts';
import type { GenerationRequest } from '../../protocol/generation.ts';
import { growMask } from '../../ui/imaging/grow-mask.ts';
import type { Mask } from '../../ui/imaging/image.ts';
import { paintMask } from '../../ui/imaging/paint-mask.ts';

/** Different strengths that this engine tells apart, so that a soft brush shows its steps. */
const levels = 8;
/** Of the picture's pixels, as the hole and the feather of an engine would be. */
const growPx = 6;
const featherPx = 16;

/**
 * What an engine would say of a painted mask, on half of the picture's pixels: the real strokes, a hole and a feather of
 * fixed widths, and a square around them as what the model sees. Mask layers count as empty.
 */
export function previewPainted({ size, mask, contextBox, context }: GenerationRequest): MaskPreview {
  const picture = { width: Math.round(size.width), height: Math.round(size.height) };
  const grid = { width: Math.ceil(picture.width / 2), height: Math.ceil(picture.height / 2) };
  const whole = { x: 0, y: 0, ...grid };
  const nothing: Mask = { rect: { ...whole, width: 0, height: 0 }, alpha: new Uint8Array() };
  const painted = mask ?? { size: picture, edits: [], growPx: 0, fillHolesPx: 0 };
  const selection = paintMask(nothing, painted, grid);
  const rim = growMask(selection, featherPx / 2, grid);
  const area = { x: 0, y: 0, ...picture };
  return {
    size: grid,
    area,
    strength: planeOf(selection, grid).map((value) => Math.floor((value * levels) / 255) * (255 / levels)),
    hole: planeOf(growMask(selection, growPx / 2, grid), grid),
    alpha: planeOf(rim, grid).map((value) => value / 2),
    context: contextBox ?? (context === 'whole' ? area : squareAround(selection.rect, picture)),
    model: { width: 64, height: 64 },
    featherPx,
    levels,
  };
}

function planeOf({ rect, alpha }: Mask, { width, height }: { width: number; height: number }): Uint8Array {
  const plane = new Uint8Array(width * height);
  for (let row = 0; row < rect.height; row++) {
    for (let column = 0; column < rect.width; column++) {
      plane[(rect.y + row) * width + rect.x + column] = alpha[row * rect.width + column] ?? 0;
    }
  }
  return plane;
}

function squareAround(
  rect: Mask['rect'],
  picture: { width: number; height: number },
): MaskPreview['context'] {
  const side = Math.min(picture.width, picture.height, Math.max(rect.width, rect.height) * 3);
  const place = (start: number, length: number, room: number) =>
    Math.round(Math.min(room - side, Math.max(0, (start + length / 2) * 2 - side / 2)));
  return {
    x: place(rect.x, rect.width, picture.width),
    y: place(rect.y, rect.height, picture.height),
    width: side,
    height: side,
  };
}
