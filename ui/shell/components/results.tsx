import { useEffect, useId, useRef } from 'preact/hooks';
import type { FlagReason } from '../../../protocol/engine-contract.ts';
import { type DoneJob, isVeiled } from '../state/job.ts';
import { CandidatePicture } from './candidate-picture.tsx';
import { ChosenActions, useCompareKey } from './chosen-actions.tsx';
import { Button } from './controls/button.tsx';
import { FormingPicture } from './forming-picture.tsx';
import { Warnings } from './notice-bar.tsx';
import { usePanel } from './panel-provider.tsx';
import { RunStepper } from './run-stepper.tsx';

/** The pictures of the last run: forming, then to choose from. */
export function Results() {
  const { state, actions, text } = usePanel();
  const job = state.results.value;
  const section = useRef<HTMLElement>(null);
  const phase = job?.phase;
  const notice = state.notice.value;
  // A notice takes room from the pictures; what can be done with them must stay in view.
  useEffect(() => {
    if (phase === 'running' || phase === 'done') section.current?.scrollIntoView({ block: 'end' });
  }, [phase, notice]);
  const keys = useCompareKey(job?.phase === 'done' ? job : null, actions);
  useEffect(() => () => actions.peek(null), [job?.id, actions]);
  if (job === null || (job.phase === 'reading' && state.runs.value.list.length < 2)) return null;
  return (
    <section class="results" ref={section} aria-label={text.results.label} {...keys}>
      <RunStepper />
      {job.phase === 'running' ? (
        <div class={`pictures pictures-${job.tiles.length}`}>
          {job.tiles.map((tile, index) => (
            <FormingPicture key={index} job={job} tile={tile} index={index} />
          ))}
        </div>
      ) : job.phase !== 'done' ? null : (
        <>
          <Choice job={job} />
          <ChosenActions job={job} />
          <Warnings />
        </>
      )}
    </section>
  );
}

// Real radio buttons, so that arrow keys move the choice and every move shows its picture on the canvas.
function Choice({ job }: { job: DoneJob }) {
  const { actions, text } = usePanel();
  const name = useId();
  const count = job.candidates.length;

  // The second click of two comes after the veil is gone: what counts is what the first one saw.
  const wasVeiled = useRef(false);

  /** What nobody has seen is not placed by a key or a double click. */
  function take(index: number, isHidden: boolean): void {
    void (isHidden ? actions.reveal(index) : actions.apply(index));
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    take(job.selected, isVeiled(job, job.selected));
  }

  return (
    <div class={`pictures pictures-${count}`} role="radiogroup" aria-label={text.results.label}>
      {job.candidates.map((candidate, index) => (
        <label
          key={candidate.index}
          class="picture"
          onMouseDown={({ detail }) => {
            if (detail <= 1) wasVeiled.current = isVeiled(job, index);
          }}
          onDblClick={() => take(index, wasVeiled.current)}
          onMouseEnter={() => actions.peek(index)}
          onMouseLeave={() => actions.peek(null)}
        >
          <input
            type="radio"
            name={name}
            checked={index === job.selected}
            aria-label={text.results.candidate(index + 1, count)}
            onChange={() => void actions.show(index)}
            onKeyDown={onKeyDown}
            onFocus={() => actions.peek(index)}
            onBlur={() => actions.peek(null)}
          />
          <CandidatePicture
            candidate={candidate}
            inputs={job.inputs}
            isVeiled={isVeiled(job, index)}
            isBefore={showsBefore(job, index)}
          />
          {candidate.flag !== undefined && isVeiled(job, index) && !showsBefore(job, index) ? (
            <Veil reason={candidate.flag} index={index} />
          ) : null}
          {showsBefore(job, index) ? (
            <span class="badge">{text.results.before}</span>
          ) : job.placed.includes(index) ? (
            <span class="badge">{text.results.applied}</span>
          ) : null}
        </label>
      ))}
    </div>
  );
}

/** Only the selected picture gives way to what was there before, and only where that was read. */
function showsBefore({ isBefore, selected, inputs }: DoneJob, index: number): boolean {
  return isBefore && selected === index && inputs.picture !== null;
}

/** Says why a picture is hidden, and shows it to whoever wants to see it. */
function Veil({ reason, index }: { reason: FlagReason; index: number }) {
  const { actions, text } = usePanel();
  return (
    <div class="veil">
      <p>{text.results.flags[reason]}</p>
      <Button onClick={() => void actions.reveal(index)}>{text.results.reveal}</Button>
    </div>
  );
}
