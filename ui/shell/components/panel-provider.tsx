import { type ComponentChildren, createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { PanelActions } from '../actions/actions.ts';
import type { PanelState } from '../state/panel-state.ts';
import { type Text, textFor } from '../text/text.ts';

type Panel = { state: PanelState; actions: PanelActions };

const PanelContext = createContext<Panel | null>(null);

/** Hands state and actions to every component below. */
export function PanelProvider({ state, actions, children }: Panel & { children: ComponentChildren }) {
  return <PanelContext.Provider value={{ state, actions }}>{children}</PanelContext.Provider>;
}

/** State, actions and the words of the language in use; a component that reads them renders again when they change. */
export function usePanel(): Panel & { text: Text } {
  const panel = useContext(PanelContext);
  if (panel === null) throw new Error('a component outside of PanelProvider');
  return { ...panel, text: textFor(panel.state.language.value) };
}
