import type { CanvasRect } from '../protocol/geometry.ts';
import type { NodeId } from '../protocol/host-contract.ts';
import { isFigmaMask } from './figma-mask.ts';
import { readBox } from './layers.ts';
import { isVisibleToPerson } from './mask-visibility.ts';
import { intersection } from './node-geometry.ts';
import { readImagePaint } from './paints.ts';
import { isTemporary } from './temporary-layer.ts';

/** A layer that shows a picture, and how much of its box its parents leave to be seen. */
export type PictureArea = { layer: SceneNode; box: CanvasRect };

/** Layers that are looked at in one target: what holds more is a screen and no picture, and selecting it must not take long. */
const mostLayers = 1000;

/** Whether a layer shows a picture of its own: words and masks that are filled with one do not. */
export function showsPicture(layer: SceneNode): boolean {
  if (layer.type === 'TEXT' || isFigmaMask(layer)) return false;
  return !isTransparent(layer) && readImagePaint(layer) !== null;
}

/** Whether a layer shows a picture, of its own or of any layer inside. */
export function holdsPicture(layer: SceneNode): boolean {
  if (!layer.visible || isTemporary(layer)) return false;
  return showsPicture(layer) || childrenOf(layer).some(holdsPicture);
}

/** The layers inside of `target` that show pictures, lowest first, without those in `ignored`. */
export function picturesWithin(target: SceneNode, ignored: ReadonlySet<NodeId>): PictureArea[] {
  const found: PictureArea[] = [];
  const box = readBox(target);
  let left = mostLayers;
  const walk = (parent: SceneNode, clip: CanvasRect): void => {
    for (const layer of childrenOf(parent)) {
      if (left-- <= 0) return;
      // Most layers of a frame are neither; every question to the host takes its time.
      if (childrenOf(layer).length === 0 && readImagePaint(layer) === null) continue;
      if (!isVisibleToPerson(layer) || isTransparent(layer) || ignored.has(layer.id) || isTemporary(layer)) {
        continue;
      }
      const own = readBox(layer);
      if (showsPicture(layer)) {
        const seen = own === null ? null : intersection(own, clip);
        if (seen !== null) found.push({ layer, box: seen });
        continue;
      }
      const isClipping = 'clipsContent' in layer && layer.clipsContent;
      const seen = isClipping && own !== null ? intersection(own, clip) : clip;
      if (seen !== null) walk(layer, seen);
    }
  };
  if (box !== null) walk(target, box);
  return found;
}

/** The layers that a container holds; the operands of a boolean are no layers of their own. */
export function childrenOf(layer: SceneNode): readonly SceneNode[] {
  return 'children' in layer && layer.type !== 'BOOLEAN_OPERATION' ? layer.children : [];
}

function isTransparent(layer: SceneNode): boolean {
  return 'opacity' in layer && layer.opacity === 0;
}
