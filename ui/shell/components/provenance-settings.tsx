import { useId } from 'preact/hooks';
import { longestCredit } from '../state/settings.ts';
import { CheckField } from './controls/check-field.tsx';
import { FileButton } from './controls/file-button.tsx';
import { usePanel } from './panel-provider.tsx';

/** Taking a recipe over from a file, and being named with what is made. */
export function ProvenanceSettings() {
  const { state, actions, text } = usePanel();
  const { isCredited, creditName } = state.settings.value;
  const ids = { hint: useId(), name: useId(), nameHint: useId() };
  const { provenance } = text;
  return (
    <>
      <div class="field">
        <FileButton
          text={provenance.open}
          takes=".png,.json"
          describedBy={ids.hint}
          onChoose={([file]) => {
            if (file !== undefined) void actions.importRecipe({ name: file.name, file });
          }}
        />
        <p class="hint" id={ids.hint}>
          {provenance.openHint}
        </p>
      </div>
      <CheckField
        label={provenance.credit}
        isChecked={isCredited}
        onChange={(next) => actions.settings.change({ isCredited: next })}
      />
      {isCredited ? (
        <div class="field">
          <label for={ids.name}>{provenance.creditName}</label>
          <input
            id={ids.name}
            class="input"
            type="text"
            autocomplete="name"
            maxLength={longestCredit}
            value={creditName}
            aria-describedby={ids.nameHint}
            onInput={(event) => actions.settings.change({ creditName: event.currentTarget.value })}
          />
          <p class="hint" id={ids.nameHint}>
            {provenance.creditHint}
          </p>
        </div>
      ) : null}
    </>
  );
}
