import type { Task } from '../../../protocol/generation.ts';
import { isEraser } from '../state/choose-model.ts';
import { variations } from '../state/settings.ts';
import { modeOf } from '../state/verbs.ts';
import { SegmentedField } from './controls/segmented-field.tsx';
import { SelectField } from './controls/select-field.tsx';
import { usePanel } from './panel-provider.tsx';

const strengths = ['subtle', 'strong'] as const;
/** More than these do not fit beside each other in a narrow panel. */
const mostSegments = 3;

/** What is done with the selected picture, and what that means; nothing where the selection leaves no choice. */
export function ModeChoice() {
  const { state, actions, text } = usePanel();
  const verbs = state.verbs.value;
  const verb = state.verb.value;
  if (verb === null || verbs.length < 2) return null;
  const field = {
    label: text.mode.label,
    isLabelHidden: true,
    value: verb,
    options: verbs.map((value) => ({ value, text: text.verbs[value] })),
    onChange(chosen: Task) {
      actions.settings.change({ mode: modeOf(chosen, verbs) });
      actions.warmUp();
    },
  };
  return (
    <div class="mode-choice">
      {verbs.length > mostSegments ? <SelectField {...field} /> : <SegmentedField {...field} />}
      <p class="hint">{useHint(verb)}</p>
      {verb === 'vary' ? <Variation /> : null}
    </div>
  );
}

function useHint(verb: Task): string {
  const { state, text } = usePanel();
  const selection = state.selection.value;
  const model = state.model.value;
  if (verb === 'remove' && model !== null && !isEraser(model)) return text.mode.withoutEraser;
  const fillsFrame =
    verb === 'expand' && selection.kind === 'target' && state.region.region.value.paddingPx === null;
  return fillsFrame ? text.expansion.emptyHint : text.mode.hints[verb];
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
