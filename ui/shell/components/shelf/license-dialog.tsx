import { useId, useState } from 'preact/hooks';
import type { ShelfItem, ShelfLicense } from '../../../../protocol/shelf.ts';
import { Button } from '../controls/button.tsx';
import { Dialog } from '../controls/dialog.tsx';
import { usePanel } from '../panel-provider.tsx';
import { LicenseLink, LicenseTag } from './license-line.tsx';

type LicenseDialogProps = { item: ShelfItem; license: ShelfLicense };

/** Says once per model what its license means, before a byte is fetched, and takes the person's yes. */
export function LicenseDialog({ item, license }: LicenseDialogProps) {
  const { state, actions, text } = usePanel();
  const [isAccepted, setAccepted] = useState(false);
  const hintId = useId();
  const isDoubtful = license.allowsCommercialUse === 'no' || license.allowsCommercialUse === 'unclear';
  const words = text.shelf.license;
  return (
    <Dialog title={words.title(item.name)} onCancel={actions.shelf.dismissQuestion}>
      <p>
        <LicenseTag license={license} />
      </p>
      <p>{license.meaning[state.language.value]}</p>
      {isDoubtful ? <p class="note warning">{words.warning}</p> : null}
      <p>
        <LicenseLink license={license} />
      </p>
      <label class="check">
        <input
          type="checkbox"
          checked={isAccepted}
          onChange={(event) => setAccepted(event.currentTarget.checked)}
        />
        <span>{words.accept}</span>
      </label>
      <p class="unseen" id={hintId}>
        {isAccepted ? '' : words.mustTick}
      </p>
      <div class="dialog-buttons">
        <Button onClick={actions.shelf.dismissQuestion}>{text.shelf.cancel}</Button>
        <Button
          kind="primary"
          isUnavailable={!isAccepted}
          describedBy={hintId}
          {...(isAccepted ? {} : { title: words.mustTick })}
          onClick={() => {
            if (isAccepted) actions.shelf.acceptLicense(item.id, license.textHash);
          }}
        >
          {words.confirm}
        </Button>
      </div>
    </Dialog>
  );
}
