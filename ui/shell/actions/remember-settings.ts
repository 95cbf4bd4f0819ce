import { chooseModel } from '../state/choose-model.ts';
import type { Settings } from '../state/settings.ts';
import type { PanelContext } from './panel-context.ts';
import { reportError } from './report-error.ts';

/** Changes to settings, remembered by the host a moment after the last one. */
export type SettingsActions = {
  change(change: Partial<Settings>): void;
  /** Saves at once what has not been saved yet. */
  flush(): Promise<void>;
};

const quietMs = 300;

export function createSettingsActions(context: PanelContext): SettingsActions {
  const { state, host } = context;
  let timer: ReturnType<typeof setTimeout> | null = null;

  async function flush(): Promise<void> {
    if (timer === null) return;
    clearTimeout(timer);
    timer = null;
    if (state.host.value?.canStore !== true) return;
    try {
      await host.call('saveSettings', { settings: state.settings.value });
    } catch (thrown) {
      reportError(context, thrown);
    }
  }

  return {
    change(change) {
      const models = state.engine.value.kind === 'ready' ? state.engine.value.models : [];
      state.changeSettings(chooseModel(models, change));
      if (timer !== null) clearTimeout(timer);
      timer = setTimeout(() => void flush(), quietMs);
    },
    flush,
  };
}
