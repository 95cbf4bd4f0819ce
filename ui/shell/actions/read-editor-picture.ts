import type { PlacedMask, PlacedPicture } from '../../../protocol/engine-contract.ts';
import type { CanvasRect } from '../../../protocol/geometry.ts';
import type { Target } from '../../../protocol/host-contract.ts';
import type { EditorPicture, ShownPicture } from '../state/mask-editor.ts';
import { isRegional } from '../state/mask-roles.ts';
import type { Destination } from '../state/plan.ts';
import type { PanelContext } from './panel-context.ts';
import { readInputs } from './read-inputs.ts';

/** Decodes a picture and its mask layers for the screen. */
export type ShowPicture = (picture: PlacedPicture, masks: readonly PlacedMask[]) => Promise<ShownPicture>;

/**
 * Reads the picture of a layer the way a run with a painted mask reads it. `around`: the box that is read of a layer that
 * is too large to be read whole. Rejects as the sandbox does, with `cancelled` once the signal has fired.
 */
export async function readEditorPicture(
  { state, host }: Pick<PanelContext, 'state' | 'host'>,
  target: Target,
  around: CanvasRect | undefined,
  show: ShowPicture,
  signal: AbortSignal,
): Promise<EditorPicture | null> {
  const verb = state.verb.value;
  const task = verb !== null && isRegional(verb) ? verb : 'fill';
  const destination: Destination = {
    kind: 'patch',
    target,
    masks: state.region.masks.value,
    replaces: state.region.replaced.value?.node ?? null,
  };
  const { picture, ...rest } = await readInputs(host, destination, { task, paddingPx: null, around }, signal);
  if (picture === null) return null;
  const { x, y, width, height } = picture.box;
  return {
    ...(await show(picture, rest.masks)),
    inputs: { ...rest, picture },
    part: { x: x - target.box.x, y: y - target.box.y, width, height },
  };
}
