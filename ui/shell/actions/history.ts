import { AppError } from '../../../protocol/errors.ts';
import type { HistoryEntry } from '../../../protocol/history-entry.ts';
import { type ReadRecipe, readRecipe, settingsOf } from '../state/read-recipe.ts';
import { loadHistory, saveHistoryHere } from './load-history.ts';
import type { PanelContext } from './panel-context.ts';
import type { SettingsActions } from './remember-settings.ts';
import { reopenResult, withKnownModel } from './reopen-result.ts';
import { codeOf, reportError } from './report-error.ts';

/** What can be done with the history of the document. None of these rejects: what fails is shown. */
export type HistoryActions = {
  open(): Promise<void>;
  close(): void;
  search(query: string): void;
  /** Selects the result's layer and brings it into view. */
  show(entry: HistoryEntry): Promise<void>;
  /** Makes its settings the panel's own. */
  use(entry: HistoryEntry): void;
  /** Opens the result again and runs it; one whose layer is gone is generated anew, where that needs no picture. */
  again(entry: HistoryEntry): Promise<void>;
  remove(entry: HistoryEntry): Promise<void>;
};

const patienceMs = 30_000;

export function createHistoryActions(
  context: PanelContext,
  settings: SettingsActions,
  run: () => Promise<void>,
): HistoryActions {
  const { state, host } = context;

  const orReport = (work: () => Promise<unknown>) =>
    work().then(
      () => undefined,
      (thrown: unknown) => reportError(context, thrown),
    );

  function take(entry: HistoryEntry): ReadRecipe {
    const recipe = entry.recipe === null ? null : readRecipe(entry.recipe);
    if (recipe === null)
      throw new AppError(entry.recipe === null ? 'recipe-elsewhere' : 'recipe-unreadable', entry.id);
    settings.change(withKnownModel(context, settingsOf(recipe.request)));
    return recipe;
  }

  async function goTo({ node }: HistoryEntry): Promise<void> {
    await host.call('showNode', { node }, { timeoutMs: patienceMs });
    state.replaceSelection(await host.call('readSelection', undefined, { timeoutMs: patienceMs }));
  }

  return {
    async open() {
      state.history.setOpen(true);
      await loadHistory(context);
    },
    close: () => state.history.setOpen(false),
    search: state.history.search,
    show: (entry) => orReport(() => goTo(entry)),
    use: (entry) =>
      void orReport(async () => {
        take(entry);
        state.history.setOpen(false);
      }),
    again: (entry) =>
      orReport(async () => {
        state.history.setOpen(false);
        try {
          await goTo(entry);
          const { value: selected } = state.selection;
          const isOwn = selected.kind === 'target' && selected.target.result === entry.id;
          if (!(await reopenResult(context, settings))) return;
          // A frame that was filled again since then tells of its last result.
          if (!isOwn) take(entry);
        } catch (thrown) {
          // Without its layer only what starts from no picture can be made again.
          if (codeOf(thrown) !== 'target-gone' || take(entry).request.task !== 'generate') throw thrown;
        }
        await run();
      }),
    remove: (entry) =>
      orReport(async () => {
        state.history.drop(entry.id);
        if (state.recipes.value === 'allowed') await host.call('dropHistory', { ids: [entry.id] });
        await saveHistoryHere(context);
      }),
  };
}
