import { startPanel } from '../../ui/shell/actions/actions.ts';
import { followEngine } from '../../ui/shell/actions/follow-engine.ts';
import type { PanelContext } from '../../ui/shell/actions/panel-context.ts';
import { createEngineClient } from '../../ui/shell/clients/engine-client.ts';
import { createPanelState } from '../../ui/shell/state/panel-state.ts';
import { pngOf } from '../unit/plugin/scenes.ts';
import { createFakeEngine, type FakeEngine } from './fake-engine.ts';
import { type loadSandbox, openRig, type RigOptions } from './plugin-rig.ts';
import { createWirePair } from './wire-pair.ts';

/** The panel's real state, actions and clients over the shipped sandbox in its real document; only the engine is a fake. */
export async function openRigPanel(
  sandbox: Awaited<ReturnType<typeof loadSandbox>>,
  options: RigOptions = {},
) {
  const rig = openRig(sandbox, options);
  const state = createPanelState('en');
  const engines: FakeEngine[] = [];
  const engineClient = createEngineClient({
    engineUrl: 'http://engine.test/',
    async openFrame() {
      const [near, far] = createWirePair();
      engines.push(createFakeEngine(far, { paint: () => pngOf(64, 48), stepMs: 0, steps: 2 }));
      return { endpoint: near, remove() {} };
    },
  });
  let seed = 1000;
  const context: PanelContext = {
    state,
    host: rig.panel,
    engine: async () => engineClient,
    now: () => performance.now(),
    rollSeed: () => seed++,
  };
  followEngine(context, engineClient);
  const panel = startPanel(context);
  await panel.started;
  await engineClient.connect();
  /** What the engine was asked to paint, in order. */
  const requests = () => engines.flatMap(({ jobs }) => jobs.map(({ request }) => request));
  /** Selects layers the way a person does, and waits until the panel knows. */
  async function select(ids: string[]): Promise<void> {
    rig.document.setSelection(ids);
    state.replaceSelection(await rig.panel.call('readSelection'));
  }
  return { ...rig, ...panel, state, requests, select };
}

export type RigPanel = Awaited<ReturnType<typeof openRigPanel>>;
