import type { Job } from '../state/job.ts';
import type { Text } from '../text/text.ts';
import { usePanel } from './panel-provider.tsx';

/** Tells screen readers the few moments that matter of a job; every step would drown them. */
export function Announcer() {
  const { state, text } = usePanel();
  return (
    <div class="unseen" role="status" aria-live="polite">
      {describeMoment(state.job.value, text)}
    </div>
  );
}

function describeMoment(job: Job | null, text: Text): string {
  if (job === null) return '';
  switch (job.phase) {
    case 'reading':
      return text.progress.reading;
    case 'running':
      return text.progress.starting;
    case 'done':
      return job.placed.length > 0 ? text.progress.placed : text.progress.finished(job.candidates.length);
    case 'cancelled':
      return text.progress.cancelled;
    case 'failed':
      return '';
  }
}
