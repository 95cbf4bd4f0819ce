import type { MaskLayer, NodeId, Selection, Target } from '../protocol/host-contract.ts';
import { hasEmptyArea } from './empty-area.ts';
import { isFigmaMask } from './figma-mask.ts';
import { fromHost } from './host-errors.ts';
import { findImageBelow } from './image-below.ts';
import { readBox } from './layers.ts';
import { readMark } from './marks.ts';
import { readRole } from './mask-role.ts';
import { isVisibleToPerson } from './mask-visibility.ts';
import { canTakeFill, isVisiblePaint, readFills, readImagePaint } from './paints.ts';
import { readDensity } from './picture-density.ts';
import { holdsPicture } from './pictures-within.ts';
import { isResult } from './reopen-result.ts';
import { followReplaced } from './replaced-result.ts';
import { decideSelection, type LayerFacts } from './target-and-masks.ts';
import { isTemporary } from './temporary-layer.ts';

/** Describes what is selected on the current page as what can be done with it. Throws only AppErrors. */
export async function readSelection(): Promise<Selection> {
  try {
    return await describeSelection();
  } catch (thrown) {
    throw fromHost(thrown, 'internal');
  }
}

async function describeSelection(): Promise<Selection> {
  // A page that the person has gone to need not be loaded for us yet.
  await figma.currentPage.loadAsync();
  const layers = new Map<string, SceneNode>();
  const describe = (layer: SceneNode): LayerFacts => {
    layers.set(layer.id, layer);
    return factsOf(layer);
  };
  const selected = figma.currentPage.selection.filter((layer) => !isTemporary(layer));
  const decision = decideSelection(selected.map(describe), ({ id }) => {
    const shape = layers.get(id);
    const found = shape === undefined ? null : findImageBelow(shape);
    return found === null ? null : describe(found);
  });
  const replaced = followReplaced(decision.kind === 'target' ? decision.target : null);
  if (decision.kind === 'targets') return describeTargets(decision.targets.map((id) => layers.get(id)));
  if (decision.kind !== 'target') return decision;
  const target = layers.get(decision.target);
  if (target === undefined) return { kind: 'nothing' };
  const masks = decision.masks.map((id) => describeMask(layers.get(id))).filter((mask) => mask !== null);
  return {
    kind: 'target',
    target: await describeTarget(target, new Set([...decision.masks, ...replaced])),
    masks,
  };
}

function factsOf(layer: SceneNode): LayerFacts {
  return {
    id: layer.id,
    name: layer.name,
    type: layer.type,
    box: readBox(layer),
    isShown: isShown(layer),
    hasImage: showsImage(layer) || (layer.type === 'GROUP' && layer.children.some(holdsPicture)),
    role: readRole(layer),
  };
}

function isShown(layer: SceneNode): boolean {
  for (let node: BaseNode | null = layer; node !== null && node.type !== 'PAGE'; node = node.parent) {
    if ('visible' in node && !isVisibleToPerson(node as BaseNode as SceneNode)) return false;
  }
  return true;
}

/** A picture that is a mask of Figma's own is not seen; where it lies, it says where. */
function showsImage(layer: SceneNode): boolean {
  return readImagePaint(layer) !== null && !isFigmaMask(layer);
}

async function describeTargets(layers: readonly (SceneNode | undefined)[]): Promise<Selection> {
  const there = layers.filter((layer) => layer !== undefined);
  return {
    kind: 'targets',
    targets: await Promise.all(there.map((layer) => describeTarget(layer, new Set()))),
  };
}

/** What a machine may know the result by, where it is one of ours. */
function resultOf(layer: SceneNode): { result?: string } {
  const result = isResult(layer) ? readMark(layer, 'result') : '';
  return result === '' ? {} : { result };
}

/** `ignored` are the masks and what is replaced: no pictures of the target. */
async function describeTarget(layer: SceneNode, ignored: ReadonlySet<NodeId>): Promise<Target> {
  const box = readBox(layer) ?? { x: 0, y: 0, width: 0, height: 0 };
  const told = {
    node: layer.id,
    name: layer.name,
    type: layer.type,
    size:
      'width' in layer
        ? { width: layer.width, height: layer.height }
        : { width: box.width, height: box.height },
    box,
    hasPicture: showsAnything(layer),
    canTakeFill: canTakeFill(layer),
    canTakeLayer: true,
    hasRecipe: isResult(layer),
    ...resultOf(layer),
  };
  // The layer may be gone after this; everything else has been read.
  const [isExpandable, density] = await Promise.all([
    hasEmptyArea(layer, ignored),
    readDensity(layer, Math.max(box.width, box.height)),
  ]);
  return { ...told, isExpandable, density };
}

/** Whether there are pixels to repaint: a visible paint of its own, or any visible layer inside. */
function showsAnything(layer: SceneNode): boolean {
  if (readFills(layer)?.some(isVisiblePaint)) return true;
  return (
    'children' in layer && layer.children.some((child) => isVisibleToPerson(child) && !isTemporary(child))
  );
}

function describeMask(layer: SceneNode | undefined): MaskLayer | null {
  const box = layer === undefined ? null : readBox(layer);
  if (layer === undefined || box === null) return null;
  return { node: layer.id, name: layer.name, type: layer.type, box, role: readRole(layer) };
}
