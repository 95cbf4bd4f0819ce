import { restoreNoted } from './mask-visibility.ts';
import { removeStalePreview } from './preview-layer.ts';

/**
 * Takes away what a crash, or an undo over a preview, has left in the document: the preview layer, and masks that were
 * hidden for a moment only. A step of its own where there was something.
 */
export async function clearLeftovers(): Promise<void> {
  const hadPreview = await removeStalePreview();
  const hadHidden = await restoreNoted();
  if (hadPreview || hadHidden) figma.commitUndo();
}
