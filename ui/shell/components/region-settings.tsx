import { contexts, type Task, usualStrength } from '../../../protocol/generation.ts';
import { isEraser } from '../state/choose-model.ts';
import { strengthKeys } from '../state/request-from.ts';
import { CheckField } from './controls/check-field.tsx';
import { SegmentedField } from './controls/segmented-field.tsx';
import { SelectField } from './controls/select-field.tsx';
import { SliderField } from './controls/slider-field.tsx';
import { usePanel } from './panel-provider.tsx';

/** How a region is repainted: how strongly, with how much of its surroundings, and how its edge is joined. */
export function RegionSettings() {
  const { state, actions, text } = usePanel();
  const { edge, membrane } = state.settings.value;
  return (
    <>
      <Strength />
      <div class="row halves">
        <ContextChoice />
        <SegmentedField
          label={text.advanced.edge}
          value={edge}
          options={(['blend', 'strict'] as const).map((value) => ({
            value,
            text: text.advanced.edges[value],
          }))}
          onChange={(value) => actions.settings.change({ edge: value })}
        />
      </div>
      <CheckField
        label={text.advanced.membrane}
        isChecked={membrane}
        onChange={(isChecked) => actions.settings.change({ membrane: isChecked })}
      />
    </>
  );
}

const percentLimits = { min: 5, max: 100, step: 5 };

function hasStrength(task: Task | null): task is keyof typeof strengthKeys {
  return task !== null && task in strengthKeys;
}

/** Nothing for tasks that have one strength only. */
function Strength() {
  const { state, actions, text } = usePanel();
  const verb = state.verb.value;
  const model = state.model.value;
  if (!hasStrength(verb) || (model !== null && isEraser(model))) return null;
  const key = strengthKeys[verb];
  const chosen = state.settings.value[key];
  const usual = usualStrength[verb];
  const change = (strength: number | null) =>
    actions.settings.change(
      key === 'varyStrength' ? { varyStrength: strength ?? usualStrength.vary } : { [key]: strength },
    );
  return (
    <SliderField
      label={text.advanced.strength}
      value={Math.round((chosen ?? usual) * 100)}
      {...percentLimits}
      format={(percent) => `${percent} %`}
      onChange={(percent) => change(percent / 100)}
      {...(chosen !== null && chosen !== usual
        ? { reset: { label: text.advanced.usualStrength, onReset: () => change(null) } }
        : {})}
    />
  );
}

/** A box that was drawn in the mask editor is a choice of its own as long as it is there. */
function ContextChoice() {
  const { state, actions, text } = usePanel();
  const selection = state.selection.value;
  const node = selection.kind === 'target' ? selection.target.node : null;
  const hasOwnBox = node !== null && state.editor.contextBoxFor(node) !== null;
  const { context } = state.settings.value;
  return (
    <SelectField
      label={text.advanced.context}
      value={hasOwnBox ? 'own' : context}
      options={[
        ...contexts.map((value) => ({ value, text: text.advanced.contexts[value] })),
        ...(hasOwnBox ? [{ value: 'own' as const, text: text.advanced.ownContext }] : []),
      ]}
      onChange={(value) => {
        if (value === 'own') return;
        if (hasOwnBox) state.editor.dropContextBox(node);
        actions.settings.change({ context: value });
      }}
    />
  );
}
