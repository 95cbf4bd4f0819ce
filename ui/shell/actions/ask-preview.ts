import { isRegional } from '../state/mask-roles.ts';
import type { PanelContext } from './panel-context.ts';
import { planRequest } from './plan-request.ts';
import { codeOf } from './report-error.ts';

/** How long a person must have paused before the engine is asked: a stroke is not interrupted by news of the last one. */
const quietMs = 120;

/** Asks the engine what a run would do with the mask as it is; of several wishes only the last one counts. */
export type PreviewAsker = { ask(): void; stop(): void };

export function createPreviewAsker(context: PanelContext): PreviewAsker {
  const { state } = context;
  const { editor } = state;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let running: AbortController | null = null;

  function stop(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    running?.abort();
    running = null;
  }

  async function tell(): Promise<void> {
    const picture = editor.picture.value;
    const version = editor.version.value;
    const plan = state.plan.value;
    if (picture === null || version === null || state.engine.value.kind !== 'ready') return;
    // Without a mask a run does something else, and what was told of the last mask is over.
    const isAboutMask = plan.verb !== 'none' && isRegional(plan.verb) && plan.destination.kind === 'patch';
    if (!isAboutMask) {
      editor.setPreview(null);
      editor.setPreviewFault(plan.verb === 'none' ? plan.code : null);
      return;
    }
    const controller = new AbortController();
    running = controller;
    const { signal } = controller;
    try {
      const engine = await context.engine();
      const request = planRequest(state, plan);
      const preview = await engine.previewMask({ request, inputs: picture.inputs }, { signal });
      if (!signal.aborted) editor.setPreview({ version, preview });
    } catch (thrown) {
      if (signal.aborted) return;
      editor.setPreview(null);
      editor.setPreviewFault(codeOf(thrown));
    }
  }

  return {
    ask() {
      stop();
      timer = setTimeout(() => void tell(), quietMs);
    },
    stop,
  };
}
