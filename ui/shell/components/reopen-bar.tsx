import { replacedBy } from '../state/plan.ts';
import { Button } from './controls/button.tsx';
import { usePanel } from './panel-provider.tsx';

/** For a result of ours: working on it again. While that is done: what the next one replaces, and the way out of it. */
export function ReopenBar() {
  const { state, actions, text } = usePanel();
  const selection = state.selection.value;
  const replaced = state.region.replaced.value;
  if (replaced !== null && replacedBy(state.plan.value) === replaced.node) {
    return (
      <div class="reopen">
        <p class="hint">{text.reopen.replaces(replaced.name)}</p>
        <Button onClick={state.region.forgetReplaced}>{text.reopen.keepOld}</Button>
      </div>
    );
  }
  if (selection.kind !== 'target' || !selection.target.hasRecipe) return null;
  return (
    <div class="reopen">
      <Button onClick={() => void actions.reopen()}>{text.reopen.edit}</Button>
    </div>
  );
}
