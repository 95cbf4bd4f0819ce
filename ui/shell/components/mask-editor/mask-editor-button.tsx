import { Button } from '../controls/button.tsx';
import { IconButton } from '../controls/icon-button.tsx';
import { usePanel } from '../panel-provider.tsx';
import { ClearIcon } from './editor-icons.tsx';

/** Opens the mask editor on the selected picture; beside it the way to drop what was painted. Nothing without a picture. */
export function MaskEditorButton() {
  const { state, actions, text } = usePanel();
  const selection = state.selection.value;
  if (selection.kind !== 'target' || !selection.target.hasPicture) return null;
  const isPainted = state.editor.maskFor(selection.target.node) !== null;
  return (
    <div class="mask-editor-button">
      <Button kind="secondary" onClick={actions.editor.open}>
        {isPainted ? text.editor.edit : text.editor.open}
      </Button>
      {isPainted ? (
        <IconButton label={text.editor.forget} onClick={actions.editor.forget}>
          <ClearIcon />
        </IconButton>
      ) : null}
    </div>
  );
}
