import type { NodeId } from '../../../protocol/host-contract.ts';
import { creditOf } from '../state/settings.ts';
import { textFor } from '../text/text.ts';
import type { PanelContext } from './panel-context.ts';
import { reportError } from './report-error.ts';

/** Longer than any export that a change of the document may have to wait for. */
const patience = { timeoutMs: 60_000 };

/**
 * Writes who prompted a picture under it, where a person wants that. The picture is in the document already: what fails
 * here is told, and takes nothing back.
 */
export async function creditPlaced(context: PanelContext, under: NodeId): Promise<void> {
  const { state, host } = context;
  const name = creditOf(state.settings.value);
  if (name === null) return;
  const text = textFor(state.language.value).provenance.caption(name);
  try {
    await host.call('placeCaption', { under, text }, patience);
  } catch (thrown) {
    reportError(context, thrown);
  }
}
