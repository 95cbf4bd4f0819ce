import type { ModelInfo } from '../../../protocol/engine-contract.ts';
import type { Task } from '../../../protocol/generation.ts';
import type { Plan } from './plan.ts';
import type { Settings } from './settings.ts';

type Able = Pick<ModelInfo, 'tasks'>;

/** True where a model removes things without a prompt, and does nothing else. */
export const isEraser = ({ tasks }: Able): boolean => tasks.includes('remove') && !tasks.includes('generate');

/** What a model that can fill does as well: all of these repaint a region, whatever they start from. */
const waysToFill: readonly Task[] = ['add', 'sketch', 'remove', 'replace-background', 'expand'];

/** True where a model can do a task; what can fill removes by painting background. */
export const canDo = ({ tasks }: Able, task: Task): boolean =>
  tasks.includes(task) || (waysToFill.includes(task) && tasks.includes('fill'));

/**
 * The model that a verb runs with: the chosen one; to remove, the one that was chosen for that, or the first eraser, or
 * else the one that paints. Null where the engine has none of these.
 */
export function modelFor(
  verb: Plan['verb'],
  models: readonly ModelInfo[],
  { model, remover }: Pick<Settings, 'model' | 'remover'>,
): ModelInfo | null {
  const find = (wanted: string | null) => models.find(({ id }) => id === wanted) ?? null;
  if (verb !== 'remove') return find(model);
  return find(remover) ?? models.find(isEraser) ?? find(model);
}

/** The models to choose from for a verb, erasers first where they can do it. */
export function modelsFor(verb: Plan['verb'], models: readonly ModelInfo[]): ModelInfo[] {
  const painters = models.filter((model) => !isEraser(model));
  if (verb !== 'remove') return painters;
  return [...models.filter(isEraser), ...painters.filter((model) => canDo(model, 'remove'))];
}

/** A choice of a model by a person: an eraser is chosen for removing, and the model that paints stays. */
export function chooseModel(models: readonly ModelInfo[], change: Partial<Settings>): Partial<Settings> {
  const chosen = models.find(({ id }) => id === change.model);
  if (chosen === undefined) return change;
  // Guidance that was set for another model would spoil what one paints that was made to do without.
  if (!isEraser(chosen)) return chosen.guidanceUse === 'none' ? { guidance: null, ...change } : change;
  const { model: remover, ...rest } = change;
  return { ...rest, remover: remover ?? null, mode: 'remove' };
}
