import type { RefObject } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { limits } from '../../../../protocol/generation.ts';
import { changeWeight } from '../../state/prompt-edit.ts';
import { usePanel } from '../panel-provider.tsx';
import { replaceAll, typeInto } from './type-into.ts';

type PromptFieldProps = {
  field: RefObject<HTMLTextAreaElement | null>;
  placeholder: string;
  /** Where what the model does not read begins; null where it reads all. */
  cutFrom: number | null;
  describedBy: string;
};

/**
 * The field of the prompt. Where its end is cut off, its text is drawn by what lies behind it, in two colors, for a field
 * itself knows only one.
 */
export function PromptField({ field, placeholder, cutFrom, describedBy }: PromptFieldProps) {
  const { state, actions, text } = usePanel();
  const id = useId();
  const backdrop = useRef<HTMLDivElement>(null);
  const { prompt } = state.settings.value;

  function follow(): void {
    if (field.current === null || backdrop.current === null) return;
    const { scrollTop, offsetWidth, clientWidth } = field.current;
    // A scroll bar takes its width from the words.
    backdrop.current.style.borderRightWidth = `${offsetWidth - clientWidth - 1}px`;
    backdrop.current.scrollTop = scrollTop;
  }
  useLayoutEffect(follow);

  function weigh(by: 1 | -1): void {
    const { current } = field;
    if (current === null) return;
    const edit = changeWeight(current.value, current.selectionStart, current.selectionEnd, by);
    const grown = edit === null ? 0 : edit.insert.length - (edit.to - edit.from);
    if (edit !== null && current.value.length + grown <= limits.promptLength) typeInto(current, edit);
  }

  async function walk(by: 1 | -1): Promise<void> {
    const shown = await actions.prompts.step(by);
    if (shown !== null && field.current !== null) typeInto(field.current, replaceAll(field.current, shown));
  }

  function onKeyDown(event: KeyboardEvent): void {
    const by = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : null;
    const isCommand = event.ctrlKey || event.metaKey;
    if (by === null || event.isComposing || event.shiftKey || isCommand === event.altKey) return;
    event.preventDefault();
    if (isCommand) weigh(by);
    else void walk(by);
  }

  return (
    <div class="field">
      <label for={id} class="unseen">
        {text.prompt.label}
      </label>
      <div class={`prompt-field${cutFrom === null ? '' : ' is-cut'}`}>
        {cutFrom === null ? null : (
          <div ref={backdrop} class="input text-area prompt-backdrop" aria-hidden="true">
            {prompt.slice(0, cutFrom)}
            <span class="prompt-cut">{prompt.slice(cutFrom)}</span>
            {/* A line that is still empty has its height all the same. */}
            {'\u200b'}
          </div>
        )}
        <textarea
          ref={field}
          id={id}
          class="input text-area"
          rows={3}
          maxLength={limits.promptLength}
          placeholder={placeholder}
          title={text.prompt.weigh}
          aria-describedby={describedBy}
          aria-keyshortcuts="Control+ArrowUp Control+ArrowDown Meta+ArrowUp Meta+ArrowDown Alt+ArrowUp Alt+ArrowDown"
          value={prompt}
          onInput={(event) => {
            actions.settings.change({ prompt: event.currentTarget.value });
            actions.warmUp();
          }}
          onFocus={actions.warmUp}
          onScroll={follow}
          onKeyDown={onKeyDown}
        />
      </div>
    </div>
  );
}
