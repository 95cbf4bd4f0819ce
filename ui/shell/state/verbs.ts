import { type Task, tasks } from '../../../protocol/generation.ts';
import type { MaskLayer, Selection } from '../../../protocol/host-contract.ts';

/** What a person wants done: one task, where the selection allows it, or else what the selection suggests. */
export const modes = ['auto', ...tasks] as const;
export type Mode = (typeof modes)[number];

/** What marks a region of the selected picture: its mask layers in the roles that they have, or a mask painted in the panel. */
export type Marks = { masks: readonly MaskLayer[]; isPainted: boolean };

/** True where something says what to repaint; layers that only keep, or only frame what the model sees, do not. */
export function isMarked({ masks, isPainted }: Marks): boolean {
  return isPainted || masks.some(({ role }) => role === 'repaint');
}

/** What can be done with a selection, what it suggests first; empty where nothing can. */
export function verbsFor(selection: Selection, marks: Marks): Task[] {
  if (selection.kind === 'nothing') return ['generate'];
  if (selection.kind === 'unusable') return [];
  if (selection.kind === 'targets')
    return selection.targets.every(({ hasPicture }) => hasPicture) ? ['generate', 'vary'] : ['generate'];
  const { hasPicture, isExpandable } = selection.target;
  if (isMarked(marks)) return hasPicture ? ['fill', 'add', 'sketch', 'remove', 'replace-background'] : [];
  if (!hasPicture) return ['generate'];
  return isExpandable ? ['expand', 'generate', 'vary'] : ['generate', 'vary', 'expand'];
}

/** The verb of the mode where the selection has it, else the first; null where there is none. */
export function chooseVerb(verbs: readonly Task[], mode: Mode): Task | null {
  return verbs.find((verb) => verb === mode) ?? verbs[0] ?? null;
}

/** The mode that a person's choice of a verb stands for: the first one of a selection is what it suggests anyway. */
export function modeOf(verb: Task, verbs: readonly Task[]): Mode {
  return verb === verbs[0] ? 'auto' : verb;
}
