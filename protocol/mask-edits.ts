import * as v from 'valibot';

/** Numbers that all edits of one mask may hold together: about two thousand points, so that a result can carry its mask. */
export const mostMaskNumbers = 6000;

const finite = v.pipe(v.number(), v.finite());
const effect = v.picklist(['add', 'subtract']);
const share = v.pipe(finite, v.minValue(0), v.maxValue(1));
const points = (each: number, least: number) =>
  v.pipe(
    v.array(finite),
    v.check((list) => list.length >= each * least && list.length % each === 0, 'not whole points'),
  );

/** One thing that a person did to a mask. Points are in the pixels of the picture that the mask was drawn on. */
export const maskEditSchema = v.variant('kind', [
  v.strictObject({
    kind: v.literal('brush'),
    effect,
    /** Diameter at full pressure, in picture pixels. */
    sizePx: v.pipe(finite, v.gtValue(0), v.maxValue(4096)),
    /** 1: a hard edge. 0: from the middle on softer and softer, down to nothing at the rim. */
    hardness: share,
    /** x, y and pressure (0 to 1, of the diameter) of every point, one after the other. */
    points: points(3, 1),
  }),
  /** A closed outline: x, y of every corner; even-odd where it crosses itself. */
  v.strictObject({ kind: v.literal('lasso'), effect, points: points(2, 3) }),
  /** x, y of two opposite corners. */
  v.strictObject({
    kind: v.literal('rectangle'),
    effect,
    points: v.pipe(points(2, 2), v.length(4)),
  }),
  v.strictObject({ kind: v.literal('invert') }),
  /** Takes everything out of the mask, what layers select as well. */
  v.strictObject({ kind: v.literal('clear') }),
]);

export type MaskEdit = v.InferOutput<typeof maskEditSchema>;

/**
 * What a person painted in the panel, as vectors: the edits are applied in order to what the mask layers select, then
 * holes are filled, then the mask is grown.
 */
export const paintedMaskSchema = v.strictObject({
  /** The picture that the points count in; a picture of another size is painted in proportion. */
  size: v.strictObject({
    width: v.pipe(finite, v.minValue(1)),
    height: v.pipe(finite, v.minValue(1)),
  }),
  edits: v.pipe(
    v.array(maskEditSchema),
    v.check(
      (edits) =>
        edits.reduce((sum, edit) => sum + ('points' in edit ? edit.points.length : 1), 0) <= mostMaskNumbers,
      'too many points',
    ),
  ),
  /** Picture pixels by which the mask is made wider, or narrower below 0. */
  growPx: v.pipe(finite, v.minValue(-512), v.maxValue(512)),
  /** Holes up to this diameter in picture pixels are filled; 0 leaves them. */
  fillHolesPx: v.pipe(finite, v.minValue(0), v.maxValue(512)),
});

export type PaintedMask = v.InferOutput<typeof paintedMaskSchema>;
