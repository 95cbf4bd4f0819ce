import type { Dropped, NamedFile } from '../../../protocol/engine-contract.ts';
import type { ErrorCode } from '../../../protocol/errors.ts';
import { findOnlyFile, findZip, zipTypes } from '../../../protocol/zip-file.ts';
import type { ChosenFolder } from './folder-files.ts';
import { type ImportRecipe, mayHoldRecipe } from './import-recipe.ts';
import type { PanelContext } from './panel-context.ts';
import { noticeFor } from './report-error.ts';

/** What the panel needs to know of a DataTransferItem. */
type DraggedItem = Pick<DataTransferItem, 'kind' | 'type' | 'webkitGetAsEntry' | 'getAsFile'>;

export type DropActions = {
  /** Told of every drag over the panel. What may be a folder makes the engine page take the drop. */
  followDrag(items: Iterable<DraggedItem>): void;
  /** Told of what was dropped on the panel itself, which may read files and not folders. */
  answerDrop(items: Iterable<DraggedItem>): void;
  endDrag(): void;
};

/** What Figma can store as a picture (plugin API, createImage). */
const pictureTypes = new Set(['image/png', 'image/jpeg', 'image/gif']);

/**
 * Makes the answers to what is dropped: the model in a folder or a .zip file is added, and the recipe in a picture or a
 * JSON file is taken over; of other files it is said where they belong, pictures on the canvas and others nowhere.
 */
export function createDropActions(
  { state }: Pick<PanelContext, 'state'>,
  add: {
    addModel: (folder: ChosenFolder) => Promise<void>;
    addZip: (file: NamedFile) => Promise<void>;
    importRecipe: ImportRecipe;
  },
): DropActions & { answer(dropped: Dropped | null): void } {
  const show = (code: ErrorCode) => state.showNotice(noticeFor(code));

  function answer(dropped: Dropped | null): void {
    state.setDragging(false);
    if (dropped === null) return;
    const { folder, zip, file, isUnreadable, types } = dropped;
    if (folder !== null) void add.addModel(folder);
    else if (zip !== null) void add.addZip(zip);
    else if (isUnreadable) show('folder-unreadable');
    else if (file !== null && mayHoldRecipe(file.name, types[0] ?? ''))
      void add.importRecipe(file, /\.json$/i.test(file.name) ? 'recipe-absent' : 'drop-on-canvas');
    else if (types.length > 0)
      show(types.every((type) => pictureTypes.has(type)) ? 'drop-on-canvas' : 'not-a-picture');
  }

  return {
    answer,
    followDrag(items) {
      const files = [...items].filter(({ kind }) => kind === 'file');
      const isReady = state.engine.value.kind === 'ready';
      state.shelf.setZipOver(isReady && files.length === 1 && zipTypes.has(files[0]?.type ?? ''));
      // While it is dragged, a folder is a file of no type; without an engine page nobody could take it.
      if (isReady && files.some(({ type }) => type === '')) state.setDragging(true);
    },
    answerDrop(items) {
      state.shelf.setZipOver(false);
      const files = [...items].filter(({ kind }) => kind === 'file');
      const isUnreadable = files.some((item) => item.webkitGetAsEntry()?.isDirectory === true);
      answer({
        folder: null,
        zip: findZip(files),
        file: isUnreadable ? null : findOnlyFile(files),
        isUnreadable,
        types: files.map(({ type }) => type),
      });
    },
    endDrag() {
      state.setDragging(false);
      state.shelf.setZipOver(false);
    },
  };
}
