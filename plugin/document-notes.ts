import type { RecipesChoice } from '../protocol/host-contract.ts';
import { canStore } from './marks.ts';

const idKey = 'document';
const choiceKey = 'recipes';

/** What the document says of itself: its own random id, and whether recipes may stand in it. */
export function readDocumentNotes(): { document: string | null; recipes: 'unasked' | 'allowed' } {
  if (!canStore()) return { document: null, recipes: 'unasked' };
  const id = figma.root.getPluginData(idKey);
  const isAllowed = figma.root.getPluginData(choiceKey) === 'allowed';
  return { document: /^[a-z]{1,30}$/.test(id) ? id : null, recipes: isAllowed ? 'allowed' : 'unasked' };
}

/**
 * Writes that. No step of its own: it goes with what is placed, and an undo that takes both is mended by the next placing.
 * A refusal leaves no word; the machine remembers it.
 */
export function writeDocumentNotes(document: string, recipes: RecipesChoice): void {
  // Somebody else may have been first; what the document is called stays.
  if (readDocumentNotes().document === null) writeRoot(idKey, document);
  writeRoot(choiceKey, recipes === 'allowed' ? 'allowed' : '');
}

/** Notes a value in the document where that changes anything. */
export function writeRoot(key: string, value: string): void {
  if (!canStore() || figma.root.getPluginData(key) === value) return;
  try {
    figma.root.setPluginData(key, value);
  } catch (thrown) {
    console.warn(`${key} was not kept: ${String(thrown)}`);
  }
}
