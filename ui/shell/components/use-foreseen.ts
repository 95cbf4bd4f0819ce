import { useMemo } from 'preact/hooks';
import { planRequest } from '../actions/plan-request.ts';
import { type Foreseen, foresee } from '../state/foresee-size.ts';
import { plansOf } from '../state/plan.ts';
import { usePanel } from './panel-provider.tsx';

/** The sizes that the engine will plan for every picture of the button's plan; empty where one is not known. */
export function useForeseen(): Foreseen[] {
  const { state } = usePanel();
  const plan = state.plan.value;
  const model = state.model.value;
  const region = state.region.region.value;
  const { context, edge } = state.settings.value;
  return useMemo(() => {
    if (plan.verb === 'none' || model === null) return [];
    const all = plansOf(plan).map((one) => foresee(planRequest(state, one), one.destination, model));
    return all.some((one) => one === null) ? [] : all.flatMap((one) => one ?? []);
  }, [state, plan, model, region, context, edge]);
}
