import { useRef, useState } from 'preact/hooks';
import { type KeptPrompt, searchPrompts } from '../../state/prompts.ts';
import { Button } from '../controls/button.tsx';
import { Dialog } from '../controls/dialog.tsx';
import { IconButton } from '../controls/icon-button.tsx';
import { CloseIcon, Icon } from '../controls/icons.tsx';
import { usePanel } from '../panel-provider.tsx';

/** The prompts that were run, to be searched and taken again. */
export function PromptHistory({ onTake }: { onTake: (prompt: string) => void }) {
  const { state, actions, text } = usePanel();
  const [query, setQuery] = useState('');
  const list = useRef<HTMLDivElement>(null);
  const words = text.prompt.history;
  const kept = state.prompts.history.value;
  const found = searchPrompts(kept, query);

  /** Arrows go through the field and the prompts, in a ring. */
  function move(by: 1 | -1): void {
    const stops = [...(list.current?.querySelectorAll<HTMLElement>('input, .kept-prompt') ?? [])];
    const row = document.activeElement?.closest('li')?.querySelector('.kept-prompt');
    const at = stops.findIndex((stop) => stop === document.activeElement || stop === row);
    stops[(at + by + stops.length) % stops.length]?.focus();
  }

  function onKeyDown(event: KeyboardEvent): void {
    // The panel's own keys cancel and run jobs.
    event.stopPropagation();
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') move(event.key === 'ArrowDown' ? 1 : -1);
    else if (event.key === 'Enter' && event.target instanceof HTMLInputElement && found[0] !== undefined)
      onTake(found[0].prompt);
    else return;
    event.preventDefault();
  }

  function remove({ prompt }: KeptPrompt): void {
    // What had the focus goes with its row.
    list.current?.querySelector('input')?.focus();
    actions.prompts.remove(prompt);
  }

  return (
    <Dialog title={words.title} onCancel={actions.prompts.closeHistory}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it only listens to keys of what is in it. */}
      <div ref={list} class="prompt-history" onKeyDown={onKeyDown}>
        <input
          type="search"
          class="input"
          aria-label={words.search}
          placeholder={words.search}
          value={query}
          onInput={(event) => setQuery(event.currentTarget.value)}
        />
        {found.length === 0 ? (
          <p class="hint" role="status">
            {kept.length === 0 ? words.empty : words.nothingFound}
          </p>
        ) : (
          <ul>
            {found.map((one) => (
              <li key={one.prompt}>
                <button
                  type="button"
                  class="kept-prompt"
                  title={one.prompt}
                  onClick={() => onTake(one.prompt)}
                >
                  <span>{one.prompt}</span>
                </button>
                <IconButton
                  label={words.pin(shorten(one.prompt))}
                  isPressed={one.isPinned}
                  onClick={() => actions.prompts.pin(one.prompt, !one.isPinned)}
                >
                  <PinIcon />
                </IconButton>
                <IconButton label={words.remove(shorten(one.prompt))} onClick={() => remove(one)}>
                  <CloseIcon />
                </IconButton>
              </li>
            ))}
          </ul>
        )}
        <div class="dialog-buttons">
          <Button onClick={actions.prompts.closeHistory}>{words.close}</Button>
        </div>
      </div>
    </Dialog>
  );
}

/** A label that is read aloud as a whole must end somewhere. */
const shorten = (prompt: string) => (prompt.length <= 40 ? prompt : `${[...prompt].slice(0, 39).join('')}…`);

function PinIcon() {
  return (
    <Icon>
      <path d="M6 2.5h4l-.5 4 2 2h-7l2-2-.5-4ZM8 8.5v5" />
    </Icon>
  );
}
