import { AppError } from '../protocol/errors.ts';
import type { CanvasRect } from '../protocol/geometry.ts';
import { instanceAround, readBox } from './layers.ts';
import { readMark } from './marks.ts';
import { covers, onlyMoves, pixelSlack } from './node-geometry.ts';
import { holdsPicture } from './pictures-within.ts';

export type Holder = BaseNode & ChildrenMixin;

/** Where a layer goes: into which container, above how many of its children. */
export type Spot = { holder: Holder; index: number };

/** What a layer lies above: everything that the target shows, or the pictures in it and nothing else. */
export type Above = 'all' | 'pictures';

/** Layers that take a patch inside themselves; beside every other kind it goes above. */
const containers = new Set(['FRAME', 'COMPONENT', 'SECTION', 'GROUP']);

/**
 * Where a layer that covers `box` of the canvas lies over the target: inside of a frame or group, beside every other kind,
 * and beside a frame too where the layer reaches beyond it.
 */
export function findSpot(target: SceneNode, box: CanvasRect | null, above: Above = 'all'): Spot {
  if (instanceAround(target) !== null || !isContainer(target)) return findSpotOverPatches(target);
  if (box !== null && reachesBeyond(target, box)) return findSpotOverPatches(target);
  return { holder: target, index: above === 'all' ? target.children.length : indexAbovePictures(target) };
}

/** Where a layer lies under everything that the target holds; null where the target takes no layers. */
export function findSpotUnder(target: SceneNode): Spot | null {
  return instanceAround(target) === null && isContainer(target) ? { holder: target, index: 0 } : null;
}

/** The visible patches that lie beside the target because it cannot hold them itself, lowest first. */
export function patchesAbove(target: SceneNode): SceneNode[] {
  const { holder, index } = findSpotBeside(target);
  return holder.children
    .slice(index)
    .filter((layer): layer is SceneNode => isPatchOf(layer, target) && 'visible' in layer && layer.visible);
}

/** Above what was painted on the target before, so that it is seen. */
function findSpotOverPatches(target: SceneNode): Spot {
  const { holder, index } = findSpotBeside(target);
  const top = patchesAbove(target).pop();
  return { holder, index: top === undefined ? index : indexIn(holder, top) + 1 };
}

/** Right above the target, or above the outermost instance that it is in. */
function findSpotBeside(target: SceneNode): Spot {
  const neighbor = instanceAround(target) ?? target;
  for (let below: BaseNode = neighbor; below.parent !== null; below = below.parent) {
    const { parent } = below;
    // A boolean would take the patch for one of its operands; a component set takes nothing but components.
    if (parent.type === 'PAGE' || isContainer(parent)) {
      return { holder: parent, index: indexIn(parent, below) + 1 };
    }
  }
  throw new AppError('place-refused', `no parent of ${target.id} takes layers`);
}

/** A group grows with what it holds; every frame may cut it, now or once somebody lets it clip. */
function reachesBeyond(target: SceneNode, box: CanvasRect): boolean {
  const own = readBox(target);
  return target.type !== 'GROUP' && own !== null && !covers(own, box, pixelSlack);
}

function indexAbovePictures(target: SceneNode & Holder): number {
  const top = target.children.filter(holdsPicture).pop();
  return top === undefined ? 0 : indexIn(target, top) + 1;
}

function indexIn(holder: Holder, layer: BaseNode): number {
  return holder.children.findIndex(({ id }) => id === layer.id);
}

function isPatchOf(layer: BaseNode, target: SceneNode): boolean {
  return readMark(layer, 'patchOf') === target.id;
}

function isContainer(node: BaseNode): node is (FrameNode | ComponentNode | SectionNode | GroupNode) & Holder {
  // A turned group would grow around the corners of an upright patch.
  return containers.has(node.type) && (node.type !== 'GROUP' || onlyMoves(node.absoluteTransform));
}
