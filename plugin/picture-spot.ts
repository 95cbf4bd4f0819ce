import { AppError } from '../protocol/errors.ts';
import type { CanvasRect } from '../protocol/geometry.ts';
import { coordinatesOf, instanceAround } from './layers.ts';
import { readMark } from './marks.ts';
import { onlyMoves, type Radii, sharedRadii, uprightWithin } from './node-geometry.ts';

type Holder = BaseNode & ChildrenMixin;

/** The kinds of layer that show a picture for us: a rectangle, or a copy of the shape that it is meant for. */
export type PictureLayer =
  | RectangleNode
  | EllipseNode
  | PolygonNode
  | StarNode
  | VectorNode
  | BooleanOperationNode;

/** Layers that take a patch inside themselves; beside every other kind it goes above. */
const containers = new Set(['FRAME', 'COMPONENT', 'SECTION', 'GROUP']);

/**
 * Puts an upright layer over the target so that it covers `box` of the canvas: inside a frame or group, above a shape, and
 * above the outermost instance for what an instance holds. Auto-layout does not move it. Throws what the host throws.
 */
export function putOver(layer: PictureLayer, target: SceneNode, box: CanvasRect): void {
  const { holder, index } = findSpot(target);
  holder.insertChild(index, layer);
  keepInPlace(layer, holder);
  layer.resize(Math.max(box.width, 0.01), Math.max(box.height, 0.01));
  const upright = uprightWithin(coordinatesOf(holder), box);
  if (upright === null) throw new AppError('place-refused', 'the parent has no area');
  if (onlyMoves(upright)) {
    layer.x = upright[0][2];
    layer.y = upright[1][2];
  } else {
    layer.relativeTransform = [
      [upright[0][0], upright[0][1], upright[0][2]],
      [upright[1][0], upright[1][1], upright[1][2]],
    ];
  }
}

/** Keeps auto-layout from moving a layer that it has just been given; the host refuses ABSOLUTE anywhere else. */
export function keepInPlace(layer: AutoLayoutChildrenMixin, holder: Holder): void {
  if ('layoutMode' in holder && holder.layoutMode !== 'NONE') layer.layoutPositioning = 'ABSOLUTE';
}

/** The visible patches that lie above the target because it cannot hold them itself, lowest first. */
export function patchesAbove(target: SceneNode): SceneNode[] {
  const { holder, index } = findSpot(target);
  if (holder.id === target.id) return [];
  const above = holder.children.slice(index);
  return above.filter(
    (layer): layer is SceneNode =>
      layer.type !== 'PAGE' && layer.visible && readMark(layer, 'patchOf') === target.id,
  );
}

/** Where a layer lies under everything that the target holds; null where the target takes no layers. */
export function findSpotUnder(target: SceneNode): { holder: Holder; index: number } | null {
  return instanceAround(target) === null && isContainer(target) ? { holder: target, index: 0 } : null;
}

/** Where a layer lies over everything that the target shows. */
export function findSpot(target: SceneNode): { holder: Holder; index: number } {
  const outside = instanceAround(target);
  if (outside === null && isContainer(target)) return { holder: target, index: target.children.length };
  const neighbor = outside ?? target;
  for (let below: BaseNode = neighbor; below.parent !== null; below = below.parent) {
    const { parent } = below;
    // A boolean would take the patch for one of its operands; a component set takes nothing but components.
    if (parent.type === 'PAGE' || isContainer(parent)) {
      return { holder: parent, index: parent.children.findIndex(({ id }) => id === below.id) + 1 };
    }
  }
  throw new AppError('place-refused', `no parent of ${target.id} takes layers`);
}

function isContainer(node: BaseNode): node is (FrameNode | ComponentNode | SectionNode | GroupNode) & Holder {
  // A turned group would grow around the corners of an upright patch.
  return containers.has(node.type) && (node.type !== 'GROUP' || onlyMoves(node.absoluteTransform));
}

/** Rounds the patch where the target is rounded and does not clip it. */
export function roundLike(
  layer: PictureLayer,
  target: SceneNode,
  box: CanvasRect,
  targetBox: CanvasRect,
): void {
  if ('clipsContent' in target && target.clipsContent && layer.parent?.id === target.id) return;
  if (!('topLeftRadius' in layer) || !('topLeftRadius' in target)) return;
  if (!onlyMoves(target.absoluteTransform)) return;
  const own: Radii = {
    topLeft: target.topLeftRadius,
    topRight: target.topRightRadius,
    bottomRight: target.bottomRightRadius,
    bottomLeft: target.bottomLeftRadius,
  };
  const radii = sharedRadii(box, targetBox, own);
  layer.topLeftRadius = radii.topLeft;
  layer.topRightRadius = radii.topRight;
  layer.bottomRightRadius = radii.bottomRight;
  layer.bottomLeftRadius = radii.bottomLeft;
}
