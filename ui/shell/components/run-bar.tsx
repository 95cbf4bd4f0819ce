import { useEffect, useRef } from 'preact/hooks';
import type { Task } from '../../../protocol/generation.ts';
import { fractionDone, isActive, type Job, type RunningJob } from '../state/job.ts';
import type { Destination, Plan } from '../state/plan.ts';
import type { Text } from '../text/text.ts';
import { Button } from './controls/button.tsx';
import { usePanel } from './panel-provider.tsx';

const lineId = 'plan-line';

type Patch = Extract<Destination, { kind: 'patch' }>;

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
        {isBusy ? describeJob(job, text) : describePlan(plan, text)}
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
        {isBusy ? text.run.cancel : text.verbs[plan.verb === 'none' ? 'generate' : plan.verb]}
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

function describePlan(plan: Plan, text: Text): string {
  if (plan.verb === 'none') return text.errors[plan.code];
  const { destination } = plan;
  switch (destination.kind) {
    case 'new-frame':
      return text.plans.newFrame(destination.size);
    case 'fill-of-target':
      return text.plans.fillOfTarget(destination.target.name);
    case 'layer-over-target':
      return text.plans.layerOverTarget(destination.target.name);
    case 'patch':
      return describePatch(plan.verb, destination, text);
  }
}

function describePatch(verb: Task, { masks, target }: Patch, text: Text): string {
  const names = masks.map(({ name }) => name);
  if (verb === 'vary') return text.plans.vary(target.name);
  return verb === 'remove' ? text.plans.remove(names, target.name) : text.plans.patch(names, target.name);
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
