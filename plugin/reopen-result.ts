import type { FigmaValue } from '../protocol/contract.ts';
import { AppError } from '../protocol/errors.ts';
import { isFigmaValue } from '../protocol/figma-value.ts';
import type { NodeId, Recipe } from '../protocol/host-contract.ts';
import { ownerOf } from './image-below.ts';
import { findLayers, isInside, readBox, resolveLayer } from './layers.ts';
import { readMark } from './marks.ts';
import { intersects } from './node-geometry.ts';
import { noteReplaced } from './replaced-result.ts';

const frames = new Set(['FRAME', 'COMPONENT', 'INSTANCE', 'SECTION', 'SLOT']);

/** Whether a layer is a patch of ours that still knows how it was made and on what. */
export function hasRecipe(layer: SceneNode): boolean {
  return readMark(layer, 'recipe') !== '' && readMark(layer, 'patchOf') !== '';
}

/**
 * Selects what a patch was painted on with the mask layers of its recipe that are still there, going to their page. Changes
 * nothing in the document; until another target is selected the patch counts as gone. In a copied frame the copy is meant.
 * Throws AppError: `recipe-unreadable`, and `target-gone` where the patch is gone or lies apart from what it was painted on.
 */
export async function reopenResult({
  node,
}: {
  node: NodeId;
}): Promise<{ recipe: Recipe; target: NodeId; masks: NodeId[] }> {
  const patch = await resolveLayer(node);
  const recipe = parseRecipe(readMark(patch, 'recipe'));
  if (readMark(patch, 'patchOf') === '') throw new AppError('recipe-unreadable', `${node} is no patch`);
  const found = await findLayers(maskIdsOf(recipe));
  // The host tells nothing of what lies beside a layer on a page that is not loaded.
  await pageOf(patch)?.loadAsync();
  if (patch.removed) throw new AppError('target-gone', node);
  const owner = ownerOf(patch) ?? frameAround(patch);
  const page = owner === null ? null : pageOf(owner);
  if (owner === null || page === null) throw new AppError('target-gone', node);
  const masks = found.filter(
    (mask) => mask.id !== owner.id && pageOf(mask)?.id === page.id && liesOver(mask, owner),
  );
  if (page.id !== figma.currentPage.id) await figma.setCurrentPageAsync(page);
  // The host takes no layer together with what it lies in; a mask in the picture says by its place which one it means.
  const isOneInside = masks.some((mask) => isInside(mask, owner));
  page.selection = isOneInside ? masks : [owner, ...masks];
  noteReplaced(patch.id, owner.id);
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

/** The frame that a patch lies in: a copied frame holds copies of patches whose notes still name the first one. */
function frameAround(patch: SceneNode): SceneNode | null {
  for (let node: BaseNode | null = patch.parent; node !== null; node = node.parent) {
    if (frames.has(node.type)) return node as SceneNode;
  }
  return null;
}

/** Masks of the frame that was copied, or that were moved away since, select nothing here. */
function liesOver(mask: SceneNode, owner: SceneNode): boolean {
  const [own, box] = [readBox(mask), readBox(owner)];
  return own !== null && box !== null && intersects(own, box);
}

function pageOf(layer: SceneNode): PageNode | null {
  for (let node: BaseNode | null = layer; node !== null; node = node.parent) {
    if (node.type === 'PAGE') return node;
  }
  return null;
}
