import type { FigmaValue } from '../protocol/contract.ts';
import { AppError } from '../protocol/errors.ts';
import { isFigmaValue } from '../protocol/figma-value.ts';
import type { NodeId, Recipe } from '../protocol/host-contract.ts';
import { findLayer, findLayers, isInside, resolveLayer } from './layers.ts';
import { readMark } from './marks.ts';

/** Whether a layer is a patch of ours that still knows how it was made and on what. */
export function hasRecipe(layer: SceneNode): boolean {
  return readMark(layer, 'recipe') !== '' && readMark(layer, 'patchOf') !== '';
}

/**
 * Selects what a patch was painted on with the mask layers of its recipe that are still there, going to their page. Changes
 * nothing in the document. Throws AppError: `recipe-unreadable`, and `target-gone` where the patch or what it was painted
 * on is no longer there.
 */
export async function reopenResult({
  node,
}: {
  node: NodeId;
}): Promise<{ recipe: Recipe; target: NodeId; masks: NodeId[] }> {
  const patch = await resolveLayer(node);
  const recipe = parseRecipe(readMark(patch, 'recipe'));
  const ownerId = readMark(patch, 'patchOf');
  if (ownerId === '') throw new AppError('recipe-unreadable', `${node} is no patch`);
  const owner = await findLayer(ownerId);
  if (owner === null) throw new AppError('target-gone', ownerId);
  const found = await findLayers(maskIdsOf(recipe));
  const page = pageOf(owner);
  if (page === null) throw new AppError('target-gone', ownerId);
  const masks = found.filter((mask) => mask.id !== owner.id && pageOf(mask)?.id === page.id);
  if (page.id !== figma.currentPage.id) await figma.setCurrentPageAsync(page);
  // The host takes no layer together with what it lies in; a mask in the picture says by its place which one it means.
  const isOneInside = masks.some((mask) => isInside(mask, owner));
  page.selection = isOneInside ? masks : [owner, ...masks];
  return { recipe, target: owner.id, masks: masks.map(({ id }) => id) };
}

function parseRecipe(text: string): Recipe {
  try {
    const recipe: unknown = JSON.parse(text);
    if (isRecord(recipe) && isFigmaValue(recipe)) return recipe as Recipe;
  } catch {
    // Said below, like everything else that is no recipe.
  }
  throw new AppError('recipe-unreadable', text === '' ? 'there is none' : text.slice(0, 80));
}

/** The ids of the mask layers, from `masks: [{ node, role }]`; none where a recipe says nothing of masks. */
function maskIdsOf({ masks }: Recipe): NodeId[] {
  if (!Array.isArray(masks)) return [];
  return masks.flatMap((mask: FigmaValue) =>
    isRecord(mask) && typeof mask.node === 'string' ? [mask.node] : [],
  );
}

function isRecord(value: unknown): value is { [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function pageOf(layer: SceneNode): PageNode | null {
  for (let node: BaseNode | null = layer; node !== null; node = node.parent) {
    if (node.type === 'PAGE') return node;
  }
  return null;
}
