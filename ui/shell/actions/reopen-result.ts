import { AppError } from '../../../protocol/errors.ts';
import type { Recipe, Selection } from '../../../protocol/host-contract.ts';
import { readRecipe, settingsOf } from '../state/read-recipe.ts';
import type { Settings } from '../state/settings.ts';
import { loadHistory } from './load-history.ts';
import type { PanelContext } from './panel-context.ts';
import type { SettingsActions } from './remember-settings.ts';
import { reportError } from './report-error.ts';

/** How long the sandbox may take to find what a result was painted on. */
const patienceMs = 30_000;

/**
 * Selects what the selected result was painted on, and takes over how it was made: settings, seed, roles, painted mask and
 * context. The next result takes a patch's place. What fails is shown as its sentence, and no setting is changed then.
 * Answers whether it was opened.
 */
export async function reopenResult(context: PanelContext, settings: SettingsActions): Promise<boolean> {
  const { state, host } = context;
  const selection = state.selection.value;
  if (selection.kind !== 'target' || !selection.target.hasRecipe) return false;
  const { node, name } = selection.target;
  state.dismissNotice();
  try {
    const known = await recipeHere(context, selection);
    const reopened = await host.call(
      'reopenResult',
      { node, ...(known !== null && { recipe: known }) },
      { timeoutMs: patienceMs },
    );
    const recipe = readRecipe(reopened.recipe);
    if (recipe === null) throw new AppError('recipe-unreadable', 'no request in the recipe', name);
    state.replaceSelection(await host.call('readSelection', undefined, { timeoutMs: patienceMs }));
    const { request, roles } = recipe;
    for (const mask of reopened.masks) {
      const role = roles[mask];
      if (role !== undefined) state.region.giveRole(mask, role);
    }
    const isFill = reopened.isFill === true;
    if (!isFill) {
      state.editor.load(reopened.target, request.mask, request.contextBox);
      state.region.reopen({ node, name, target: reopened.target }, request.paddingPx);
    }
    settings.change({
      ...withKnownModel(context, settingsOf(request)),
      ...(request.task === 'generate' && { placement: isFill ? 'fill' : 'layer' }),
    });
    return true;
  } catch (thrown) {
    reportError(context, thrown);
    return false;
  }
}

/** What this machine keeps of the selected result; null where it keeps nothing. */
export async function recipeHere(context: PanelContext, selection: Selection): Promise<Recipe | null> {
  const id = selection.kind === 'target' ? selection.target.result : undefined;
  if (id === undefined) return null;
  await loadHistory(context);
  return context.state.history.entries.value.find((entry) => entry.id === id)?.recipe ?? null;
}

/** A model that is gone since leaves the one that is chosen now; which are there only an engine can tell. */
export function withKnownModel({ state }: PanelContext, settings: Partial<Settings>): Partial<Settings> {
  const engine = state.engine.value;
  if (engine.kind !== 'ready') return settings;
  const isKnown = (id: string | null | undefined) => engine.models.some((model) => model.id === id);
  const { model, remover, ...rest } = settings;
  return { ...rest, ...(isKnown(model) && { model }), ...(isKnown(remover) && { remover }) };
}
