import type { Document } from '../document/document.ts';
import type { NodeId } from '../document/node.ts';
import { pageOf } from '../document/node-table.ts';
import { isTyping } from './pointer-input.ts';

/** Copies and pastes layers, and pastes picture files that were copied elsewhere. */
export function listenToClipboard(document: Document, placeFiles: (files: readonly File[]) => void): void {
  let copied: readonly NodeId[] = [];

  window.addEventListener('copy', (event) => {
    if (isTyping(event.target) || document.selection().length === 0) return;
    copied = document.selection();
    // Takes the place of a picture that was copied before: the last copy is what gets pasted.
    event.clipboardData?.setData('text/plain', copied.map((id) => document.get(id).name).join('\n'));
    event.preventDefault();
  });
  window.addEventListener('paste', (event) => {
    if (isTyping(event.target)) return;
    const files = [...(event.clipboardData?.files ?? [])];
    event.preventDefault();
    if (files.length > 0) placeFiles(files);
    else pasteLayers(document, copied);
  });
}

/** Copies on top of the originals' siblings, or on the page shown where the originals lie on another. */
function pasteLayers(document: Document, copied: readonly NodeId[]): void {
  const present = copied.filter((id) => document.find(id));
  if (present.length === 0) return;
  document.act(() => {
    const made = present.map((id) => {
      const isHere = pageOf(document, id)?.id === document.currentPageId;
      return isHere ? document.clone(id) : document.clone(id, document.currentPageId);
    });
    document.setSelection(made);
  });
}
