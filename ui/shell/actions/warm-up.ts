import type { PanelContext } from './panel-context.ts';

/**
 * Makes an action that loads model and shaders once per model and device. It is a favor, so it fails in silence: the run
 * that follows meets the same fault and shows it.
 */
export function warmUpOnce(context: PanelContext): () => void {
  const { state } = context;
  let warmed = '';
  return () => {
    const { device } = state.settings.value;
    const model = state.model.value?.id ?? state.settings.value.model;
    const key = `${model} ${device}`;
    if (state.engine.value.kind !== 'ready' || warmed === key) return;
    warmed = key;
    context
      .engine()
      .then((engine) => engine.warmUp({ model, device }))
      .catch(() => {
        warmed = '';
      });
  };
}
