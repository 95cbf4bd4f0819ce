import type { Task } from '../../../protocol/generation.ts';
import { type FadeWidth, narrowFade, wideFade } from '../../imaging/fade-width.ts';

/** The tasks that repaint a part of a picture. */
export type RegionTask = Exclude<Task, 'generate' | 'vary'>;

/** What differs between the ways to repaint a region. */
export type FillMode = {
  /** What says where: the masks, all that they do not cover, or what of the picture is empty. */
  selects: 'masks' | 'all-but-masks' | 'empty';
  /** What stands in the region before it is painted: its blurred surroundings, the border gone on, gray, or what is there. */
  prefill: 'surroundings' | 'border' | 'neutral' | 'none';
  /** Whether what was there is hidden at any strength, at full strength only, or never. */
  hides: 'always' | 'at-full' | 'never';
  feather: FadeWidth;
};

/**
 * The ways to repaint. What is to go away, or was never there, must not shine through at any strength; a sketch always
 * must. What keeps its outline against a new background was selected along it, so that a wide fade would show the old
 * one as a halo.
 */
export const fillModes: Record<RegionTask, FillMode> = {
  fill: { selects: 'masks', prefill: 'surroundings', hides: 'at-full', feather: wideFade },
  add: { selects: 'masks', prefill: 'neutral', hides: 'at-full', feather: wideFade },
  sketch: { selects: 'masks', prefill: 'none', hides: 'never', feather: wideFade },
  remove: { selects: 'masks', prefill: 'surroundings', hides: 'always', feather: wideFade },
  expand: { selects: 'empty', prefill: 'border', hides: 'always', feather: wideFade },
  'replace-background': {
    selects: 'all-but-masks',
    prefill: 'neutral',
    hides: 'always',
    feather: narrowFade,
  },
};
