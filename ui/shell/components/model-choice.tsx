import { useId } from 'preact/hooks';
import { modelsFor } from '../state/choose-model.ts';
import { isKept } from '../state/shelf-items.ts';
import { Button } from './controls/button.tsx';
import { FileButton } from './controls/file-button.tsx';
import { SelectField } from './controls/select-field.tsx';
import { usePanel } from './panel-provider.tsx';

/** Which model paints, and the ways to others: the shelf, or a folder with an exported pipeline. */
export function ModelChoice() {
  const { state, actions, text } = usePanel();
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
  const isTemporary = state.model.value?.origin === 'folder' && !isKept(state.shelf.shelf.value, chosen);

  return (
    <div class="model-choice">
      <SelectField
        label={text.advanced.model}
        value={chosen}
        options={options}
        onChange={(value) => actions.settings.change({ [key]: value })}
      />
      <div class="model-actions">
        <Button onClick={actions.shelf.open}>{text.shelf.open}</Button>
        <FileButton
          kind="quiet"
          takes="folder"
          text={isAdding ? text.models.adding : text.models.add}
          isUnavailable={isAdding}
          describedBy={hintId}
          onChoose={(files) => void actions.addModelOfInput(files)}
        />
      </div>
      <p class="hint" id={hintId}>
        {isTemporary ? text.models.temporary : text.models.hint}
      </p>
    </div>
  );
}
