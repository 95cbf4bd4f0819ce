import type { Shelf } from '../../../protocol/shelf.ts';
import type { EngineClient } from '../clients/engine-client.ts';
import type { PanelState } from '../state/panel-state.ts';
import { installedIds } from '../state/shelf-items.ts';

/**
 * Keeps the state told of the shelf; `onInstalledChange` is called where other models can paint than before. Returns the
 * function that reads the shelf, for a connection that has just been made.
 */
export function followShelf(
  { shelf }: Pick<PanelState, 'shelf'>,
  engine: EngineClient,
  onInstalledChange: () => void,
): () => Promise<void> {
  const replace = (next: Shelf) => {
    const before = shelf.shelf.value;
    shelf.replace(next);
    if (before !== null && installedIds(before) !== installedIds(next)) onInstalledChange();
  };
  engine.onShelf(replace);
  return async () => replace(await engine.askShelf('readShelf'));
}
