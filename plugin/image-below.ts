import type { CanvasRect } from '../protocol/geometry.ts';
import { readBox, readRenderBox } from './layers.ts';
import { readMark } from './marks.ts';
import { intersects } from './node-geometry.ts';
import { readImagePaint } from './paints.ts';
import { isTemporary } from './temporary-layer.ts';

/**
 * The topmost layer below `shape`, in paint order, that shows a picture where the shape lies; null where there is none.
 * A patch stands for the layer that it was painted on.
 */
export function findImageBelow(shape: SceneNode): SceneNode | null {
  const found = findPictureBelow(shape);
  return found === null ? null : (ownerOf(found) ?? found);
}

function findPictureBelow(shape: SceneNode): SceneNode | null {
  const box = readRenderBox(shape) ?? readBox(shape);
  if (box === null) return null;
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
    for (const child of [...node.children].reverse()) {
      const found = topImageIn(child, box);
      if (found !== null) return found;
    }
  }
  return showsImageAt(node, box) ? node : null;
}

/** Whether anything inside could lie at `box`, so that the rest of a large page is not walked. */
function reaches(node: SceneNode, box: CanvasRect): boolean {
  const isClipping = 'clipsContent' in node && node.clipsContent;
  const extent = isClipping ? readBox(node) : readRenderBox(node);
  return extent !== null && intersects(extent, box);
}

function showsImageAt(node: SceneNode, box: CanvasRect): boolean {
  if (readImagePaint(node) === null) return false;
  const own = readBox(node);
  if (own === null || !intersects(own, box)) return false;
  return !isTemporary(node);
}

/** The layer that a patch was painted on: what holds it or what it lies beside; null when that is gone, or never was. */
function ownerOf(patch: SceneNode): SceneNode | null {
  const ownerId = readMark(patch, 'patchOf');
  const { parent } = patch;
  if (ownerId === '' || parent === null || parent.type === 'DOCUMENT' || !('children' in parent)) return null;
  if (parent.id === ownerId && parent.type !== 'PAGE') return parent as BaseNode as SceneNode;
  for (const sibling of parent.children) {
    if (sibling.id === ownerId) return sibling;
    const inside = sibling.type === 'INSTANCE' ? sibling.findOne(({ id }) => id === ownerId) : null;
    if (inside !== null) return inside;
  }
  return null;
}
