import { effect } from '@preact/signals';
import { isEraser } from '../state/choose-model.ts';
import type { PanelContext } from './panel-context.ts';

/** How long a person must have paused before the engine is asked. */
const quietMs = 200;

/**
 * Asks the engine how the chosen model reads what is typed, a moment after the last change, and tells it to the state. It
 * is a favor: where it fails nothing is shown.
 */
export function readPrompts(context: PanelContext): void {
  const { state } = context;
  const { prompts } = state;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let running: AbortController | null = null;
  let lastModel: string | null = null;
  let lastWish = '';

  async function ask(model: string, prompt: string, negative: string): Promise<void> {
    const controller = new AbortController();
    running = controller;
    const { signal } = controller;
    try {
      const engine = await context.engine();
      const readings = await engine.readPrompt({ model, prompt, negative }, { signal });
      if (!signal.aborted) prompts.setReading({ prompt, negative, readings });
    } catch {
      if (!signal.aborted) prompts.setReading(null);
    }
  }

  effect(() => {
    const { prompt, negativePrompt } = state.settings.value;
    const negative = negativePrompt ?? '';
    const model = state.model.value;
    // Other settings change too, and what is asked already need not be asked again.
    const wish = JSON.stringify([model?.id, prompt, negative]);
    if (wish === lastWish) return;
    lastWish = wish;
    if (timer !== null) clearTimeout(timer);
    running?.abort();
    const isAsked = model !== null && !isEraser(model) && prompt + negative !== '';
    // What one model reads says nothing of another.
    if (!isAsked || model.id !== lastModel) prompts.setReading(null);
    lastModel = model?.id ?? null;
    if (isAsked) timer = setTimeout(() => void ask(model.id, prompt, negative), quietMs);
  });
}
