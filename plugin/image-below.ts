import type { CanvasRect } from '../protocol/geometry.ts';
import type { NodeId } from '../protocol/host-contract.ts';
import { isFigmaMask, siblingsAbove } from './figma-mask.ts';
import { readBox, readRenderBox } from './layers.ts';
import { readMark } from './marks.ts';
import { intersects } from './node-geometry.ts';
import { readImagePaint } from './paints.ts';
import { isTemporary } from './temporary-layer.ts';

/**
 * The topmost layer below `shape`, in paint order, that shows a picture where the shape lies; null where there is none.
 * A mask of Figma's own means what it cuts, which lies above it. A patch stands for the layer that it was painted on.
 */
export function findImageBelow(shape: SceneNode): SceneNode | null {
  const box = readRenderBox(shape) ?? readBox(shape);
  const found = box === null ? null : findPictureBelow(shape, box);
  if (box === null || found === null) return null;
  const owner = ownerOf(found);
  const ownerBox = owner === null ? null : readBox(owner);
  // What was painted beyond a frame is a picture of its own there.
  return ownerBox !== null && intersects(ownerBox, box) ? owner : found;
}

function findPictureBelow(shape: SceneNode, box: CanvasRect): SceneNode | null {
  if (isFigmaMask(shape)) {
    const cut = topImageAmong(siblingsAbove(shape), box);
    if (cut !== null) return cut;
  }
  let node: BaseNode = shape;
  while (node.parent !== null && 'children' in node.parent && node.parent.type !== 'DOCUMENT') {
    const parent: BaseNode & ChildrenMixin = node.parent;
    const siblings = parent.children;
    for (let i = siblings.findIndex(({ id }) => id === node.id) - 1; i >= 0; i--) {
      const sibling = siblings[i];
      const found = sibling === undefined ? null : topImageIn(sibling, box);
      if (found !== null) return found;
    }
    if (parent.type === 'PAGE') return null;
    const holder = parent as BaseNode as SceneNode;
    if (showsImageAt(holder, box)) return holder;
    node = parent;
  }
  return null;
}

function topImageIn(node: SceneNode, box: CanvasRect): SceneNode | null {
  if (!node.visible) return null;
  if ('opacity' in node && node.opacity === 0) return null;
  if ('children' in node && reaches(node, box)) {
    const found = topImageAmong(node.children, box);
    if (found !== null) return found;
  }
  return showsImageAt(node, box) ? node : null;
}

function topImageAmong(layers: readonly SceneNode[], box: CanvasRect): SceneNode | null {
  for (const layer of [...layers].reverse()) {
    const found = topImageIn(layer, box);
    if (found !== null) return found;
  }
  return null;
}

/** Whether anything inside could lie at `box`, so that the rest of a large page is not walked. */
function reaches(node: SceneNode, box: CanvasRect): boolean {
  const isClipping = 'clipsContent' in node && node.clipsContent;
  const extent = isClipping ? readBox(node) : readRenderBox(node);
  return extent !== null && intersects(extent, box);
}

function showsImageAt(node: SceneNode, box: CanvasRect): boolean {
  // A picture that is a mask is not seen itself.
  if (readImagePaint(node) === null || isFigmaMask(node)) return false;
  const own = readBox(node);
  if (own === null || !intersects(own, box)) return false;
  return !isTemporary(node);
}

/** The layer that a patch was painted on: what holds it or what it lies beside; null when that is gone, or never was. */
export function ownerOf(patch: SceneNode): SceneNode | null {
  const ownerId = readMark(patch, 'patchOf');
  if (ownerId === '') return null;
  let { parent } = patch;
  // Grouping a patch takes it no further away.
  while (parent?.type === 'GROUP' && parent.id !== ownerId) {
    const beside = ownerIn(parent, ownerId);
    if (beside !== null) return beside;
    parent = parent.parent;
  }
  if (parent === null || parent.type === 'DOCUMENT' || !('children' in parent)) return null;
  return ownerIn(parent, ownerId);
}

function ownerIn(parent: BaseNode & ChildrenMixin, ownerId: NodeId): SceneNode | null {
  if (parent.id === ownerId && parent.type !== 'PAGE') return parent as BaseNode as SceneNode;
  for (const sibling of parent.children) {
    if (sibling.id === ownerId) return sibling;
    const inside = sibling.type === 'INSTANCE' ? sibling.findOne(({ id }) => id === ownerId) : null;
    if (inside !== null) return inside;
  }
  return null;
}
