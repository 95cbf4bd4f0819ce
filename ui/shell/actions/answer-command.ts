import { AppError } from '../../../protocol/errors.ts';
import type { NodeId, ResultCommand } from '../../../protocol/host-contract.ts';
import { readRecipe, settingsOf } from '../state/read-recipe.ts';
import type { PanelContext } from './panel-context.ts';
import type { SettingsActions } from './remember-settings.ts';
import { recipeHere, reopenResult, withKnownModel } from './reopen-result.ts';
import { reportError } from './report-error.ts';

/** What a command makes happen. */
export type CommandDoers = { settings: SettingsActions; run(): Promise<void>; openEditor(): void };

/**
 * Does what the button in the editor's own panel says that the plugin was started with: the selected result again, a
 * variation of it, or its region opened. Nothing where it was started otherwise.
 */
export async function answerCommand(context: PanelContext, doers: CommandDoers): Promise<void> {
  const { state } = context;
  const command = state.host.value?.command as ResultCommand | undefined;
  if (command !== 'again' && command !== 'vary' && command !== 'edit-mask') return;
  const selection = state.selection.value;
  if (selection.kind !== 'target' || !selection.target.hasRecipe) {
    return reportError(context, new AppError('recipe-elsewhere', command));
  }
  if (command === 'vary') {
    if (await takeForVariation(context, doers.settings, selection.target.node)) await doers.run();
  } else if (await reopenResult(context, doers.settings)) {
    if (command === 'again') await doers.run();
    else doers.openEditor();
  }
}

/** Takes over how the selected result was made, to vary the result itself with a seed of its own. */
async function takeForVariation(
  context: PanelContext,
  settings: SettingsActions,
  node: NodeId,
): Promise<boolean> {
  try {
    const { recipe } = await context.host.call('readRecipe', { node });
    const known = recipe ?? (await recipeHere(context, context.state.selection.value));
    const read = known === null ? null : readRecipe(known);
    if (read === null) throw new AppError(known === null ? 'recipe-elsewhere' : 'recipe-unreadable', node);
    const { prompt, negativePrompt, model } = settingsOf(read.request);
    settings.change({
      ...withKnownModel(context, model === undefined ? {} : { model }),
      ...(prompt !== undefined && { prompt }),
      ...(negativePrompt !== undefined && { negativePrompt }),
      mode: 'vary',
      isSeedLocked: false,
    });
    return true;
  } catch (thrown) {
    reportError(context, thrown);
    return false;
  }
}
