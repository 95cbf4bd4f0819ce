import { measureDiagonal, type PictureRect } from './rect.ts';

/** Width of the fade around a selection as a share of its diagonal, with its least and most picture pixels. */
export type FadeWidth = { share: number; leastPx: number; mostPx: number };

/** What is repainted must pass into its surroundings. */
export const wideFade: FadeWidth = { share: 0.1, leastPx: 16, mostPx: 48 };

/** What was selected along its outline: a wide fade would show what was behind it as a halo. */
export const narrowFade: FadeWidth = { share: 0.005, leastPx: 2, mostPx: 8 };

/** Picture pixels of the fade around a selection with these bounds. */
export function chooseFadePx({ share, leastPx, mostPx }: FadeWidth, selection: PictureRect): number {
  return Math.min(mostPx, Math.max(leastPx, Math.floor(share * measureDiagonal(selection))));
}
