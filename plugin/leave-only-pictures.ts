import { isFigmaMask } from './figma-mask.ts';
import { readFills } from './paints.ts';
import { childrenOf, showsPicture } from './pictures-within.ts';

/**
 * Makes everything in a copy transparent that is no picture, the paints of what holds the pictures too; what lies inside a
 * layer that shows a picture belongs to it, except for the copy itself. Nothing moves: what auto-layout places would close
 * up around a hidden layer. Answers whether anything is left.
 */
export function leaveOnlyPictures(copy: SceneNode): boolean {
  const hasPictures = fadeOthers(copy);
  stripPaints(copy);
  return hasPictures || showsPicture(copy);
}

/** Makes the children transparent that hold no picture; answers whether one does. */
function fadeOthers(parent: SceneNode): boolean {
  const children = childrenOf(parent);
  const pictures = children.filter(keepPictures);
  for (const child of children) {
    // A mask of Figma's own shows nothing; without it the pictures that it cuts would show more.
    if (isFigmaMask(child) || pictures.some(({ id }) => id === child.id)) continue;
    if ('opacity' in child) child.opacity = 0;
    else child.visible = false;
  }
  return pictures.length > 0;
}

function keepPictures(layer: SceneNode): boolean {
  if (!layer.visible) return false;
  const isPicture = showsPicture(layer);
  if (!isPicture && !fadeOthers(layer)) return false;
  if (!isPicture) stripPaints(layer);
  stripShadows(layer);
  return true;
}

function stripPaints(layer: SceneNode): void {
  const fills = readFills(layer) ?? [];
  const images = fills.filter(({ type }) => type === 'IMAGE');
  if ('fills' in layer && images.length < fills.length) layer.fills = images;
  if ('strokes' in layer && layer.strokes.length > 0) layer.strokes = [];
  stripShadows(layer);
}

/** A shadow falls on what is empty; it is no picture that could go on there. */
function stripShadows(layer: SceneNode): void {
  if (!('effects' in layer) || !layer.effects.some(({ type }) => type === 'DROP_SHADOW')) return;
  layer.effects = layer.effects.filter(({ type }) => type !== 'DROP_SHADOW');
}
