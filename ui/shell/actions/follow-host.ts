import { panelLimits, parseSettings } from '../state/settings.ts';
import { learnConsent } from './consent.ts';
import type { PanelContext } from './panel-context.ts';
import { reportError } from './report-error.ts';

/** How long the sandbox may take to answer before the panel says so instead of waiting on. */
const patienceMs = 30_000;

/**
 * Greets the sandbox, takes over what it stored and what is selected, and follows the selection from then on. Rejects
 * where the sandbox does not answer; without its settings or a readable selection the panel starts all the same.
 */
export async function followHost(context: PanelContext): Promise<void> {
  const { state, host } = context;
  host.on('selectionChanged', (selection) => state.replaceSelection(selection));
  const orReport = <T>(answer: Promise<T>): Promise<T | undefined> =>
    answer.catch((thrown: unknown) => {
      reportError(context, thrown);
      return undefined;
    });
  const [info, stored, selection] = await Promise.all([
    host.call('hello', undefined, { timeoutMs: patienceMs }),
    orReport(host.call('loadSettings', undefined, { timeoutMs: patienceMs })),
    orReport(host.call('readSelection', undefined, { timeoutMs: patienceMs })),
  ]);
  state.replaceSettings(parseSettings(stored));
  if (!state.settings.value.isSeedLocked) state.changeSettings({ seed: context.rollSeed() });
  if (selection !== undefined) state.replaceSelection(selection);
  await learnConsent(context, info);
  state.meetHost(info);
  const { panelWidth: width, panelHeight: height } = state.settings.value;
  if (width === panelLimits.width.start && height === panelLimits.height.start) return;
  await orReport(host.call('resizePanel', { width, height }));
}
