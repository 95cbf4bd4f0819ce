import { type Parameters, writeParameters } from './parameters-text.ts';
import { isPng } from './png-chunks.ts';
import { writePngTexts } from './png-texts.ts';
import { writeXmp, type XmpFacts } from './xmp-packet.ts';

/** Keywords of the texts in a PNG: AUTOMATIC1111's, Adobe's and our own. */
export const keywords = { parameters: 'parameters', xmp: 'XML:com.adobe.xmp', recipe: 'Underpaint' } as const;

/** What is told of a picture; `recipe` only where prompt, seed and all else may be told, which are left unsaid else. */
export type PictureLabel = {
  xmp: Omit<XmpFacts, 'seed' | 'prompt'>;
  recipe: { parameters: Parameters; json: string } | null;
};

/**
 * Writes into a PNG what made it, as texts beside the pixels, which stay as they are byte for byte. What is no PNG comes
 * back as it is: a label must never cost a person the picture.
 */
export function labelPicture(png: Uint8Array, { xmp, recipe }: PictureLabel): Uint8Array {
  if (!isPng(png)) return png;
  const seed = recipe?.parameters.seed ?? null;
  const prompt = recipe?.parameters.prompt ?? null;
  const texts = new Map<string, string>([[keywords.xmp, writeXmp({ ...xmp, seed, prompt })]]);
  if (recipe !== null) {
    texts.set(keywords.parameters, writeParameters(recipe.parameters, xmp.tool));
    texts.set(keywords.recipe, recipe.json);
  }
  try {
    return writePngTexts(png, texts, Object.values(keywords));
  } catch {
    return png;
  }
}
