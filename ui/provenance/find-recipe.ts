import { keywords } from './label-picture.ts';
import { type Parameters, readParameters } from './parameters-text.ts';
import { isPng } from './png-chunks.ts';
import { readPngTexts } from './png-texts.ts';

/** What a file says of a picture's making: our own recipe, as it was written, or another program's text. */
export type FoundRecipe =
  | { kind: 'recipe'; recipe: { [key: string]: unknown } }
  | { kind: 'parameters'; parameters: Parameters };

/** Longest recipe, in letters: as much as a document may keep of one, ten times. */
const longestRecipe = 1 << 20;

/**
 * The recipe in a PNG or in a JSON file; null where there is none. Whatever the bytes are, nothing is thrown but
 * `not-a-picture` for a PNG that is not whole.
 */
export function findRecipe(file: Uint8Array): FoundRecipe | null {
  if (!isPng(file)) return file.length > longestRecipe ? null : ownRecipe(new TextDecoder().decode(file));
  const texts = readPngTexts(file);
  const own = ownRecipe(texts.get(keywords.recipe) ?? '');
  if (own !== null) return own;
  const parameters = readParameters(texts.get(keywords.parameters) ?? '');
  return parameters && { kind: 'parameters', parameters };
}

function ownRecipe(json: string): FoundRecipe | null {
  if (json.length > longestRecipe) return null;
  try {
    const recipe: unknown = JSON.parse(json);
    if (typeof recipe !== 'object' || recipe === null || !('request' in recipe)) return null;
    return { kind: 'recipe', recipe: recipe as { [key: string]: unknown } };
  } catch {
    return null;
  }
}
