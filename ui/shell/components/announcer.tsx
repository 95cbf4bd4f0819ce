import { fractionDone, type Job } from '../state/job.ts';
import type { Text } from '../text/text.ts';
import { usePanel } from './panel-provider.tsx';

/** Tells screen readers the few moments that matter of a job, and its quarters; every step would drown them. */
export function Announcer() {
  const { state, text } = usePanel();
  return (
    <div class="unseen" role="status" aria-live="polite">
      {describeMoment(state.runs.value.list[0] ?? null, text)}
    </div>
  );
}

function describeMoment(job: Job | null, text: Text): string {
  if (job === null) return '';
  switch (job.phase) {
    case 'reading':
      return text.progress.reading;
    case 'running': {
      const isPainting = job.activity.kind === 'denoising' || job.activity.kind === 'decoding';
      const quarters = isPainting ? Math.min(3, Math.floor((fractionDone(job) ?? 0) * 4)) : 0;
      return quarters < 1 ? text.progress.starting : text.about.share(quarters * 25);
    }
    case 'done':
      return job.placed.length > 0 ? text.progress.placed : text.progress.finished(job.candidates.length);
    case 'cancelled':
      return text.progress.cancelled;
    case 'failed':
      return '';
  }
}
