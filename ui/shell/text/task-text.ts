import type { Task } from '../../../protocol/generation.ts';
import type { Size } from '../../../protocol/geometry.ts';
import type { MaskRole } from '../../../protocol/host-contract.ts';

/** What marks a region, as a sentence names it: one layer, several, or what was painted, with layers or without. */
export type Region =
  | { kind: 'layer'; name: string }
  | { kind: 'layers'; count: number }
  | { kind: 'painted' };

/** The tasks that repaint a region. */
export type RegionalTask = Exclude<Task, 'generate' | 'vary' | 'expand'>;

export type Way = 'sides' | 'ratio' | 'zoom' | 'kept';
export type Side = 'all' | 'left' | 'right' | 'top' | 'bottom';

/** The words for what is done: tasks, the region that they work on, and results that are worked on again. */
export type TaskText = {
  verbs: Record<Task, string>;
  /** One sentence per task, and what is to be known of removing without an eraser. */
  mode: { label: string; hints: Record<Task, string>; withoutEraser: string };
  variation: { label: string; subtle: string; strong: string };
  /** One line saying what the button will do. */
  plans: {
    newFrame(size: Size): string;
    fillOfTarget(target: string): string;
    layerOverTarget(target: string): string;
    vary(target: string): string;
    /** `size`: of the expanded picture, in its pixels; null where only what is empty is painted. */
    expand(target: string, size: Size | null): string;
  } & Record<RegionalTask, (region: Region, target: string) => string>;
  roles: { label: string; roleOf(layer: string): string; names: Record<MaskRole, string> };
  expansion: {
    area: string;
    empty: string;
    beyond: string;
    emptyHint: string;
    by: string;
    ways: Record<Way, string>;
    side: string;
    sides: Record<Side, string>;
    amount: string;
    ratio: string;
    zoom: string;
  };
  reopen: { edit: string; replaces(name: string): string; keepOld: string };
};
