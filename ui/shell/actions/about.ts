import { AppError } from '../../../protocol/errors.ts';
import { defaultRequest, type GenerationRequest } from '../../../protocol/generation.ts';
import type { AboutTab } from '../text/about-text.ts';
import type { PanelContext } from './panel-context.ts';
import type { SettingsActions } from './remember-settings.ts';
import { codeOf } from './report-error.ts';

/** What a person can do with what explains the panel. None of these rejects. */
export type AboutActions = {
  open(tab?: AboutTab): void;
  close(): void;
  /** Paints a small picture that goes nowhere, and shows every step of it. */
  show(prompt: string): Promise<void>;
  /** Stops that; what was shown of it goes. */
  stop(): void;
  /** The first card has been read and does not come again by itself. */
  dismissIntro(): void;
  /** Shows the card again. */
  showIntro(): void;
};

/** Small enough for every machine, and what the included model paints best. */
const size = { width: 512, height: 512 };

/** A seed whose circle is round, by the default model. */
const firstSeed = 3;

/** Makes the actions of the first card and of the sheet about the plugin. */
export function createAboutActions(context: PanelContext, settings: SettingsActions): AboutActions {
  const { state } = context;
  const { about } = state;
  let running: AbortController | null = null;
  let wasShown = false;

  async function paint(request: GenerationRequest, signal: AbortSignal): Promise<void> {
    const engine = await context.engine();
    const { candidates } = await engine.generate(
      { request, inputs: { picture: null, masks: [] } },
      {
        signal,
        onProgress(progress) {
          if (signal.aborted || progress.phase !== 'denoising') return;
          const { step, steps, preview } = progress;
          about.setLook({ phase: 'painting', step, steps, preview });
        },
      },
    );
    if (signal.aborted) return;
    const png = candidates[0]?.png;
    if (png === undefined) throw new AppError('internal', 'no picture');
    about.setLook({ phase: 'done', png });
  }

  function stop(): void {
    running?.abort();
    running = null;
    about.setLook({ phase: 'idle' });
  }

  return {
    open: (tab = 'data') => about.showSheet(tab),
    close: () => about.showSheet(null),
    async show(prompt) {
      if (running !== null) return;
      const own = new AbortController();
      running = own;
      about.setLook({ phase: 'painting', step: 0, steps: 0, preview: null });
      // The first is one that was looked at; who asks again sees that each is another.
      const seed = wasShown ? context.rollSeed() : firstSeed;
      wasShown = true;
      const { device } = state.settings.value;
      try {
        await paint({ ...defaultRequest, prompt, size, device, seed }, own.signal);
      } catch (thrown) {
        // Stopping has said already that it is over.
        if (running === own) about.setLook({ phase: 'failed', code: codeOf(thrown) });
      } finally {
        if (running === own) running = null;
      }
    },
    stop,
    dismissIntro() {
      stop();
      about.wantIntro(false);
      settings.change({ hasSeenIntro: true });
    },
    showIntro() {
      about.showSheet(null);
      about.wantIntro(true);
    },
  };
}
