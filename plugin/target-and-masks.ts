import type { ErrorCode } from '../protocol/errors.ts';
import type { CanvasRect } from '../protocol/geometry.ts';
import type { MaskRole, NodeId } from '../protocol/host-contract.ts';
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
  /** What it says by its name. */
  role: MaskRole;
};

export type Decision =
  | { kind: 'nothing' }
  | { kind: 'target'; target: NodeId; masks: NodeId[] }
  | { kind: 'targets'; targets: NodeId[] }
  | { kind: 'unusable'; code: ErrorCode; name: string };

type Kind = 'target' | 'shape' | 'text' | 'line' | 'unsupported';

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

/** Frames, and whatever shows a picture, are painted into; other shapes, and pictures whose name says so, say where. */
function kindOf({ type, name, hasImage, role }: LayerFacts): Kind {
  if (frames.has(type)) return 'target';
  if (shapes.has(type)) return hasImage && role === 'repaint' && !maskName.test(name) ? 'target' : 'shape';
  if (type === 'LINE') return 'line';
  return type === 'TEXT' || type === 'TEXT_PATH' ? 'text' : 'unsupported';
}

/** Several of them at once are as many pictures to make. */
const isPlainFrame = (layer: LayerFacts) => isFrame(layer) && layer.role === 'repaint';

const isFrame = ({ type }: LayerFacts) => frames.has(type);

/**
 * Tells the target from its masks by type, name and geometry, never by order. `imageBelow` finds the topmost picture under
 * a shape that is selected without one.
 */
export function decideSelection(
  selected: readonly LayerFacts[],
  imageBelow: (shape: LayerFacts) => LayerFacts | null,
): Decision {
  const layers = [...selected].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  const [first] = layers;
  if (first === undefined) return { kind: 'nothing' };
  const stranger = layers.find((layer) => kindOf(layer) === 'unsupported');
  if (stranger !== undefined) return unusable('target-unsupported', stranger);

  if (layers.length > 1 && layers.every(isPlainFrame)) return eachFrame(layers);
  const [target, second] = chooseTargets(layers);
  if (second !== undefined) return unusable('several-targets', second);
  return target !== undefined ? withMasks(target, layers) : decideWithoutTarget(layers, imageBelow);
}

function eachFrame(frames: readonly LayerFacts[]): Decision {
  const faulty = frames.map((frame) => withMasks(frame, [])).find(({ kind }) => kind === 'unusable');
  return faulty ?? { kind: 'targets', targets: frames.map(({ id }) => id) };
}

/** Beside exactly one frame, a shape that shows a picture is a mask too, a drawn or scanned one: its alpha says where. */
function chooseTargets(layers: readonly LayerFacts[]): LayerFacts[] {
  const candidates = layers.filter(({ role }) => role === 'repaint');
  const selectedFrames = candidates.filter(isFrame);
  return selectedFrames.length === 1
    ? selectedFrames
    : candidates.filter((layer) => kindOf(layer) === 'target');
}

function decideWithoutTarget(
  layers: readonly LayerFacts[],
  imageBelow: (shape: LayerFacts) => LayerFacts | null,
): Decision {
  const found = choosePointers(layers).map((layer) => ({ layer, below: imageBelow(layer) }));
  // A picture that is called "Keep" may be the one that the shapes over it mean.
  const meant = new Set(found.map(({ below }) => below?.id));
  const pointers = found.filter(({ layer }) => !meant.has(layer.id));
  const target = pointers.find(({ below }) => below !== null)?.below ?? null;
  if (target === null) return decideWithoutPicture(layers);
  const outside = pointers.find(({ below }) => below === null);
  if (outside !== undefined) return unusable('mask-outside', outside.layer);
  const other = pointers.find(({ below }) => below?.id !== target.id);
  if (other !== undefined) return unusable('several-targets', other.below ?? undefined);
  return withMasks(target, layers);
}

/**
 * The layers that say which picture is meant. Words alone are not an invitation to repaint what lies behind them, and what
 * the model is to see may reach over other pictures.
 */
function choosePointers(layers: readonly LayerFacts[]): LayerFacts[] {
  const shown = layers.filter((layer) => kindOf(layer) !== 'text' && !isFrame(layer));
  const selecting = shown.filter(({ role }) => role !== 'context');
  return selecting.length > 0 ? selecting : shown;
}

/** A frame whose name says something else is a frame all the same where there is no picture; a shape is filled itself. */
function decideWithoutPicture(layers: readonly LayerFacts[]): Decision {
  const [frame, secondFrame] = layers.filter(isFrame);
  if (secondFrame !== undefined) return unusable('several-targets', secondFrame);
  if (frame !== undefined) return withMasks(frame, layers);
  const pointers = layers.filter((layer) => kindOf(layer) !== 'text');
  const [only] = pointers;
  if (only === undefined) return unusable('target-unsupported', layers[0]);
  const hidden = pointers.find((layer) => !layer.isShown);
  if (hidden !== undefined) return unusable('target-hidden', hidden);
  if (layers.length > 1) return unusable('several-targets', layers[1]);
  return kindOf(only) === 'line' ? unusable('target-unsupported', only) : withMasks(only, []);
}

function withMasks(target: LayerFacts, layers: readonly LayerFacts[]): Decision {
  const { box } = target;
  if (!target.isShown) return unusable('target-hidden', target);
  if (box === null || box.width <= 0 || box.height <= 0) return unusable('target-empty', target);
  const masks = layers.filter(({ id }) => id !== target.id);
  const outside = masks.find((mask) => mask.box === null || !intersects(mask.box, box));
  if (outside !== undefined) return unusable('mask-outside', outside);
  return { kind: 'target', target: target.id, masks: masks.map(({ id }) => id) };
}

function unusable(code: ErrorCode, layer: LayerFacts | undefined): Decision {
  return { kind: 'unusable', code, name: layer?.name ?? '' };
}
