import type { SignalLike } from '../../../protocol/cancellation.ts';
import { AppError } from '../../../protocol/errors.ts';
import { limits, nextSeed } from '../../../protocol/generation.ts';
import type { JobDraft } from '../state/job-start.ts';
import { plansOf } from '../state/plan.ts';
import { plainPrompt, promptsFor } from '../state/variants.ts';
import type { PanelContext } from './panel-context.ts';
import { planRequest } from './plan-request.ts';

/**
 * Asks the host what is selected this very moment, and settles everything that its jobs depend on: one, or one for each of
 * several targets. What they read of the document they read when their turn comes.
 */
export async function freezeJobs(context: PanelContext, signal: SignalLike): Promise<JobDraft[]> {
  const { state, host } = context;
  state.replaceSelection(await host.call('readSelection', undefined, { signal }));
  const plan = state.plan.value;
  if (plan.verb === 'none') throw new AppError(plan.code, plan.name);
  const { settings } = state;
  if (plan.verb === 'generate' && settings.value.prompt.trim() === '') throw new AppError('prompt-missing');
  if (!settings.value.isSeedLocked) state.changeSettings({ seed: context.rollSeed() });
  const around = state.region.window.value;
  const { checksSafety } = settings.value;
  const isBatch = plan.targets !== undefined;
  return plansOf(plan).map((one, index) => {
    const asked = planRequest(state, one);
    const prompts = promptsFor(asked.prompt, asked.count);
    const request = prompts === null ? { ...asked, prompt: plainPrompt(asked.prompt) } : asked;
    return {
      // Pictures of several targets would be alike by the same seed.
      request: index === 0 ? request : { ...request, seed: nextSeed(request.seed, index * limits.count.max) },
      destination: one.destination,
      ...(prompts !== null && { prompts }),
      ...(around !== undefined && { around }),
      ...(checksSafety && { isSafetyChecked: true }),
      ...(isBatch && { isApplied: true }),
    };
  });
}
