import { type Keeping, type Recipe, resultCommands } from '../protocol/host-contract.ts';
import { keepEntries } from './document-history.ts';
import { readDocumentNotes, writeDocumentNotes } from './document-notes.ts';
import { pageOf } from './layers.ts';
import { mark } from './marks.ts';

/**
 * Notes with a result what it is and how it was made, in the step that is going on: its marks, the document's history and
 * the buttons in the editor's own panel. The result is as good where Figma does not keep one of them.
 */
export function keepResult(layer: SceneNode, recipe: Recipe | null, keep: Keeping | undefined): void {
  mark(layer, 'recipe', recipe === null ? '' : JSON.stringify(recipe));
  if (keep === undefined) return;
  mark(layer, 'result', keep.result);
  mark(layer, 'facts', JSON.stringify(keep.facts));
  // Who keeps their own prompts out does not take back what others have allowed.
  const isAllowed = keep.recipes === 'allowed' || readDocumentNotes().recipes === 'allowed';
  writeDocumentNotes(keep.document, isAllowed ? 'allowed' : 'refused');
  const page = pageOf(layer)?.name ?? '';
  keepEntries(
    keep.entries.map((entry) => (entry.id === keep.result ? { ...entry, node: layer.id, page } : entry)),
  );
  const buttons = resultCommands.flatMap((command) => {
    const says = keep.buttons[command];
    return says === undefined ? [] : [[command, says] as const];
  });
  try {
    layer.setRelaunchData(Object.fromEntries(buttons));
  } catch (thrown) {
    console.warn(`no buttons: ${String(thrown)}`);
  }
}
