import { useId } from 'preact/hooks';
import { BackView } from '../back-view.tsx';
import { SegmentedField } from '../controls/segmented-field.tsx';
import { usePanel } from '../panel-provider.tsx';
import { HistoryItem } from './history-item.tsx';

/** What has been applied in this document, newest first, and whether prompts are kept in it. */
export function HistoryView() {
  const { text, actions } = usePanel();
  const { title, back } = text.kept.history;
  return (
    <BackView title={title} back={back} onBack={actions.history.close}>
      <Search />
      <Results />
      <ConsentSetting />
    </BackView>
  );
}

function Search() {
  const { state, actions, text } = usePanel();
  const id = useId();
  return (
    <div class="field">
      <label for={id} class="unseen">
        {text.kept.history.search}
      </label>
      <input
        id={id}
        class="input"
        type="search"
        placeholder={text.kept.history.search}
        value={state.history.query.value}
        onInput={(event) => actions.history.search(event.currentTarget.value)}
      />
    </div>
  );
}

function Results() {
  const { state, text } = usePanel();
  const { entries, found } = state.history;
  const words = text.kept.history;
  const isEmpty = entries.value.length === 0;
  const nothing = isEmpty ? words.empty : words.noMatch;
  return (
    <>
      <p class="hint" role="status">
        {found.value.length === 0 ? nothing : ''}
      </p>
      <ul class="history-list" aria-label={words.list}>
        {found.value.map((entry) => (
          <HistoryItem key={entry.id} entry={entry} />
        ))}
      </ul>
    </>
  );
}

function ConsentSetting() {
  const { state, actions, text } = usePanel();
  if (state.host.value?.canStore !== true) return null;
  const recipes = state.recipes.value;
  const words = text.kept.consent;
  return (
    <div class="history-consent">
      <SegmentedField<'unasked' | 'allowed' | 'refused'>
        label={words.setting}
        value={recipes}
        options={(['allowed', 'refused'] as const).map((value) => ({ value, text: words.choices[value] }))}
        onChange={(choice) => {
          if (choice !== 'unasked') void actions.consent.change(choice);
        }}
      />
      <p class="hint">{words.hints[recipes]}</p>
    </div>
  );
}
