import { placeOf } from '../state/runs.ts';
import { IconButton } from './controls/icon-button.tsx';
import { ArrowIcon } from './controls/icons.tsx';
import { usePanel } from './panel-provider.tsx';

/** Which of the last runs is seen, and the way to the others; nothing where there is one. */
export function RunStepper() {
  const { state, actions, text } = usePanel();
  const { number, count } = placeOf(state.runs.value);
  if (count < 2) return null;
  return (
    <fieldset class="run-stepper" aria-label={text.results.label}>
      <IconButton label={text.runs.older} onClick={() => void actions.step(-1)}>
        <ArrowIcon to="left" />
      </IconButton>
      <span role="status">{text.runs.place(number, count)}</span>
      <IconButton label={text.runs.newer} onClick={() => void actions.step(1)}>
        <ArrowIcon to="right" />
      </IconButton>
    </fieldset>
  );
}
