import type { Dropped } from '../../protocol/engine-contract.ts';
import { findOnlyFile, findZip } from '../../protocol/zip-file.ts';
import { findDroppedFolder, readDroppedFolder } from './dropped-folder.ts';

export type DropListener = {
  /** The drag went away, or ended, without a drop. */
  onLeave(): void;
  onDrop(dropped: Dropped): void;
};

/**
 * Takes what is dropped on this page. The panel lays the page over itself while something is dragged: the panel has no
 * origin, and Chromium lets no such document read a dropped folder (EncodingError).
 */
export function catchDrops(page: Window, listener: DropListener): void {
  page.addEventListener('dragover', (event) => {
    event.preventDefault();
    if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'copy';
  });
  page.addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) listener.onLeave();
  });
  // No mouse moves over a page during a drag: it is over, whatever the browser did not tell.
  page.addEventListener('mousemove', () => listener.onLeave());
  page.addEventListener('drop', (event) => {
    event.preventDefault();
    const items = [...(event.dataTransfer?.items ?? [])];
    const files = items.filter(({ kind }) => kind === 'file');
    const types = files.map(({ type }) => type);
    const folder = findDroppedFolder(items);
    const drop = { folder: null, zip: null, file: null, isUnreadable: false, types };
    if (folder === null) {
      // While it is dragged, an archive that the system knows no media type for looks like a folder.
      return listener.onDrop({ ...drop, zip: findZip(files), file: findOnlyFile(files) });
    }
    readDroppedFolder(folder).then(
      (read) => listener.onDrop({ ...drop, folder: read }),
      () => listener.onDrop({ ...drop, isUnreadable: true }),
    );
  });
}
