import type { GenerationRequest } from '../../../protocol/generation.ts';
import type { Size } from '../../../protocol/geometry.ts';
import type { PanelState } from '../state/panel-state.ts';
import type { Destination, RunnablePlan } from '../state/plan.ts';
import { requestFrom } from '../state/request-from.ts';

/** What a run of this plan would ask of the engine right now. */
export function planRequest(state: PanelState, { verb, destination }: RunnablePlan): GenerationRequest {
  return requestFrom(
    state.settings.value,
    verb,
    resultSize(destination),
    state.model.value,
    state.region.region.value,
  );
}

/** The destination's size in pixels of the result: one per unit of a new frame or a layer, the read density for a patch. */
function resultSize(destination: Destination): Size {
  if (destination.kind === 'new-frame') return destination.size;
  const { size, density } = destination.target;
  const scale = destination.kind === 'patch' ? density : 1;
  return { width: Math.max(1, size.width * scale), height: Math.max(1, size.height * scale) };
}
