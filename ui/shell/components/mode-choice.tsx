import { canVary } from '../state/plan.ts';
import { variations } from '../state/settings.ts';
import { SegmentedField } from './controls/segmented-field.tsx';
import { usePanel } from './panel-provider.tsx';

const modes = ['auto', 'vary'] as const;
const strengths = ['subtle', 'strong'] as const;

/** Whether a picture is replaced or varied, and how much; nothing where the selection leaves no choice. */
export function ModeChoice() {
  const { state, actions, text } = usePanel();
  if (!canVary(state.selection.value)) return null;
  const { mode, varyStrength } = state.settings.value;
  const isSubtle = varyStrength < (variations.subtle + variations.strong) / 2;
  return (
    <>
      <SegmentedField
        label={text.mode.label}
        value={mode}
        options={modes.map((value) => ({ value, text: text.mode[value] }))}
        onChange={(value) => actions.settings.change({ mode: value })}
      />
      {mode === 'vary' ? (
        <SegmentedField
          label={text.variation.label}
          value={isSubtle ? 'subtle' : 'strong'}
          options={strengths.map((value) => ({ value, text: text.variation[value] }))}
          onChange={(value) => actions.settings.change({ varyStrength: variations[value] })}
        />
      ) : null}
    </>
  );
}
