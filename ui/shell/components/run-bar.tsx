import { fractionDone, isActive, type RunningJob } from '../state/job.ts';
import type { Plan } from '../state/plan.ts';
import type { Text } from '../text/text.ts';
import { Button } from './controls/button.tsx';
import { usePanel } from './panel-provider.tsx';

/** The one button, and the line that says what it will do; while a job runs, how far it is and the way out. */
export function RunBar() {
  const { state } = usePanel();
  return <section class="run-bar">{isActive(state.job.value) ? <Progress /> : <Verb />}</section>;
}

const lineId = 'plan-line';

function Verb() {
  const { state, actions, text } = usePanel();
  const plan = state.plan.value;
  const job = state.job.value;
  const hasUnusedResults = job?.phase === 'done' && job.placed.length === 0;
  return (
    <>
      <p class="plan-line" id={lineId}>
        {describePlan(plan, text)}
      </p>
      <Button
        kind={hasUnusedResults ? 'secondary' : 'primary'}
        isUnavailable={plan.verb === 'none'}
        describedBy={lineId}
        shortcut="Control+Enter Meta+Enter"
        title={text.run.shortcut}
        onClick={() => void actions.run()}
      >
        {text.verbs[plan.verb === 'fill' ? 'fill' : 'generate']}
      </Button>
    </>
  );
}

function Progress() {
  const { state, actions, text } = usePanel();
  const job = state.job.value;
  const running = job?.phase === 'running' ? job : null;
  const fraction = running === null ? null : fractionDone(running);
  return (
    <>
      <p class="plan-line">{running === null ? text.progress.reading : describeActivity(running, text)}</p>
      <progress
        class="progress"
        aria-label={text.progress.label}
        max={1}
        {...(fraction === null ? {} : { value: fraction })}
      />
      <Button shortcut="Escape" onClick={actions.cancel}>
        {text.run.cancel}
      </Button>
    </>
  );
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
      return text.plans.patch(
        destination.masks.map((mask) => mask.name),
        destination.target.name,
      );
  }
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
