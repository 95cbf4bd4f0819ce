import { useRef } from 'preact/hooks';
import { nameCut } from '../../state/prompt-reading.ts';
import { usePanel } from '../panel-provider.tsx';

/** How much of the prompt is read, in a line; a screen reader hears once where the end begins to be cut off. */
export function ReadingLine({ id, cutFrom }: { id: string; cutFrom: number | null }) {
  const { state, text } = usePanel();
  const announced = useRef<string | null>(null);
  const { prompt } = state.settings.value;
  const reading = prompt === '' ? null : (state.prompts.reading.value?.readings.prompt ?? null);
  const cut = cutFrom === null ? null : nameCut(prompt, cutFrom);
  // While it stays cut, what follows is no news.
  announced.current = cut === null ? null : (announced.current ?? cut);
  return (
    <div class={`reading-line${cut === null ? '' : ' is-cut'}`}>
      <span id={id}>
        {reading === null
          ? null
          : cut === null
            ? text.prompt.read(reading.tokens, reading.room)
            : text.prompt.readUpTo(reading.tokens, reading.room, cut)}
      </span>
      <span class="unseen" role="status">
        {announced.current === null ? '' : text.prompt.cutOff(announced.current)}
      </span>
    </div>
  );
}
