import type { ModelInfo } from '../../../protocol/engine-contract.ts';
import type { ErrorCode } from '../../../protocol/errors.ts';
import type { Task } from '../../../protocol/generation.ts';
import type { Size } from '../../../protocol/geometry.ts';
import type { MaskLayer, Selection, Target } from '../../../protocol/host-contract.ts';
import { canDo, isEraser } from './choose-model.ts';

/** Where a generated picture goes when a layer is selected: into its fills, or as a layer over it. */
export type Placement = 'fill' | 'layer';

/**
 * What is wanted of a picture: `auto` something new, in its place or in that of the shapes over it; `vary` a variation
 * of it where there are no shapes; `remove` what the shapes cover away.
 */
export const modes = ['auto', 'vary', 'remove'] as const;
export type Mode = (typeof modes)[number];

/** Where a finished picture will be written; frozen when a job starts. */
export type Destination =
  | { kind: 'new-frame'; size: Size }
  | { kind: 'fill-of-target'; target: Target }
  | { kind: 'layer-over-target'; target: Target }
  | { kind: 'patch'; target: Target; masks: MaskLayer[] };

/** What the one button will do: its verb and destination, or the reason why it can do nothing. */
export type Plan = { verb: Task; destination: Destination } | { verb: 'none'; code: ErrorCode; name: string };

/**
 * The verb follows the selection: nothing or a layer is generated into, a picture with shapes over it is filled, or freed
 * of what they cover where that is the mode. A picture alone is varied where that is the mode.
 */
export function planFor(
  selection: Selection,
  frameSize: Size,
  placement: Placement,
  mode: Mode = 'auto',
): Plan {
  switch (selection.kind) {
    case 'nothing':
      return { verb: 'generate', destination: { kind: 'new-frame', size: frameSize } };
    case 'unusable':
      return { verb: 'none', code: selection.code, name: selection.name };
    case 'target':
      if (selection.masks.length > 0)
        return planPatch(mode === 'remove' ? mode : 'fill', selection.target, selection.masks);
      return mode === 'vary' && selection.target.hasPicture
        ? { verb: 'vary', destination: { kind: 'patch', target: selection.target, masks: [] } }
        : planGenerate(selection.target, placement);
  }
}

/** The modes that differ for this selection; empty where it leaves no choice. */
export function modesOf(selection: Selection): Mode[] {
  if (selection.kind !== 'target' || !selection.target.hasPicture) return [];
  return ['auto', selection.masks.length > 0 ? 'remove' : 'vary'];
}

/** The same plan with what the model that it would run with can do; null where that is not known yet. */
export function planWith(plan: Plan, model: Pick<ModelInfo, 'name' | 'tasks'> | null): Plan {
  if (plan.verb === 'none' || model === null || canDo(model, plan.verb)) return plan;
  return { verb: 'none', code: isEraser(model) ? 'task-unsupported' : 'encoder-missing', name: model.name };
}

/** The ways a generated picture can be placed on this target; empty where the host takes neither. */
export function placementsOf(target: Target): Placement[] {
  const placements: Placement[] = [];
  if (target.canTakeFill) placements.push('fill');
  if (target.canTakeLayer) placements.push('layer');
  return placements;
}

function planPatch(verb: 'fill' | 'remove', target: Target, masks: MaskLayer[]): Plan {
  if (!target.hasPicture) return { verb: 'none', code: 'target-empty', name: target.name };
  return { verb, destination: { kind: 'patch', target, masks } };
}

function planGenerate(target: Target, wanted: Placement): Plan {
  const possible = placementsOf(target);
  const placement = possible.includes(wanted) ? wanted : possible[0];
  if (placement === undefined) return { verb: 'none', code: 'target-unsupported', name: target.name };
  return {
    verb: 'generate',
    destination:
      placement === 'fill' ? { kind: 'fill-of-target', target } : { kind: 'layer-over-target', target },
  };
}
