import { useEffect, useId, useState } from 'preact/hooks';
import { Button } from '../controls/button.tsx';
import { usePanel } from '../panel-provider.tsx';
import { EditorBody } from './editor-body.tsx';
import { RedoIcon, UndoIcon } from './editor-icons.tsx';
import { ToolButton } from './tool-button.tsx';

/** The mask editor, in the place of everything above the panel's foot. */
export function MaskEditorView() {
  const { state, actions, text } = usePanel();
  const { editor } = state;
  const titleId = useId();
  const [said, say] = useState('');
  const picture = editor.picture.value;
  const version = editor.version.value;

  // Known before the button that has opened this is out of sight, and told after it has come back.
  const [opener] = useState(() => document.activeElement);
  useEffect(() => () => queueMicrotask(() => giveBackFocus(opener)), []);

  return (
    <section class="editor" aria-labelledby={titleId}>
      <header class="editor-head">
        <h1 id={titleId}>{text.editor.title}</h1>
        <span class="editor-layer">{editor.target.value?.name}</span>
        <UndoButtons say={say} />
        <Button kind="secondary" shortcut="Escape" onClick={actions.editor.close}>
          {text.editor.done}
        </Button>
      </header>
      {picture !== null && version !== null && editor.error.value === null ? (
        <EditorBody picture={picture} version={version} said={said} say={say} />
      ) : (
        <NoPicture />
      )}
    </section>
  );
}

/** Focus that went with the editor goes to what has opened it; elsewhere, on the canvas as well, it stays. */
function giveBackFocus(opener: Element | null): void {
  const isLost = document.activeElement === null || document.activeElement === document.body;
  if (isLost && document.hasFocus() && opener instanceof HTMLElement) opener.focus();
}

function UndoButtons({ say }: { say(words: string): void }) {
  const { state, actions, text } = usePanel();
  const { canUndo, canRedo } = state.editor;
  return (
    <>
      <ToolButton
        label={text.editor.undo}
        shortcut="Control+Z Meta+Z"
        keys={text.editor.undoKeys}
        isUnavailable={!canUndo.value}
        onClick={() => {
          actions.editor.undo();
          say(text.editor.news.undone);
        }}
      >
        <UndoIcon />
      </ToolButton>
      <ToolButton
        label={text.editor.redo}
        shortcut="Control+Shift+Z Meta+Shift+Z"
        keys={text.editor.redoKeys}
        isUnavailable={!canRedo.value}
        onClick={() => {
          actions.editor.redo();
          say(text.editor.news.redone);
        }}
      >
        <RedoIcon />
      </ToolButton>
    </>
  );
}

/** While the picture is read, and where that has failed. */
function NoPicture() {
  const { state, actions, text } = usePanel();
  const error = state.editor.error.value;
  return (
    <div class="editor-stage empty">
      <p role="status">{error === null ? text.editor.reading : text.errors[error]}</p>
      {error === null ? null : (
        <Button kind="secondary" onClick={actions.editor.reread}>
          {text.editor.reread}
        </Button>
      )}
    </div>
  );
}
