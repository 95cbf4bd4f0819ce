import type { CanvasRect } from '../protocol/geometry.ts';
import { type Affine, identity, invert, multiply } from './node-geometry.ts';
import { noteTemporary, removeTemporary } from './temporary-layer.ts';

/**
 * Copies layers into one transparent frame that covers `box`, below everything else on the page, so that they export as one
 * picture: what has been painted on a shape lies beside it and not in it. Never an undo step: call `leave` in `finally`.
 */
export function stageTogether(
  layers: readonly SceneNode[],
  box: CanvasRect,
): { stage: FrameNode; leave(): void } {
  const stage = figma.createFrame();
  const leave = () => removeTemporary(stage);
  try {
    noteTemporary(stage);
    figma.currentPage.insertChild(0, stage);
    stage.fills = [];
    stage.clipsContent = true;
    stage.resize(Math.max(box.width, 0.01), Math.max(box.height, 0.01));
    stage.x = box.x;
    stage.y = box.y;
    const toStage = invert(stage.absoluteTransform) ?? identity;
    for (const layer of layers) {
      const copy = 'clone' in layer ? layer.clone() : null;
      if (copy === null || !('relativeTransform' in copy) || !('absoluteTransform' in layer)) continue;
      stage.appendChild(copy);
      copy.relativeTransform = writable(multiply(toStage, layer.absoluteTransform));
    }
    return { stage, leave };
  } catch (thrown) {
    leave();
    throw thrown;
  }
}

/**
 * Copies one layer to the bottom of the page, where nothing clips it and its opacity is its own. Never an undo step: call
 * `leave` in `finally`.
 */
export function standAlone(layer: SceneNode): { copy: SceneNode; leave(): void } {
  const copy = layer.clone();
  const leave = () => removeTemporary(copy);
  try {
    noteTemporary(copy);
    figma.currentPage.insertChild(0, copy);
    if ('relativeTransform' in copy && 'absoluteTransform' in layer)
      copy.relativeTransform = layer.absoluteTransform;
    return { copy, leave };
  } catch (thrown) {
    leave();
    throw thrown;
  }
}

function writable([[a, b, x], [c, d, y]]: Affine): Transform {
  return [
    [a, b, x],
    [c, d, y],
  ];
}
