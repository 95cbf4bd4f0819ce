import { useEffect, useRef } from 'preact/hooks';
import type { QueueEntry } from '../state/queue.ts';
import type { Text } from '../text/text.ts';
import { Button } from './controls/button.tsx';
import { IconButton } from './controls/icon-button.tsx';
import { ArrowIcon, CloseIcon } from './controls/icons.tsx';
import { usePanel } from './panel-provider.tsx';

/** The jobs that wait for their turn, in their order, each to be moved or taken out. */
export function WaitingList() {
  const { state, actions, text } = usePanel();
  const { waiting, isPaused } = state.queue.value;
  const section = useRef<HTMLElement>(null);
  const known = useRef(waiting.length);
  useEffect(() => {
    // A job that is taken out, or begins, takes its buttons with it.
    const hasGone = waiting.length < known.current;
    known.current = waiting.length;
    if (!hasGone || !document.hasFocus() || document.activeElement !== document.body) return;
    const next = section.current ?? document.querySelector('.run-bar');
    next?.querySelector('button')?.focus();
  }, [waiting.length]);
  if (waiting.length === 0) return null;
  return (
    <section class="waiting" ref={section} aria-label={text.queue.waiting(waiting.length)}>
      <div class="waiting-head">
        <h2>{text.queue.waiting(waiting.length)}</h2>
        {isPaused ? (
          <>
            <span class="hint">{text.queue.paused}</span>
            <Button onClick={actions.queue.resume}>{text.queue.goOn}</Button>
          </>
        ) : null}
      </div>
      <ol>
        {waiting.map((entry) => {
          const name = nameOf(entry, text);
          return (
            <li key={entry.id}>
              <span class="waiting-name" title={name}>
                {name}
              </span>
              <IconButton label={text.queue.earlier(name)} onClick={() => actions.queue.move(entry.id, -1)}>
                <ArrowIcon to="up" />
              </IconButton>
              <IconButton label={text.queue.later(name)} onClick={() => actions.queue.move(entry.id, 1)}>
                <ArrowIcon to="down" />
              </IconButton>
              <IconButton label={text.queue.remove(name)} onClick={() => actions.queue.remove(entry.id)}>
                <CloseIcon />
              </IconButton>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

/** What a job will do, short enough for one line: its verb and the beginning of its prompt. */
function nameOf({ request: { task, prompt }, prompts }: QueueEntry, text: Text): string {
  const words = (prompts?.[0] ?? prompt).replace(/\s+/g, ' ').slice(0, 60);
  return words === '' ? text.verbs[task] : `${text.verbs[task]}: ${words}`;
}
