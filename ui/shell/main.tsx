import { render } from 'preact';
import { startPanel } from './actions/actions.ts';
import { followEngine } from './actions/follow-engine.ts';
import type { PanelContext } from './actions/panel-context.ts';
import { reportError } from './actions/report-error.ts';
import { createEngineClient, type EngineClient } from './clients/engine-client.ts';
import { createEngineFrameOpener } from './clients/engine-frame.ts';
import { createFigmaEndpoint } from './clients/figma-endpoint.ts';
import { createHostClient } from './clients/host-client.ts';
import { App } from './components/app.tsx';
import { PanelProvider } from './components/panel-provider.tsx';
import { createPanelState } from './state/panel-state.ts';
import './styles/panel.css';
import { chooseLanguage } from './text/language.ts';

/**
 * Until its settings are there the page shows shapes in the theme's colors: with words it would begin in another language
 * or form than it goes on in. A sandbox that is silent for longer is no reason to show nothing.
 */
const patienceMs = 3000;

function startShell(root: HTMLElement): void {
  const state = createPanelState(chooseLanguage(navigator.languages));
  const host = createHostClient(createFigmaEndpoint(window));
  let engine: EngineClient | null = null;
  const context: PanelContext = {
    state,
    host,
    async engine() {
      const info = state.host.value ?? (await host.call('hello'));
      if (engine === null) {
        engine = createEngineClient({
          engineUrl: info.engineUrl,
          openFrame: createEngineFrameOpener(document),
        });
        followEngine(context, engine);
      }
      return engine;
    },
    now: () => performance.now(),
    rollSeed: () => crypto.getRandomValues(new Uint32Array(1))[0] ?? 0,
  };
  const { actions, automation, started } = startPanel(context);
  window.underpaint = automation;
  // What nobody expected is still told, as its sentence, instead of leaving a button without effect.
  window.addEventListener('unhandledrejection', ({ reason }) => reportError(context, reason));
  window.addEventListener('error', ({ error }) => reportError(context, error));
  const waited = new Promise<void>((resolve) => setTimeout(resolve, patienceMs));
  const showPanel = () => {
    root.replaceChildren();
    render(
      <PanelProvider state={state} actions={actions}>
        <App />
      </PanelProvider>,
      root,
    );
  };
  void Promise.race([started, waited]).then(showPanel, showPanel);
}

const root = document.getElementById('app');
if (root !== null) startShell(root);
