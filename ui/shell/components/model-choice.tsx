import { useId, useRef } from 'preact/hooks';
import { modelsFor } from '../state/choose-model.ts';
import { Button } from './controls/button.tsx';
import { SelectField } from './controls/select-field.tsx';
import { usePanel } from './panel-provider.tsx';

/** Every browser has the attribute, no standard and so no type. */
const takesFolders = { webkitdirectory: true };

/** Which model paints, and the way to one's own: a folder with an exported pipeline. */
export function ModelChoice() {
  const { state, actions, text } = usePanel();
  const input = useRef<HTMLInputElement>(null);
  const hintId = useId();
  const { verb } = state.plan.value;
  // What removes is chosen apart, so that filling goes on with the model that was chosen for it.
  const key = verb === 'remove' ? 'remover' : 'model';
  const chosen = state.model.value?.id ?? state.settings.value.model;
  const engine = state.engine.value;
  const isAdding = state.isAddingModel.value;
  const known =
    engine.kind === 'ready'
      ? modelsFor(verb, engine.models).map(({ id, name }) => ({ value: id, text: name }))
      : [];
  const options = known.some(({ value }) => value === chosen)
    ? known
    : [{ value: chosen, text: chosen }, ...known];
  const isTemporary = state.model.value?.origin === 'folder';

  return (
    <div class="model-choice">
      <SelectField
        label={text.advanced.model}
        value={chosen}
        options={options}
        onChange={(value) => actions.settings.change({ [key]: value })}
      />
      <Button
        kind="quiet"
        isUnavailable={isAdding}
        describedBy={hintId}
        onClick={() => (isAdding ? undefined : input.current?.click())}
      >
        {isAdding ? text.models.adding : text.models.add}
      </Button>
      <input
        ref={input}
        type="file"
        {...takesFolders}
        multiple
        hidden
        aria-label={text.models.add}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          // The same folder, mended, must be news again.
          event.currentTarget.value = '';
          void actions.addModelOfInput(files);
        }}
      />
      <p class="hint" id={hintId}>
        {isTemporary ? text.models.temporary : text.models.hint}
      </p>
    </div>
  );
}
