import type { ShelfProgress } from '../../../../protocol/shelf.ts';
import { shareDone } from '../../state/shelf-items.ts';
import { usePanel } from '../panel-provider.tsx';

type ProgressLinesProps = {
  name: string;
  /** What is being done, in a word or two. */
  word: string;
  progress: ShelfProgress | null;
  /** Speed and time left are said only while there is something to measure. */
  isMoving: boolean;
};

/** A bar and two lines of numbers that keep their places while they change. */
export function ProgressLines({ name, word, progress, isMoving }: ProgressLinesProps) {
  const { text } = usePanel();
  const share = shareDone(progress);
  const speed = progress?.bytesPerSecond ?? null;
  return (
    <div class="progress-lines">
      <progress
        class={`progress ${isMoving ? '' : 'still'}`}
        aria-label={text.shelf.progressOf(name)}
        max={1}
        {...(share === null ? (isMoving ? {} : { value: 0 }) : { value: share })}
      />
      <p>
        <span>{progress === null ? '' : text.shelf.done(progress)}</span>
        <span>{share === null ? '' : text.shelf.percent(share)}</span>
      </p>
      <p class="hint">
        <span>{isMoving && speed !== null ? text.shelf.speed(speed) : word}</span>
        <span>{isMoving ? text.shelf.timeLeft(progress?.secondsLeft ?? null) : ''}</span>
      </p>
    </div>
  );
}
