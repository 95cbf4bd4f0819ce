import type { ModelInfo } from '../../../protocol/engine-contract.ts';
import type { ErrorCode } from '../../../protocol/errors.ts';
import type { Size } from '../../../protocol/geometry.ts';
import type { MaskLayer, Selection, Target } from '../../../protocol/host-contract.ts';

/** Where a generated picture goes when a layer is selected: into its fills, or as a layer over it. */
export type Placement = 'fill' | 'layer';

/** Where a finished picture will be written; frozen when a job starts. */
export type Destination =
  | { kind: 'new-frame'; size: Size }
  | { kind: 'fill-of-target'; target: Target }
  | { kind: 'layer-over-target'; target: Target }
  | { kind: 'patch'; target: Target; masks: MaskLayer[] };

/** What the one button will do: its verb and destination, or the reason why it can do nothing. */
export type Plan =
  | { verb: 'generate' | 'fill'; destination: Destination }
  | { verb: 'none'; code: ErrorCode; name: string };

/** The verb follows the selection: nothing or a layer is generated into, a picture with shapes over it is filled. */
export function planFor(selection: Selection, frameSize: Size, placement: Placement): Plan {
  switch (selection.kind) {
    case 'nothing':
      return { verb: 'generate', destination: { kind: 'new-frame', size: frameSize } };
    case 'unusable':
      return { verb: 'none', code: selection.code, name: selection.name };
    case 'target':
      return selection.masks.length > 0
        ? planFill(selection.target, selection.masks)
        : planGenerate(selection.target, placement);
  }
}

/** The same plan with what the chosen model can do; null where it is not known yet. */
export function planWith(plan: Plan, model: Pick<ModelInfo, 'name' | 'tasks'> | null): Plan {
  if (plan.verb !== 'fill' || model === null || model.tasks.includes('fill')) return plan;
  return { verb: 'none', code: 'encoder-missing', name: model.name };
}

/** The ways a generated picture can be placed on this target; empty where the host takes neither. */
export function placementsOf(target: Target): Placement[] {
  const placements: Placement[] = [];
  if (target.canTakeFill) placements.push('fill');
  if (target.canTakeLayer) placements.push('layer');
  return placements;
}

function planFill(target: Target, masks: MaskLayer[]): Plan {
  if (!target.hasPicture) return { verb: 'none', code: 'target-empty', name: target.name };
  return { verb: 'fill', destination: { kind: 'patch', target, masks } };
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
