import type { CanvasRect } from '../protocol/geometry.ts';
import { isFigmaMask } from './figma-mask.ts';
import { type Affine, identity, invert, multiply } from './node-geometry.ts';
import { readFills } from './paints.ts';
import { noteTemporary, removeTemporary } from './temporary-layer.ts';

/**
 * Copies layers into one transparent frame that covers `box`, below everything else on the page, so that they export as one
 * picture: what has been painted on a shape lies beside it and not in it, and of a large layer only a part is exported.
 * Never an undo step: call `leave` in `finally`.
 */
export function stageTogether(
  layers: readonly SceneNode[],
  box: CanvasRect,
): { stage: FrameNode; copies: SceneNode[]; leave(): void } {
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
    return { stage, copies: copyInto(stage, layers), leave };
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

/** Copies layers into a frame, each where it lies on the canvas; answers the copies. */
function copyInto(frame: FrameNode, layers: readonly SceneNode[]): SceneNode[] {
  const toFrame = invert(frame.absoluteTransform) ?? identity;
  return layers.flatMap((layer) => {
    if (!('clone' in layer) || !('absoluteTransform' in layer)) return [];
    const copy = layer.type === 'SECTION' ? copyOfSection(layer, frame) : adopt(frame, layer.clone());
    if ('relativeTransform' in copy)
      copy.relativeTransform = writable(multiply(toFrame, layer.absoluteTransform));
    // Beside its copy it would cut what lies above it, and not be seen.
    if (isFigmaMask(copy) && 'isMask' in copy) copy.isMask = false;
    return [copy];
  });
}

/** A section lies on pages and in sections only; a frame with its paints and copies of what it holds looks the same. */
function copyOfSection(section: SectionNode, frame: FrameNode): FrameNode {
  const copy = adopt(frame, figma.createFrame());
  copy.resize(section.width, section.height);
  copy.clipsContent = false;
  copy.fills = readFills(section) ?? [];
  for (const child of section.children) {
    const own = child.type === 'SECTION' ? copyOfSection(child, copy) : adopt(copy, child.clone());
    if ('relativeTransform' in own && 'relativeTransform' in child)
      own.relativeTransform = child.relativeTransform;
  }
  return copy;
}

/** Puts a new layer into a frame; a refused one, which lies on the page, goes at once. */
function adopt<T extends SceneNode>(frame: FrameNode, layer: T): T {
  try {
    frame.appendChild(layer);
    return layer;
  } catch (thrown) {
    layer.remove();
    throw thrown;
  }
}

function writable([[a, b, x], [c, d, y]]: Affine): Transform {
  return [
    [a, b, x],
    [c, d, y],
  ];
}
