import { type StartedPanel, startPanel } from '../../ui/shell/actions/actions.ts';
import { followEngine } from '../../ui/shell/actions/follow-engine.ts';
import type { OfferedFile } from '../../ui/shell/actions/offer-file.ts';
import type { PanelContext } from '../../ui/shell/actions/panel-context.ts';
import { createEngineClient, type EngineClient } from '../../ui/shell/clients/engine-client.ts';
import { createHostClient } from '../../ui/shell/clients/host-client.ts';
import { createPanelState, type PanelState } from '../../ui/shell/state/panel-state.ts';
import { createFakeEngine, type EngineScript, type FakeEngine } from './fake-engine.ts';
import { createFakeHost, type FakeHost } from './fake-host.ts';
import { createWirePair, type FakeWire } from './wire-pair.ts';

/** The panel's real state, actions and clients between a fake sandbox and a fake engine; only the DOM is left out. */
export type FakePanel = StartedPanel & {
  state: PanelState;
  host: FakeHost;
  engineClient: EngineClient;
  /** Files that were given to the person, in order. */
  offered: OfferedFile[];
  /** One entry per engine page that was opened. */
  pages: { engine: FakeEngine; wire: FakeWire; isRemoved: boolean }[];
};

export type FakePanelOptions = {
  host?: Partial<FakeHost>;
  engine?: Partial<EngineScript>;
  /** How often opening the engine page fails before it succeeds. */
  failedOpenings?: number;
  patienceMs?: number;
};

/** Starts a panel; `started` resolves when the host has been greeted. */
export function createFakePanel(options: FakePanelOptions = {}): FakePanel {
  const state = createPanelState('en');
  const [panelEnd, hostEnd] = createWirePair();
  const host = createFakeHost(hostEnd, options.host);
  const pages: FakePanel['pages'] = [];
  let openingsToFail = options.failedOpenings ?? 0;
  const engineClient = createEngineClient({
    engineUrl: 'http://engine.test/',
    patienceMs: options.patienceMs ?? 2000,
    pulse: { everyMs: 10, answerMs: 400 },
    async openFrame() {
      if (openingsToFail-- > 0) throw new Error('refused to connect');
      const [near, far] = createWirePair();
      const page = { engine: createFakeEngine(far, options.engine), wire: near, isRemoved: false };
      pages.push(page);
      return {
        endpoint: near,
        remove() {
          page.isRemoved = true;
        },
      };
    },
  });
  let seed = 1000;
  const offered: OfferedFile[] = [];
  const context: PanelContext = {
    state,
    host: createHostClient(panelEnd),
    engine: async () => engineClient,
    now: () => performance.now(),
    rollSeed: () => seed++,
    offerFile: (file) => offered.push(file),
  };
  followEngine(context, engineClient);
  return { ...startPanel(context), state, host, engineClient, offered, pages };
}
