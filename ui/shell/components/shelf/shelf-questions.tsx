import type { ShelfItem } from '../../../../protocol/shelf.ts';
import { progressOf } from '../../state/shelf-items.ts';
import { Button } from '../controls/button.tsx';
import { Dialog } from '../controls/dialog.tsx';
import { usePanel } from '../panel-provider.tsx';
import { LicenseDialog } from './license-dialog.tsx';

/** The question that stands above the shelf, if any. */
export function ShelfQuestions() {
  const { state } = usePanel();
  const question = state.shelf.question.value;
  if (question === null) return null;
  const item = state.shelf.shelf.value?.items.find(({ id }) => id === question.id);
  if (item === undefined) return null;
  if (question.kind !== 'license') return <LossDialog key={item.id} item={item} kind={question.kind} />;
  return item.license === null ? null : <LicenseDialog key={item.id} item={item} license={item.license} />;
}

type LossDialogProps = { item: ShelfItem; kind: 'removal' | 'discard' };

/** Asks before gigabytes are thrown away. */
function LossDialog({ item, kind }: LossDialogProps) {
  const { actions, text } = usePanel();
  const { title, body, confirm } = text.shelf[kind];
  const bytes = kind === 'discard' ? (progressOf(item)?.doneBytes ?? 0) : item.installedBytes;
  const { dismissQuestion, discard, remove } = actions.shelf;
  return (
    <Dialog title={title(item.name)} onCancel={dismissQuestion}>
      <p>{body(bytes)}</p>
      <div class="dialog-buttons">
        <Button onClick={dismissQuestion}>{text.shelf.cancel}</Button>
        <Button kind="danger" onClick={() => (kind === 'discard' ? discard : remove)(item.id)}>
          {confirm}
        </Button>
      </div>
    </Dialog>
  );
}
