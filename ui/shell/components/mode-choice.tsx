import { isEraser } from '../state/choose-model.ts';
import { type Mode, modesOf } from '../state/plan.ts';
import { variations } from '../state/settings.ts';
import { SegmentedField } from './controls/segmented-field.tsx';
import { usePanel } from './panel-provider.tsx';

const strengths = ['subtle', 'strong'] as const;

/**
 * Whether a picture is replaced or varied, and how much, or whether what shapes cover is painted anew or removed;
 * nothing where the selection leaves no choice.
 */
export function ModeChoice() {
  const { state, actions, text } = usePanel();
  const modes = modesOf(state.selection.value);
  if (modes.length === 0) return null;
  const { mode } = state.settings.value;
  const chosen = modes.includes(mode) ? mode : 'auto';
  const verbOf = (one: Mode) => (one !== 'auto' ? one : modes.includes('remove') ? 'fill' : 'generate');
  const model = state.model.value;
  return (
    <>
      <SegmentedField
        label={text.mode.label}
        value={chosen}
        options={modes.map((value) => ({ value, text: text.verbs[verbOf(value)] }))}
        onChange={(value) => {
          actions.settings.change({ mode: value });
          actions.warmUp();
        }}
      />
      {chosen === 'vary' ? <Variation /> : null}
      {chosen === 'remove' && model !== null && !isEraser(model) ? (
        <p class="hint">{text.mode.withoutEraser}</p>
      ) : null}
    </>
  );
}

function Variation() {
  const { state, actions, text } = usePanel();
  const isSubtle = state.settings.value.varyStrength < (variations.subtle + variations.strong) / 2;
  return (
    <SegmentedField
      label={text.variation.label}
      value={isSubtle ? 'subtle' : 'strong'}
      options={strengths.map((value) => ({ value, text: text.variation[value] }))}
      onChange={(value) => actions.settings.change({ varyStrength: variations[value] })}
    />
  );
}
