import { AppError } from '../protocol/errors.ts';
import type { CanvasRect } from '../protocol/geometry.ts';
import { type Above, findSpot, type Holder } from './find-spot.ts';
import { coordinatesOf } from './layers.ts';
import { onlyMoves, type Radii, sharedRadii, uprightWithin } from './node-geometry.ts';

/** The kinds of layer that show a picture for us: a rectangle, or a copy of the shape that it is meant for. */
export type PictureLayer =
  | RectangleNode
  | EllipseNode
  | PolygonNode
  | StarNode
  | VectorNode
  | BooleanOperationNode;

/**
 * Puts an upright layer over the target so that it covers `box` of the canvas: inside a frame or group, above a shape or a
 * frame that it reaches beyond, and above the outermost instance for what an instance holds. Auto-layout does not move it.
 * Throws what the host throws.
 */
export function putOver(layer: PictureLayer, target: SceneNode, box: CanvasRect, above: Above): void {
  const { holder, index } = findSpot(target, box, above);
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
