import type { NamedFile } from '../../../protocol/engine-contract.ts';
import { AppError, type ErrorCode } from '../../../protocol/errors.ts';
import { findRecipe } from '../../provenance/find-recipe.ts';
import { settingsOfFound } from '../state/found-recipe.ts';
import type { PanelContext } from './panel-context.ts';
import type { SettingsActions } from './remember-settings.ts';
import { noticeFor, reportError } from './report-error.ts';

/** Larger than any PNG of 4096 x 4096 pixels; more is not read into memory. */
const longestFileBytes = 100_000_000;

/** True for a file that may hold a recipe, by what its system and its name say. */
export const mayHoldRecipe = (name: string, type: string): boolean =>
  /^(image\/png|application\/json)$/.test(type) || /\.(png|json)$/i.test(name);

/**
 * Takes over how the picture in a file was made: prompt, sampler, seed and all the other settings, as far as this version
 * has them. `withoutRecipe` is said where the file has no recipe; no setting is changed then.
 */
export type ImportRecipe = (file: NamedFile, withoutRecipe?: ErrorCode) => Promise<void>;

export function createRecipeImporter(context: PanelContext, settings: SettingsActions): ImportRecipe {
  const { state } = context;
  return async ({ name, file }, withoutRecipe = 'recipe-absent') => {
    state.dismissNotice();
    state.provenance.setImported(null);
    try {
      const isReadable = 'arrayBuffer' in file && file.size <= longestFileBytes;
      if (!isReadable) throw new AppError(withoutRecipe, `${file.size} bytes`);
      const found = findRecipe(new Uint8Array(await (file as Blob).arrayBuffer()));
      if (found === null) throw new AppError(withoutRecipe, 'no recipe in the file');
      const imported = settingsOfFound(
        found,
        state.engine.value.kind === 'ready' ? state.engine.value.models : [],
      );
      if (imported === null) throw new AppError('recipe-broken', 'no request in the recipe', name);
      settings.change(imported.settings);
      state.provenance.setImported({ name, job: state.active.value?.id ?? null });
      // Which models are there only an engine can tell.
      if (imported.missingModel !== null && state.engine.value.kind === 'ready')
        state.showNotice(noticeFor('recipe-model-missing', imported.missingModel));
    } catch (thrown) {
      reportError(context, thrown);
    }
  };
}
