import type { MaskEdit, PaintedMask } from '../../../protocol/mask-edits.ts';
import type { Mask } from '../../imaging/image.ts';
import { paintMask } from '../../imaging/paint-mask.ts';
import type { ShownPicture } from './mask-editor.ts';

/** How many of the last masks are kept: as far as people undo in a row without thinking. */
const mostKept = 8;

type Grid = Pick<ShownPicture, 'grid' | 'layers'>;
type Kept = { picture: Grid; last: MaskEdit; mask: Mask };

/**
 * Makes a painter of masks on a picture's grid by the engine's own rules, for as long as the engine has not said what it
 * would do. It remembers what it has painted last, so that one more stroke costs that stroke and not all of them.
 */
export function createLocalPainter(): (picture: Grid, painted: PaintedMask) => Mask {
  let kept: Kept[] = [];

  /** The longest beginning of these edits that is painted already; an edit's object always has the same ones before it. */
  function findStart(picture: Grid, edits: readonly MaskEdit[]): { mask: Mask; done: number } {
    for (let done = edits.length; done > 0; done--) {
      const known = kept.find((one) => one.picture === picture && one.last === edits[done - 1]);
      if (known !== undefined) return { mask: known.mask, done };
    }
    return { mask: picture.layers, done: 0 };
  }

  return (picture, painted) => {
    const { edits } = painted;
    const { mask: start, done } = findStart(picture, edits);
    const rest = { ...painted, edits: edits.slice(done), growPx: 0, fillHolesPx: 0 };
    const mask = rest.edits.length === 0 ? start : paintMask(start, rest, picture.grid);
    const last = edits.at(-1);
    if (last !== undefined) {
      const others = kept.filter((one) => one.picture === picture && one.last !== last);
      kept = [{ picture, last, mask }, ...others].slice(0, mostKept);
    }
    return paintMask(mask, { ...painted, edits: [] }, picture.grid);
  };
}
