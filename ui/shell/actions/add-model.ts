import { AppError } from '../../../protocol/errors.ts';
import type { ChosenFolder } from './folder-files.ts';
import type { PanelContext } from './panel-context.ts';
import type { SettingsActions } from './remember-settings.ts';
import { reportError } from './report-error.ts';

/**
 * Makes the action that adds a model from a folder: the engine looks at it, and what paints is chosen at once. A folder
 * that is still being read is waited for. What keeps a folder from painting is shown; the chosen model stays then.
 */
export function createModelAdder(
  context: PanelContext,
  settings: SettingsActions,
): (folder: Promise<ChosenFolder> | ChosenFolder) => Promise<void> {
  const { state } = context;
  return async (folder) => {
    if (state.isAddingModel.value) return;
    state.setAddingModel(true);
    state.dismissNotice();
    try {
      const chosen = await Promise.resolve(folder).catch((thrown: unknown) => {
        throw new AppError('not-a-model', `The folder cannot be read: ${String(thrown)}`);
      });
      const engine = await context.engine();
      const model = await engine.importModel(chosen);
      state.addModel(model);
      settings.change({ model: model.id });
    } catch (thrown) {
      reportError(context, thrown);
    } finally {
      state.setAddingModel(false);
    }
  };
}
