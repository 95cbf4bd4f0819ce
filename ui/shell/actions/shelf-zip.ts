import type { NamedFile } from '../../../protocol/engine-contract.ts';
import type { PanelContext } from './panel-context.ts';
import type { SettingsActions } from './remember-settings.ts';
import { reportError } from './report-error.ts';

/** A .zip file with a pack in it, from an input or a drop. */
export type ZipActions = {
  /** Copies the pack into the store and chooses it; nothing while another one is copied. */
  addZip(file: NamedFile): Promise<void>;
  stopZip(): void;
};

export function createZipActions(context: PanelContext, settings: SettingsActions): ZipActions {
  const { state } = context;
  let running: AbortController | null = null;
  return {
    async addZip({ name, file }) {
      if (running !== null) return;
      const controller = new AbortController();
      running = controller;
      state.dismissNotice();
      state.shelf.setCopying({ name, progress: null });
      try {
        const engine = await context.engine();
        const model = await engine.askShelf(
          'importZip',
          { name: name.replace(/\.zip$/i, ''), file },
          {
            signal: controller.signal,
            onProgress: (progress) => state.shelf.setCopying({ name, progress }),
          },
        );
        state.addModel(model);
        settings.change({ model: model.id });
      } catch (thrown) {
        reportError(context, thrown);
      } finally {
        running = null;
        state.shelf.setCopying(null);
      }
    },
    stopZip: () => running?.abort(),
  };
}
