import { useEffect, useRef } from 'preact/hooks';
import { fractionDone, type Job, type RunningJob } from '../state/job.ts';
import { secondsLeft } from '../state/time-left.ts';
import { promptsFor } from '../state/variants.ts';
import type { Text } from '../text/text.ts';
import { Button } from './controls/button.tsx';
import { describePlan } from './describe-plan.ts';
import { usePanel } from './panel-provider.tsx';
import { useForeseen } from './use-foreseen.ts';

const lineId = 'plan-line';

/**
 * The one button, and the line that says what it will do; while a job runs, how far it is and the way out beside it. What
 * is asked for meanwhile waits for its turn.
 */
export function RunBar() {
  const { state, actions, text } = usePanel();
  const job = state.active.value;
  const results = state.results.value;
  const plan = state.plan.value;
  const isBusy = job !== null;
  const bar = useRef<HTMLElement>(null);
  const facts = {
    isPainted: state.region.isPainted.value,
    paddingPx: state.region.region.value.paddingPx,
    foreseen: useForeseen(),
  };

  const wasBusy = useRef(isBusy);
  useEffect(() => {
    // The focused element may have gone with the pictures of the last run, or with the way out of this one.
    const hasChanged = wasBusy.current !== isBusy;
    wasBusy.current = isBusy;
    if (hasChanged && document.hasFocus() && document.activeElement === document.body)
      bar.current?.querySelector('button')?.focus();
  }, [isBusy]);

  // The second half of a double click must neither ask for a second job nor cancel what the first has started.
  const once = (act: () => void) => (event: MouseEvent) => {
    if (event.detail <= 1) act();
  };

  const hasUnusedResults = results?.phase === 'done' && results.placed.length === 0;
  const { prompt, count } = state.settings.value;
  const prompts = state.verb.value === 'remove' ? null : promptsFor(prompt, count);
  return (
    <section class="run-bar" ref={bar}>
      <p class="plan-line" id={lineId}>
        {isBusy ? describeJob(job, text) : describePlan(plan, facts, text)}
        {prompts === null ? '' : ` · ${text.queue.variants(new Set(prompts).size)}`}
      </p>
      {isBusy ? <Progress job={job} /> : null}
      <div class="run-buttons">
        <Button
          kind={isBusy || hasUnusedResults ? 'secondary' : 'primary'}
          isUnavailable={plan.verb === 'none'}
          describedBy={lineId}
          shortcut="Control+Enter Meta+Enter"
          title={isBusy ? text.queue.joins : text.run.shortcut}
          onClick={once(() => void actions.run())}
        >
          {text.verbs[state.verb.value ?? 'generate']}
        </Button>
        {isBusy ? (
          <Button shortcut="Escape" onClick={once(actions.cancel)}>
            {text.run.cancel}
          </Button>
        ) : null}
      </div>
    </section>
  );
}

function Progress({ job }: { job: Job }) {
  const { text } = usePanel();
  const fraction = job.phase === 'running' ? fractionDone(job) : null;
  return (
    <progress
      class="progress"
      aria-label={text.progress.label}
      max={1}
      {...(fraction === null ? {} : { value: fraction })}
    />
  );
}

function describeJob(job: Job, text: Text): string {
  if (job.phase !== 'running') return text.progress.reading;
  const left = secondsLeft(job);
  const activity = describeActivity(job, text);
  return left === null ? activity : `${activity} · ${text.queue.left(left)}`;
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
