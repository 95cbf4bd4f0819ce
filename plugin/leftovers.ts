import { restoreNoted } from './mask-visibility.ts';
import { removeStale } from './temporary-layer.ts';

/**
 * Takes away what a crash, or an undo over a preview, has left in the document: the preview or a copy made for an export,
 * and masks that were hidden for a moment only. A step of its own where there was something.
 */
export async function clearLeftovers(): Promise<void> {
  const hadLayer = await removeStale();
  const hadHidden = await restoreNoted();
  if (hadLayer || hadHidden) figma.commitUndo();
}
