import type { Task } from '../../../protocol/generation.ts';
import { grownSize, type PaddingPx, pictureSize } from '../state/expansion.ts';
import type { Foreseen } from '../state/foresee-size.ts';
import { isRegional } from '../state/mask-roles.ts';
import type { Destination, Plan, RunnablePlan } from '../state/plan.ts';
import type { Region, RegionalTask } from '../text/task-text.ts';
import type { Text } from '../text/text.ts';

/** What a plan depends on beside what it says itself. */
export type PlanFacts = {
  isPainted: boolean;
  paddingPx: PaddingPx | null;
  /** The sizes of every picture of the plan, as far as they are known. */
  foreseen?: readonly Foreseen[];
};

/** One line saying what the button will do and in which sizes, or why it can do nothing. */
export function describePlan(plan: Plan, facts: PlanFacts, text: Text): string {
  if (plan.verb === 'none') return text.errors[plan.code];
  const sizes = describeSizes(plan, facts.foreseen ?? [], text);
  const deed = describeDeed(plan, facts, text);
  return sizes === null ? deed : `${deed}, ${sizes}`;
}

/** Of several pictures the sizes are told where they are the same. */
function describeSizes(
  { destination }: RunnablePlan,
  foreseen: readonly Foreseen[],
  text: Text,
): string | null {
  const [first] = foreseen;
  if (first === undefined) return null;
  const { size, model, kind } = first;
  const others = new Set(foreseen.map((one) => JSON.stringify([one.size, one.model])));
  if (others.size > 1) return text.about.plan.several(others.size);
  if (kind === 'seen') return text.about.plan.seen(size, model);
  // A new frame's size stands in the line already.
  const isTold =
    destination.kind === 'new-frame' &&
    destination.size.width === size.width &&
    destination.size.height === size.height;
  return text.about.plan.painted(model, isTold ? null : size);
}

function describeDeed(plan: RunnablePlan, facts: PlanFacts, text: Text): string {
  const { destination, targets } = plan;
  if (targets !== undefined)
    return text.kept.plans[plan.verb === 'vary' ? 'vary' : 'generate'](targets.length);
  switch (destination.kind) {
    case 'new-frame':
      return text.plans.newFrame(destination.size);
    case 'fill-of-target':
      return text.plans.fillOfTarget(destination.target.name);
    case 'layer-over-target':
      return text.plans.layerOverTarget(destination.target.name);
    case 'patch':
      return describePatch(plan.verb, destination, facts, text);
  }
}

function describePatch(
  verb: Task,
  { masks, target }: Extract<Destination, { kind: 'patch' }>,
  { isPainted, paddingPx }: PlanFacts,
  text: Text,
): string {
  if (isRegionalTask(verb)) {
    const names = masks.filter(({ role }) => role === 'repaint').map(({ name }) => name);
    return text.plans[verb](regionOf(names, isPainted), target.name);
  }
  if (verb === 'expand') {
    const size = paddingPx === null ? null : grownSize(pictureSize(target), paddingPx);
    return text.plans.expand(target.name, size);
  }
  return text.plans.vary(target.name);
}

function isRegionalTask(task: Task): task is RegionalTask {
  return isRegional(task);
}

function regionOf(names: readonly string[], isPainted: boolean): Region {
  const [name] = names;
  if (isPainted || name === undefined) return { kind: 'painted' };
  return names.length === 1 ? { kind: 'layer', name } : { kind: 'layers', count: names.length };
}
