import type { MaskReading } from '../protocol/engine-contract.ts';
import { isTemporary } from './temporary-layer.ts';

const readings: Record<MaskType, MaskReading> = {
  ALPHA: 'alpha',
  LUMINANCE: 'luminance',
  VECTOR: 'vector',
};

/** Whether the layer is a mask of Figma's own: it shows nothing itself and cuts the layers above it. */
export function isFigmaMask(layer: BaseNode): boolean {
  return 'isMask' in layer && layer.isMask;
}

/** How a layer says where to repaint: by its alpha, unless it is a mask of Figma's own with another type. */
export function readingOf(layer: SceneNode): MaskReading {
  return 'isMask' in layer && layer.isMask ? readings[layer.maskType] : 'alpha';
}

/**
 * The layers that may be hidden: a mask of Figma's own that cuts what lies above it stays, because hiding it would show
 * what it cuts away. It shows nothing itself.
 */
export function withoutCutting(layers: readonly SceneNode[]): SceneNode[] {
  return layers.filter((layer) => !isFigmaMask(layer) || siblingsAbove(layer).length === 0);
}

/** The visible layers in the same container that lie above, lowest first. */
export function siblingsAbove(layer: SceneNode): SceneNode[] {
  const { parent } = layer;
  if (parent === null || parent.type === 'DOCUMENT') return [];
  const { children } = parent;
  const above = children.slice(children.findIndex(({ id }) => id === layer.id) + 1);
  return above.filter(
    (sibling): sibling is SceneNode => 'visible' in sibling && sibling.visible && !isTemporary(sibling),
  );
}
