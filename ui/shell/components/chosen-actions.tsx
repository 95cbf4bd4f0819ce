import { useRef, useState } from 'preact/hooks';
import type { PanelActions } from '../actions/actions.ts';
import { type DoneJob, isVeiled } from '../state/job.ts';
import { Button } from './controls/button.tsx';
import { IconButton } from './controls/icon-button.tsx';
import { EyeIcon, LockIcon, MoreIcon } from './controls/icons.tsx';
import { GoOn } from './go-on.tsx';
import { usePanel } from './panel-provider.tsx';
import { SaveButtons } from './save-buttons.tsx';

/** What can be done with the selected picture. */
export function ChosenActions({ job }: { job: DoneJob }) {
  const { actions, text } = usePanel();
  const [isOpen, setOpen] = useState(false);
  const chosen = job.candidates[job.selected];
  if (chosen === undefined) return null;
  const isPlaced = job.placed.includes(job.selected);
  return (
    <div class="chosen-actions">
      <Button
        kind={isPlaced ? 'secondary' : 'primary'}
        isUnavailable={job.placing !== null || isVeiled(job, job.selected)}
        onClick={() => void actions.apply(job.selected)}
      >
        {text.results.apply}
      </Button>
      <Button onClick={() => void actions.discard()}>{text.results.discard}</Button>
      <span class="spacer" />
      <SaveButtons job={job} />
      <IconButton label={text.goOn.label} isExpanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <MoreIcon />
      </IconButton>
      <IconButton
        label={text.seed.use(chosen.seed)}
        onClick={() => actions.settings.change({ seed: chosen.seed, isSeedLocked: true })}
      >
        <LockIcon isLocked />
      </IconButton>
      {hasOriginal(job) ? (
        <IconButton
          label={job.isBefore ? text.results.showAfter : text.results.showBefore}
          shortcut="O"
          onClick={() => void actions.compare(!job.isBefore)}
        >
          <EyeIcon isOpen={!job.isBefore} />
        </IconButton>
      ) : null}
      {isOpen ? <GoOn job={job} /> : null}
    </div>
  );
}

/** True where something was there before. Nothing was in the place of a new frame. */
export function hasOriginal(job: DoneJob): boolean {
  return job.destination.kind !== 'new-frame';
}

/** A key that is held so long is let go to come back; pressed for less, it stays. */
const holdMs = 400;

/** The keys by which before and after are compared while the focus is among the results: O, pressed or held. */
export function useCompareKey(job: DoneJob | null, actions: PanelActions) {
  const pressedAt = useRef<number | null>(null);
  const isCompareKey = ({ key, ctrlKey, metaKey, altKey }: KeyboardEvent) =>
    key.toLowerCase() === 'o' && !ctrlKey && !metaKey && !altKey;
  return {
    onKeyDown(event: KeyboardEvent): void {
      if (job === null || !hasOriginal(job) || !isCompareKey(event)) return;
      event.preventDefault();
      if (event.repeat) return;
      pressedAt.current = event.timeStamp;
      void actions.compare(!job.isBefore);
    },
    onKeyUp(event: KeyboardEvent): void {
      if (job === null || pressedAt.current === null || !isCompareKey(event)) return;
      const isHeld = event.timeStamp - pressedAt.current >= holdMs;
      pressedAt.current = null;
      if (isHeld) void actions.compare(!job.isBefore);
    },
  };
}
