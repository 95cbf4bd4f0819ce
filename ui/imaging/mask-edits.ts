import type { Size } from './rect.ts';

/** Whether an edit selects or takes away from what is selected. */
export type EditEffect = 'add' | 'subtract';

/**
 * One thing that a person did to a mask, in the pixels of the picture that it was drawn on; pixel (0, 0) covers 0 to 1.
 * `brush`: x, y and pressure (0..1, of the diameter `sizePx`) of every point; `hardness` 1 is a hard edge, 0 is soft
 * from the middle on. `lasso`: x, y of the corners of a closed outline, even-odd. `rectangle`: x, y of two opposite
 * corners. `clear` takes everything away, `invert` turns the whole picture round.
 */
export type MaskEdit =
  | { kind: 'brush'; effect: EditEffect; sizePx: number; hardness: number; points: number[] }
  | { kind: 'lasso'; effect: EditEffect; points: number[] }
  | { kind: 'rectangle'; effect: EditEffect; points: number[] }
  | { kind: 'invert' }
  | { kind: 'clear' };

/**
 * What a person painted: the edits in their order, then holes up to `fillHolesPx` across are filled, then the mask is
 * grown by `growPx`, or shrunk below 0. Everything counts in the pixels of a picture of `size`.
 */
export type PaintedMask = { size: Size; edits: MaskEdit[]; growPx: number; fillHolesPx: number };

/** Numbers that the edits hold together: what their size is limited by. */
export function countNumbers(edits: readonly MaskEdit[]): number {
  return edits.reduce((sum, edit) => sum + ('points' in edit ? edit.points.length : 1), 0);
}
