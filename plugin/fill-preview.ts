import { AppError } from '../protocol/errors.ts';
import { findSpot, findSpotUnder } from './find-spot.ts';
import { coordinatesOf } from './layers.ts';
import { invert, multiply } from './node-geometry.ts';
import { keepInPlace, type PictureLayer } from './picture-spot.ts';

const shapes = new Set(['RECTANGLE', 'ELLIPSE', 'POLYGON', 'STAR', 'VECTOR', 'BOOLEAN_OPERATION']);

/** A layer with the outline that the target's fill has: a copy of a shape, a rectangle for a frame. */
export function createFillLayer(target: SceneNode): PictureLayer {
  return isShape(target) ? target.clone() : figma.createRectangle();
}

/**
 * Puts that layer where the target's fill is seen, in the target's own place, size and turn: under what a frame holds, right
 * above a shape or an instance. Throws what the host throws.
 */
export function putAsFill(layer: PictureLayer, target: SceneNode): void {
  const { holder, index } = findSpotUnder(target) ?? findSpot(target, null);
  holder.insertChild(index, layer);
  keepInPlace(layer, holder);
  const inverse = invert(coordinatesOf(holder));
  if (inverse === null || !('absoluteTransform' in target))
    throw new AppError('place-refused', 'the parent has no area');
  if (!isShape(target)) layer.resize(Math.max(target.width, 0.01), Math.max(target.height, 0.01));
  const [[a, b, x], [c, d, y]] = multiply(inverse, target.absoluteTransform);
  layer.relativeTransform = [
    [a, b, x],
    [c, d, y],
  ];
  if (!('topLeftRadius' in layer) || !('topLeftRadius' in target)) return;
  layer.topLeftRadius = target.topLeftRadius;
  layer.topRightRadius = target.topRightRadius;
  layer.bottomRightRadius = target.bottomRightRadius;
  layer.bottomLeftRadius = target.bottomLeftRadius;
}

function isShape(target: SceneNode): target is PictureLayer {
  return shapes.has(target.type);
}
