import type { CancelToken } from '../protocol/cancellation.ts';
import type { HostContract } from '../protocol/host-contract.ts';
import type { Handlers } from '../protocol/server.ts';
import { dropHistory, readHistory, writeHistory } from './document-history.ts';
import { readDocumentNotes } from './document-notes.ts';
import { exportMask } from './export-mask.ts';
import { exportTarget } from './export-target.ts';
import { inTurn } from './in-turn.ts';
import { loadKept, saveKept } from './kept-storage.ts';
import { clearLeftovers } from './leftovers.ts';
import { canStore } from './marks.ts';
import { placeCaption } from './place-caption.ts';
import { placeFill, placeFrame, placePatch } from './place-image.ts';
import { clearPreview, showPreview } from './preview-layer.ts';
import { readResult, reopenResult } from './reopen-result.ts';
import type { SelectionWatch } from './selection-watch.ts';
import { loadSettings, saveSettings } from './settings-storage.ts';
import { showNode } from './show-node.ts';

declare const __ENGINE_URL__: string;
declare const __PLUGIN_VERSION__: string;

/** The panel is never smaller than this: below it the prompt has no room. */
const smallestPanel = { width: 240, height: 160 };

/** One line per request of the panel; whatever touches the document takes its turn. */
export const createHandlers = (watch: SelectionWatch): Handlers<HostContract> => ({
  hello: () => ({
    pluginVersion: __PLUGIN_VERSION__,
    engineUrl: __ENGINE_URL__,
    canStore: canStore(),
    command: figma.command ?? '',
    ...readDocumentNotes(),
  }),
  readSelection: () => watch.read(),
  exportTarget: (params, { cancelled }) => onDocument(cancelled, () => exportTarget(params)),
  exportMask: (params, { cancelled }) => onDocument(cancelled, () => exportMask(params)),
  placeFill: (params, { cancelled }) => onDocument(cancelled, () => placeFill(params)),
  placePatch: (params, { cancelled }) => onDocument(cancelled, () => placePatch(params)),
  reopenResult: (params, { cancelled }) => onDocument(cancelled, () => reopenResult(params)),
  readRecipe: (params) => readResult(params),
  showNode: (params, { cancelled }) => onDocument(cancelled, () => showNode(params)),
  readHistory: () => readHistory(),
  writeHistory: (params, { cancelled }) => onDocument(cancelled, () => writeHistory(params)),
  dropHistory: (params, { cancelled }) => onDocument(cancelled, async () => dropHistory(params)),
  placeCaption: (params, { cancelled }) => onDocument(cancelled, () => placeCaption(params)),
  placeFrame: (params, { cancelled }) => onDocument(cancelled, () => placeFrame(params)),
  showPreview: (params, { cancelled }) => onDocument(cancelled, () => showPreview(params)),
  clearPreview: (_, { cancelled }) => onDocument(cancelled, async () => clearPreview()),
  loadSettings: () => loadSettings(),
  saveSettings: ({ settings }) => saveSettings(settings),
  loadKept: ({ key }) => loadKept(key),
  saveKept: ({ key, value }) => saveKept(key, value),
  resizePanel({ width, height }) {
    figma.ui.resize(Math.max(width, smallestPanel.width), Math.max(height, smallestPanel.height));
  },
});

/** A turn at the document, which is first rid of what an undo may have brought back. */
function onDocument<T>(cancelled: CancelToken, work: () => Promise<T>): Promise<T> {
  return inTurn(cancelled, async () => {
    await clearLeftovers();
    return work();
  });
}
