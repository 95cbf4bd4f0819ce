import type { ModelInfo } from '../../../protocol/engine-contract.ts';
import type { EngineClient } from '../clients/engine-client.ts';
import type { PanelState } from '../state/panel-state.ts';
import type { PanelContext } from './panel-context.ts';
import { codeOf, noticeFor } from './report-error.ts';

/** Keeps the state told of the connection to the engine, and of the models that it has. */
export function followEngine({ state }: Pick<PanelContext, 'state'>, engine: EngineClient): void {
  engine.onConnection((connection) => {
    switch (connection.kind) {
      case 'connecting':
        return state.setEngine({ kind: 'connecting' });
      case 'lost':
        return state.setEngine({ kind: 'unreachable', code: connection.code });
      case 'connected':
        state.setEngine({ kind: 'ready', capabilities: connection.capabilities, models: [] });
        void engine.listModels().then(
          (models) => {
            const { capabilities } = connection;
            state.setEngine({ kind: 'ready', capabilities, models: withAdded(state, models) });
            leaveMissingModel(state);
          },
          // The connection itself tells when it is gone; a list that fails otherwise must be seen.
          (thrown: unknown) => {
            if (codeOf(thrown) !== 'connection-lost') state.showNotice(noticeFor(codeOf(thrown)));
          },
        );
    }
  });
}

/** The list with the folders that were added while it was on its way. */
function withAdded(state: PanelState, models: ModelInfo[]): ModelInfo[] {
  const known = state.engine.value.kind === 'ready' ? state.engine.value.models : [];
  return [...models, ...known.filter(({ id }) => models.every((listed) => listed.id !== id))];
}

/** A model from a folder ends with the engine page; the first one paints instead, and the person is told. */
function leaveMissingModel(state: PanelState): void {
  const [first] = state.engine.value.kind === 'ready' ? state.engine.value.models : [];
  const { model } = state.settings.value;
  const isThere =
    state.engine.value.kind === 'ready' && state.engine.value.models.some(({ id }) => id === model);
  if (first === undefined || isThere) return;
  state.changeSettings({ model: first.id });
  state.showNotice(noticeFor('model-gone'));
}

/** Connects to the engine; a failure is shown as its sentence. */
export async function connectEngine(context: PanelContext): Promise<void> {
  const { state } = context;
  try {
    const engine = await context.engine();
    await engine.connect();
    if (state.notice.value?.remedy === 'reconnect') state.dismissNotice();
  } catch (thrown) {
    state.showNotice(noticeFor(codeOf(thrown)));
  }
}
