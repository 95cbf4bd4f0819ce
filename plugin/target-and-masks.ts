import type { ErrorCode } from '../protocol/errors.ts';
import type { CanvasRect } from '../protocol/geometry.ts';
import type { NodeId } from '../protocol/host-contract.ts';
import { intersects } from './node-geometry.ts';

/** As much of a selected layer as the decision needs. */
export type LayerFacts = {
  id: NodeId;
  name: string;
  type: string;
  /** Null where the layer has no place on the canvas. */
  box: CanvasRect | null;
  isShown: boolean;
  /** A visible picture among its own paints, or within it for a group. */
  hasImage: boolean;
};

export type Decision =
  | { kind: 'nothing' }
  | { kind: 'target'; target: NodeId; masks: NodeId[] }
  | { kind: 'unusable'; code: ErrorCode; name: string };

type Role = 'target' | 'shape' | 'text' | 'line' | 'unsupported';

const frames = new Set(['FRAME', 'COMPONENT', 'COMPONENT_SET', 'INSTANCE', 'SECTION', 'SLOT']);
const shapes = new Set([
  'RECTANGLE',
  'ELLIPSE',
  'POLYGON',
  'STAR',
  'VECTOR',
  'BOOLEAN_OPERATION',
  'GROUP',
  'TRANSFORM_GROUP',
]);

/** A picture used as a mask (a scanned or painted one) says so by its name, in either language of the panel. */
const maskName = /^(mask|maske)\b/i;

/** Frames, and whatever shows a picture, are painted into; other shapes, and pictures named "Mask", say where. */
function roleOf({ type, name, hasImage }: LayerFacts): Role {
  if (frames.has(type)) return 'target';
  if (shapes.has(type)) return hasImage && !maskName.test(name) ? 'target' : 'shape';
  if (type === 'LINE') return 'line';
  return type === 'TEXT' || type === 'TEXT_PATH' ? 'text' : 'unsupported';
}

/**
 * Tells the target from its masks by type and geometry, never by order. `imageBelow` finds the topmost picture under a
 * shape that is selected without one.
 */
export function decideSelection(
  selected: readonly LayerFacts[],
  imageBelow: (shape: LayerFacts) => LayerFacts | null,
): Decision {
  const layers = [...selected].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  const [first] = layers;
  if (first === undefined) return { kind: 'nothing' };
  const stranger = layers.find((layer) => roleOf(layer) === 'unsupported');
  if (stranger !== undefined) return unusable('target-unsupported', stranger);

  const targets = chooseTargets(layers);
  const others = layers.filter((layer) => !targets.includes(layer));
  const [target, second] = targets;
  if (second !== undefined) return unusable('several-targets', second);
  if (target !== undefined) return withMasks(target, others);
  return decideWithoutTarget(others, imageBelow);
}

/** Beside exactly one frame, a shape that shows a picture is a mask too, a drawn or scanned one: its alpha says where. */
function chooseTargets(layers: readonly LayerFacts[]): LayerFacts[] {
  const selectedFrames = layers.filter(({ type }) => frames.has(type));
  return selectedFrames.length === 1 ? selectedFrames : layers.filter((layer) => roleOf(layer) === 'target');
}

function decideWithoutTarget(
  others: readonly LayerFacts[],
  imageBelow: (shape: LayerFacts) => LayerFacts | null,
): Decision {
  // Words alone are not an invitation to repaint what lies behind them.
  const pointers = others.filter((layer) => roleOf(layer) !== 'text');
  const [only] = pointers;
  if (only === undefined) return unusable('target-unsupported', others[0]);
  const hidden = pointers.find((layer) => !layer.isShown);
  if (hidden !== undefined) return unusable('target-hidden', hidden);

  const below = pointers.map(imageBelow);
  const target = below.find((layer) => layer !== null);
  if (target === undefined || target === null) {
    if (others.length > 1) return unusable('several-targets', others[1]);
    return roleOf(only) === 'line' ? unusable('target-unsupported', only) : withMasks(only, []);
  }
  const outside = pointers.find((_, index) => below[index] === null);
  if (outside !== undefined) return unusable('mask-outside', outside);
  const another = below.find((layer) => layer?.id !== target.id);
  if (another !== undefined && another !== null) return unusable('several-targets', another);
  return withMasks(target, others);
}

function withMasks(target: LayerFacts, masks: readonly LayerFacts[]): Decision {
  const { box } = target;
  if (!target.isShown) return unusable('target-hidden', target);
  if (box === null || box.width <= 0 || box.height <= 0) return unusable('target-empty', target);
  const outside = masks.find((mask) => mask.box === null || !intersects(mask.box, box));
  if (outside !== undefined) return unusable('mask-outside', outside);
  return { kind: 'target', target: target.id, masks: masks.map(({ id }) => id) };
}

function unusable(code: ErrorCode, layer: LayerFacts | undefined): Decision {
  return { kind: 'unusable', code, name: layer?.name ?? '' };
}
