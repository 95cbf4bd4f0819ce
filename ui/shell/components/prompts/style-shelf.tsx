import type { RefObject } from 'preact';
import { useState } from 'preact/hooks';
import { builtInStyles, hasStyle, styleLimits, toggleStyle } from '../../state/style-presets.ts';
import type { BuiltInStyle } from '../../text/prompt-text.ts';
import { Button } from '../controls/button.tsx';
import { IconButton } from '../controls/icon-button.tsx';
import { CloseIcon, EditIcon } from '../controls/icons.tsx';
import { usePanel } from '../panel-provider.tsx';
import { typeInto } from './type-into.ts';

/** Ways of painting, whose words are added to the prompt for all to see; those that everybody has, and a person's own. */
export function StyleShelf({ id, field }: { id: string; field: RefObject<HTMLTextAreaElement | null> }) {
  const { state, text, actions } = usePanel();
  const [renamed, setRenamed] = useState<string | null>(null);
  const words = text.prompt.styles;
  const { prompt } = state.settings.value;
  const own = state.prompts.styles.value;

  function choose(style: string): void {
    const edit = toggleStyle(prompt, style);
    if (edit !== null && field.current !== null) typeInto(field.current, edit);
  }

  function save(name: string): void {
    const { selectionStart = 0, selectionEnd = 0, value = '' } = field.current ?? {};
    const chosen = value.slice(selectionStart, selectionEnd);
    actions.prompts.saveStyle(name, chosen.trim() === '' ? value : chosen);
  }

  const chip = (name: string, style: string) => (
    <button
      type="button"
      class="chip"
      aria-pressed={hasStyle(prompt, style)}
      title={style}
      onClick={() => choose(style)}
    >
      {name}
    </button>
  );

  return (
    <section id={id} class="style-shelf" aria-label={words.label}>
      <div class="chips">
        {(Object.keys(builtInStyles) as BuiltInStyle[]).map((key) => (
          <span key={key}>{chip(words.builtIn[key], builtInStyles[key])}</span>
        ))}
      </div>
      {own.length === 0 ? null : (
        <ul class="own-styles" aria-label={words.own}>
          {own.map(({ name, text: style }) => (
            <li key={name}>
              {renamed === name ? (
                <NameForm
                  label={words.newName(name)}
                  value={name}
                  action={words.done}
                  isFocused
                  onCancel={() => setRenamed(null)}
                  onName={(next) => {
                    actions.prompts.renameStyle(name, next);
                    setRenamed(null);
                  }}
                />
              ) : (
                <>
                  {chip(name, style)}
                  <IconButton label={words.rename(name)} onClick={() => setRenamed(name)}>
                    <EditIcon />
                  </IconButton>
                  <IconButton label={words.remove(name)} onClick={() => actions.prompts.removeStyle(name)}>
                    <CloseIcon />
                  </IconButton>
                </>
              )}
            </li>
          ))}
        </ul>
      )}
      <NameForm label={words.name} value="" action={words.save} hint={words.saveHint} onName={save} />
    </section>
  );
}

type NameFormProps = {
  label: string;
  value: string;
  action: string;
  onName: (name: string) => void;
  onCancel?: () => void;
  hint?: string;
  isFocused?: boolean;
};

/** A name, and the button that takes it. */
function NameForm({ label, value, action, onName, onCancel, hint, isFocused = false }: NameFormProps) {
  const [name, setName] = useState(value);
  return (
    <form
      class="name-form"
      title={hint}
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() !== '') onName(name);
        setName('');
      }}
    >
      <input
        class="input"
        aria-label={label}
        placeholder={label}
        maxLength={styleLimits.nameLength}
        value={name}
        ref={(element) => {
          if (isFocused && element !== null && document.activeElement === document.body) element.focus();
        }}
        onInput={(event) => setName(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || onCancel === undefined) return;
          event.stopPropagation();
          onCancel();
        }}
      />
      <Button isSubmit onClick={() => undefined}>
        {action}
      </Button>
    </form>
  );
}
