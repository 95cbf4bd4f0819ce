import type { ModelInfo } from '../../../protocol/engine-contract.ts';
import type { ErrorCode } from '../../../protocol/errors.ts';
import type { Task } from '../../../protocol/generation.ts';
import type { Size } from '../../../protocol/geometry.ts';
import type { MaskLayer, NodeId, Selection, Target } from '../../../protocol/host-contract.ts';
import { canDo, isEraser } from './choose-model.ts';
import { faultOfExpansion, type PaddingPx } from './expansion.ts';
import { chooseVerb, isMarked, type Mode, verbsFor } from './verbs.ts';

/** Where a generated picture goes when a layer is selected: into its fills, or as a layer over it. */
export type Placement = 'fill' | 'layer';

/**
 * Where a finished picture will be written; frozen when a job starts. `masks` are all mask layers, in the roles that they
 * have. `replaces`: an earlier result, hidden like a mask, whose place the new one takes.
 */
export type Destination =
  | { kind: 'new-frame'; size: Size }
  | { kind: 'fill-of-target'; target: Target }
  | { kind: 'layer-over-target'; target: Target; replaces: NodeId | null }
  | { kind: 'patch'; target: Target; masks: MaskLayer[]; replaces: NodeId | null };

/** A plan that can be run. `targets`: as many pictures, one for each, the first of them in `destination`. */
export type RunnablePlan = { verb: Task; destination: Destination; targets?: Target[] };

/** What the one button will do: its verb and destination, or the reason why it can do nothing. */
export type Plan = RunnablePlan | { verb: 'none'; code: ErrorCode; name: string };

/** What a plan depends on beside the selection. */
export type PlanChoices = {
  /** The size of a new frame, in units. */
  frameSize: Size;
  placement: Placement;
  mode: Mode;
  /** The mask layers in the roles that they have now; left out: as the selection tells them. */
  masks?: MaskLayer[];
  /** True where a mask was painted in the panel. */
  isPainted?: boolean;
  replaces?: NodeId | null;
  paddingPx?: PaddingPx | null;
};

/**
 * The verb follows the selection: nothing or an empty layer is generated into, a picture with something marked on it is
 * repainted there, a frame with empty area beside its picture is expanded. The mode chooses among what is possible.
 */
export function planFor(selection: Selection, choices: PlanChoices): Plan {
  switch (selection.kind) {
    case 'nothing':
      return { verb: 'generate', destination: { kind: 'new-frame', size: choices.frameSize } };
    case 'unusable':
      return { verb: 'none', code: selection.code, name: selection.name };
    case 'target':
      return planTarget(selection, choices);
    case 'targets':
      return planEach(selection.targets, choices);
  }
}

/** One picture for each: generated ones become fills; what is said against one is said against all. */
function planEach(targets: Target[], choices: PlanChoices): Plan {
  const verb = chooseVerb(
    verbsFor({ kind: 'targets', targets }, { masks: [], isPainted: false }),
    choices.mode,
  );
  const plans = targets.map((target) =>
    verb === 'vary'
      ? planTarget({ kind: 'target', target, masks: [] }, { ...choices, masks: [], mode: 'vary' })
      : planGenerate(target, 'fill', null),
  );
  const refused = plans.find((plan) => plan.verb === 'none');
  const [first] = plans;
  if (refused !== undefined || first === undefined || first.verb === 'none')
    return refused ?? { verb: 'none', code: 'target-unsupported', name: '' };
  return { ...first, targets };
}

/** The plans of single pictures that a plan is made of: one per target, itself where it is about one. */
export function plansOf({ targets, ...plan }: RunnablePlan): RunnablePlan[] {
  if (targets === undefined) return [plan];
  return targets.map((target) => {
    if (plan.verb === 'vary')
      return { verb: 'vary', destination: { kind: 'patch', target, masks: [], replaces: null } };
    const own = planGenerate(target, 'fill', null);
    return own.verb === 'none' ? plan : own;
  });
}

function planTarget(selection: Extract<Selection, { kind: 'target' }>, choices: PlanChoices): Plan {
  const { target } = selection;
  const { masks = selection.masks, isPainted = false, replaces = null } = choices;
  const verb = chooseVerb(verbsFor(selection, { masks, isPainted }), choices.mode);
  const none = (code: ErrorCode): Plan => ({ verb: 'none', code, name: target.name });
  if (verb === null) return none(isMarked({ masks, isPainted }) ? 'target-empty' : 'target-unsupported');
  if (verb === 'generate') return planGenerate(target, choices.placement, replaces);
  const fault = verb === 'expand' ? faultOfExpansion(target, choices.paddingPx ?? null) : null;
  if (fault !== null) return none(fault);
  return { verb, destination: { kind: 'patch', target, masks, replaces } };
}

/** The earlier result that this plan puts a new one in the place of; null where it leaves what is there. */
export function replacedBy(plan: Plan): NodeId | null {
  return plan.verb !== 'none' && 'replaces' in plan.destination ? plan.destination.replaces : null;
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

function planGenerate(target: Target, wanted: Placement, replaces: NodeId | null): Plan {
  const possible = placementsOf(target);
  const placement = possible.includes(wanted) ? wanted : possible[0];
  if (placement === undefined) return { verb: 'none', code: 'target-unsupported', name: target.name };
  return {
    verb: 'generate',
    destination:
      placement === 'fill'
        ? { kind: 'fill-of-target', target }
        : { kind: 'layer-over-target', target, replaces },
  };
}
