import type { ModelInfo } from '../../../protocol/engine-contract.ts';
import type { EngineClient } from '../clients/engine-client.ts';
import type { PanelState } from '../state/panel-state.ts';
import type { PanelContext } from './panel-context.ts';
import { codeOf, noticeFor } from './report-error.ts';
import { followShelf } from './shelf-follow.ts';

/** Keeps the state told of the connection to the engine, and of the models that it has. */
export function followEngine({ state }: Pick<PanelContext, 'state'>, engine: EngineClient): void {
  const tellFault = (thrown: unknown) => {
    // The connection itself tells when it is gone; what fails otherwise must be seen.
    if (codeOf(thrown) !== 'connection-lost') state.showNotice(noticeFor(codeOf(thrown)));
  };
  const listModels = async () => {
    const before = knownModels(state);
    const models = await engine.listModels();
    if (state.engine.value.kind !== 'ready') return;
    state.setEngine({ ...state.engine.value, models: [...models, ...addedSince(state, before, models)] });
    leaveMissingModel(state);
  };
  const readShelf = followShelf(state, engine, () => void listModels().catch(tellFault));
  engine.onConnection((connection) => {
    switch (connection.kind) {
      case 'connecting':
        return state.setEngine({ kind: 'connecting' });
      case 'lost':
        return state.setEngine({ kind: 'unreachable', code: connection.code });
      case 'connected':
        state.setEngine({ kind: 'ready', capabilities: connection.capabilities, models: [] });
        void listModels().catch(tellFault);
        void readShelf().catch(tellFault);
    }
  });
}

function knownModels(state: PanelState): ModelInfo[] {
  return state.engine.value.kind === 'ready' ? state.engine.value.models : [];
}

/** The folders that were added while the list was on its way. */
function addedSince(state: PanelState, before: ModelInfo[], listed: ModelInfo[]): ModelInfo[] {
  const heardOf = new Set([...before, ...listed].map(({ id }) => id));
  return knownModels(state).filter(({ id }) => !heardOf.has(id));
}

/** A model that was removed, or that the browser cleared away: the first one paints instead, and the person is told. */
function leaveMissingModel(state: PanelState): void {
  const [first] = knownModels(state);
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
