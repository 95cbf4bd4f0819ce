import type { FigmaValue } from '../protocol/contract.ts';
import { AppError } from '../protocol/errors.ts';
import { isFigmaValue } from '../protocol/figma-value.ts';
import type { NodeId, Recipe } from '../protocol/host-contract.ts';
import { frames } from './empty-area.ts';
import { ownerOf } from './image-below.ts';
import { findLayers, isInside, pageOf, readBox, resolveLayer } from './layers.ts';
import { readMark } from './marks.ts';
import { intersects } from './node-geometry.ts';
import { readImagePaints } from './paints.ts';
import { noteReplaced } from './replaced-result.ts';

/** Whether a layer is a result of ours, a patch or one with our picture among its paints, that may be made again. */
export function isResult(layer: SceneNode): boolean {
  if (readMark(layer, 'recipe') === '' && readMark(layer, 'result') === '') return false;
  return isPatch(layer) || hasOwnFill(layer);
}

/** The recipe that a layer carries; null where it carries none, or none that can be read. */
export async function readResult({ node }: { node: NodeId }): Promise<{ recipe: Recipe | null }> {
  const text = readMark(await resolveLayer(node), 'recipe');
  return { recipe: text === '' ? null : parseRecipe(text) };
}

const isPatch = (layer: SceneNode) => readMark(layer, 'patchOf') !== '';

function hasOwnFill(layer: SceneNode): boolean {
  const hash = readMark(layer, 'fill');
  return hash !== '' && readImagePaints(layer).some(({ imageHash }) => imageHash === hash);
}

type Reopened = { recipe: Recipe; target: NodeId; masks: NodeId[]; isFill?: boolean };

/**
 * Selects what a result was painted on with the mask layers of its recipe that are still there, going to their page. Changes
 * nothing in the document; until another target is selected a patch counts as gone. In a copied frame the copy is meant, and
 * a layer with our picture among its paints was painted on itself. `known`: the recipe, where the layer does not carry it.
 * Throws AppError: `recipe-unreadable`, `recipe-elsewhere`, and `target-gone` where the result is gone or lies apart from
 * what it was painted on.
 */
export async function reopenResult({
  node,
  recipe: known,
}: {
  node: NodeId;
  recipe?: Recipe | undefined;
}): Promise<Reopened> {
  const result = await resolveLayer(node);
  const text = readMark(result, 'recipe');
  if (text === '' && known === undefined && readMark(result, 'result') !== '')
    throw new AppError('recipe-elsewhere', node);
  const recipe = text === '' && known !== undefined ? known : parseRecipe(text);
  if (!isPatch(result)) return reopenFill(result, recipe);
  const found = await findLayers(maskIdsOf(recipe));
  // The host tells nothing of what lies beside a layer on a page that is not loaded.
  await pageOf(result)?.loadAsync();
  if (result.removed) throw new AppError('target-gone', node);
  const owner = ownerOf(result) ?? frameAround(result);
  const page = owner === null ? null : pageOf(owner);
  if (owner === null || page === null) throw new AppError('target-gone', node);
  const masks = found.filter(
    (mask) => mask.id !== owner.id && pageOf(mask)?.id === page.id && liesOver(mask, owner),
  );
  if (page.id !== figma.currentPage.id) await figma.setCurrentPageAsync(page);
  // The host takes no layer together with what it lies in; a mask in the picture says by its place which one it means.
  const isOneInside = masks.some((mask) => isInside(mask, owner));
  page.selection = isOneInside ? masks : [owner, ...masks];
  noteReplaced(result.id, owner.id);
  return { recipe, target: owner.id, masks: masks.map(({ id }) => id) };
}

async function reopenFill(layer: SceneNode, recipe: Recipe): Promise<Reopened> {
  if (!hasOwnFill(layer)) throw new AppError('recipe-unreadable', `${layer.id} is no result`);
  const page = pageOf(layer);
  if (page === null) throw new AppError('target-gone', layer.id);
  if (page.id !== figma.currentPage.id) await figma.setCurrentPageAsync(page);
  page.selection = [layer];
  return { recipe, target: layer.id, masks: [], isFill: true };
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
