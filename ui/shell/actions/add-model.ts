import { AppError } from '../../../protocol/errors.ts';
import { type ChosenFolder, mayHoldModel } from './folder-files.ts';
import type { PanelContext } from './panel-context.ts';
import type { SettingsActions } from './remember-settings.ts';
import { reportError } from './report-error.ts';

/**
 * Makes the action that adds a model from a folder: the engine looks at it, and what paints is chosen at once. What keeps
 * a folder from painting is shown; the chosen model stays then.
 */
export function createModelAdder(
  context: PanelContext,
  settings: SettingsActions,
): (folder: ChosenFolder) => Promise<void> {
  const { state } = context;
  return async (folder) => {
    if (state.isAddingModel.value) return;
    state.setAddingModel(true);
    state.dismissNotice();
    try {
      if (!mayHoldModel(folder)) throw new AppError('not-a-model', 'There is no graph and no config.');
      const engine = await context.engine();
      const model = await engine.importModel(folder);
      state.addModel(model);
      settings.change({ model: model.id });
    } catch (thrown) {
      reportError(context, thrown);
    } finally {
      state.setAddingModel(false);
    }
  };
}
