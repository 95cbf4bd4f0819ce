import { panelLimits, parseSettings } from '../state/settings.ts';
import type { PanelContext } from './panel-context.ts';
import { reportError } from './report-error.ts';

/** How long the sandbox may take to answer before the panel says so instead of waiting on. */
const patienceMs = 30_000;

/** Greets the sandbox, takes over what it stored and what is selected, and follows the selection from then on. */
export async function followHost(context: PanelContext): Promise<void> {
  const { state, host } = context;
  host.on('selectionChanged', (selection) => state.replaceSelection(selection));
  const [info, stored, selection] = await Promise.all([
    host.call('hello', undefined, { timeoutMs: patienceMs }),
    host.call('loadSettings'),
    host.call('readSelection'),
  ]);
  state.meetHost(info);
  state.replaceSettings(parseSettings(stored));
  if (!state.settings.value.isSeedLocked) state.changeSettings({ seed: context.rollSeed() });
  state.replaceSelection(selection);
  const { panelWidth, panelHeight } = state.settings.value;
  if (panelWidth === panelLimits.width.start && panelHeight === panelLimits.height.start) return;
  try {
    await host.call('resizePanel', { width: panelWidth, height: panelHeight });
  } catch (thrown) {
    reportError(context, thrown);
  }
}
