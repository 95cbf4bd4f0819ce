import { useEffect, useId, useRef } from 'preact/hooks';
import { cutIn } from '../state/prompt-reading.ts';
import { IconButton } from './controls/icon-button.tsx';
import { ClockIcon, StyleIcon } from './controls/icons.tsx';
import { usePanel } from './panel-provider.tsx';
import { PromptField } from './prompts/prompt-field.tsx';
import { PromptHistory } from './prompts/prompt-history.tsx';
import { ReadingLine } from './prompts/reading-line.tsx';
import { StyleShelf } from './prompts/style-shelf.tsx';
import { replaceAll, typeInto } from './prompts/type-into.ts';

/** What should be painted, how it is read, earlier prompts and styles; nothing where something is only to go away. */
export function PromptBox() {
  const { state, actions, text } = usePanel();
  const field = useRef<HTMLTextAreaElement>(null);
  const taken = useRef<string | null>(null);
  const lineId = useId();
  const stylesId = useId();
  const isHistoryOpen = state.prompts.isHistoryOpen.value;
  const areStylesOpen = state.prompts.areStylesOpen.value;
  const { prompt } = state.settings.value;
  const read = state.prompts.reading.value;
  const cutFrom = read === null ? null : cutIn(read.prompt, read.readings.prompt, prompt);

  useEffect(() => {
    // Nothing behind a dialog takes what is typed, so what was chosen in it waits until it is gone.
    if (isHistoryOpen || taken.current === null || field.current === null) return;
    typeInto(field.current, replaceAll(field.current, taken.current));
    field.current.focus();
    taken.current = null;
  }, [isHistoryOpen]);

  const verb = state.verb.value ?? 'generate';
  if (verb === 'remove') return null;
  return (
    <div class="prompt-box">
      <PromptField
        field={field}
        placeholder={text.prompt.placeholders[verb]}
        cutFrom={cutFrom}
        describedBy={lineId}
      />
      <div class="prompt-tools">
        <ReadingLine id={lineId} cutFrom={cutFrom} />
        <IconButton label={text.prompt.history.open} onClick={actions.prompts.openHistory}>
          <ClockIcon />
        </IconButton>
        <IconButton
          label={text.prompt.styles.open}
          onClick={actions.prompts.toggleStyles}
          isExpanded={areStylesOpen}
        >
          <StyleIcon />
        </IconButton>
      </div>
      {areStylesOpen ? <StyleShelf id={stylesId} field={field} /> : null}
      {isHistoryOpen ? (
        <PromptHistory
          onTake={(prompt) => {
            taken.current = prompt;
            actions.prompts.closeHistory();
          }}
        />
      ) : null}
    </div>
  );
}
