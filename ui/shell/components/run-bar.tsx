import { useEffect, useRef } from 'preact/hooks';
import { fractionDone, isActive, type Job, type RunningJob } from '../state/job.ts';
import type { Text } from '../text/text.ts';
import { Button } from './controls/button.tsx';
import { describePlan } from './describe-plan.ts';
import { usePanel } from './panel-provider.tsx';

const lineId = 'plan-line';

/**
 * The one button, and the line that says what it will do; while a job runs, how far it is and the way out. It is the same
 * element in both cases, so that a keyboard's focus stays on it.
 */
export function RunBar() {
  const { state, actions, text } = usePanel();
  const job = state.job.value;
  const plan = state.plan.value;
  const isBusy = isActive(job);
  const bar = useRef<HTMLElement>(null);
  const facts = {
    isPainted: state.region.isPainted.value,
    paddingPx: state.region.region.value.paddingPx,
  };

  useEffect(() => {
    // The focused element may have gone with the pictures of the last run.
    if (isBusy && document.hasFocus() && document.activeElement === document.body)
      bar.current?.querySelector('button')?.focus();
  }, [isBusy]);

  function onClick(event: MouseEvent): void {
    // The second half of a double click must not cancel what the first has started.
    if (isBusy && event.detail > 1) return;
    if (isBusy) actions.cancel();
    else void actions.run();
  }

  const hasUnusedResults = job?.phase === 'done' && job.placed.length === 0;
  return (
    <section class="run-bar" ref={bar}>
      <p class="plan-line" id={lineId}>
        {isBusy ? describeJob(job, text) : describePlan(plan, facts, text)}
      </p>
      {isBusy ? <Progress /> : null}
      <Button
        kind={isBusy || hasUnusedResults ? 'secondary' : 'primary'}
        isUnavailable={!isBusy && plan.verb === 'none'}
        describedBy={lineId}
        shortcut={isBusy ? 'Escape' : 'Control+Enter Meta+Enter'}
        {...(isBusy ? {} : { title: text.run.shortcut })}
        onClick={onClick}
      >
        {isBusy ? text.run.cancel : text.verbs[state.verb.value ?? 'generate']}
      </Button>
    </section>
  );
}

function Progress() {
  const { state, text } = usePanel();
  const job = state.job.value;
  const fraction = job?.phase === 'running' ? fractionDone(job) : null;
  return (
    <progress
      class="progress"
      aria-label={text.progress.label}
      max={1}
      {...(fraction === null ? {} : { value: fraction })}
    />
  );
}

function describeJob(job: Job | null, text: Text): string {
  return job?.phase === 'running' ? describeActivity(job, text) : text.progress.reading;
}

function describeActivity({ activity, tiles }: RunningJob, text: Text): string {
  switch (activity.kind) {
    case 'starting':
      return text.progress.starting;
    case 'loading':
      return text.progress.loading(activity.loadedBytes, activity.totalBytes);
    case 'encoding':
      return text.progress.encoding;
    case 'denoising': {
      const tile = tiles[activity.candidate];
      const painting = text.progress.painting(activity.candidate + 1, tiles.length);
      return tile === undefined ? painting : `${painting} · ${text.progress.step(tile.step, tile.steps)}`;
    }
    case 'decoding':
      return text.progress.finishing(activity.candidate + 1, tiles.length);
  }
}
