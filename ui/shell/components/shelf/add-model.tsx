import { useId } from 'preact/hooks';
import { isCopied } from '../../state/shelf-items.ts';
import { Button } from '../controls/button.tsx';
import { FileButton } from '../controls/file-button.tsx';
import { usePanel } from '../panel-provider.tsx';
import { ProgressLines } from './progress-lines.tsx';

/** The ways to one's own model: a folder or a .zip file, which is copied into the store. */
export function AddModel() {
  const { state, actions, text } = usePanel();
  const titleId = useId();
  const hintId = useId();
  const words = text.shelf.add;
  const isAdding = state.isAddingModel.value;
  const isCopying = state.shelf.copying.value !== null;
  return (
    <section class="shelf-part" aria-labelledby={titleId}>
      <h2 id={titleId}>{words.label}</h2>
      <p class="hint" id={hintId}>
        {words.hint}
      </p>
      <div class="model-actions">
        <FileButton
          takes="folder"
          text={isAdding ? text.models.adding : words.folder}
          isUnavailable={isAdding}
          describedBy={hintId}
          onChoose={(files) => void actions.addModelOfInput(files)}
        />
        <FileButton
          takes=".zip"
          text={words.zip}
          isUnavailable={isCopying}
          describedBy={hintId}
          onChoose={([file]) =>
            file === undefined ? undefined : void actions.shelf.addZip({ name: file.name, file })
          }
        />
      </div>
      <CopyingZip />
    </section>
  );
}

/** How far a .zip file is, unless the shelf itself lists it already. */
function CopyingZip() {
  const { state, actions, text } = usePanel();
  const copying = state.shelf.copying.value;
  const isListed = state.shelf.shelf.value?.items.some(
    (item) =>
      isCopied(item) &&
      `${item.name}.zip` === copying?.name &&
      ['waiting', 'downloading', 'verifying'].includes(item.state),
  );
  if (copying === null || isListed === true) return null;
  return (
    <div class="model-card">
      <p>{text.shelf.add.copyingZip(copying.name)}</p>
      <ProgressLines name={copying.name} word={text.shelf.copying} progress={copying.progress} isMoving />
      <div class="model-actions">
        <Button kind="quiet" onClick={actions.shelf.stopZip}>
          {text.shelf.add.stop}
        </Button>
      </div>
    </div>
  );
}
