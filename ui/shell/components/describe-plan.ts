import type { Task } from '../../../protocol/generation.ts';
import { grownSize, type PaddingPx, pictureSize } from '../state/expansion.ts';
import { isRegional } from '../state/mask-roles.ts';
import type { Destination, Plan } from '../state/plan.ts';
import type { Region, RegionalTask } from '../text/task-text.ts';
import type { Text } from '../text/text.ts';

/** What a plan depends on beside what it says itself. */
export type PlanFacts = { isPainted: boolean; paddingPx: PaddingPx | null };

/** One line saying what the button will do, or why it can do nothing. */
export function describePlan(plan: Plan, facts: PlanFacts, text: Text): string {
  if (plan.verb === 'none') return text.errors[plan.code];
  const { destination } = plan;
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
