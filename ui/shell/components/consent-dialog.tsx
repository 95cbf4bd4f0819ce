import { Button } from './controls/button.tsx';
import { Dialog } from './controls/dialog.tsx';
import { usePanel } from './panel-provider.tsx';

/** Asks once per document whether prompts may stand in it, and says why that is a question. */
export function ConsentDialog() {
  const { state, actions, text } = usePanel();
  if (!state.consent.isAsking.value) return null;
  const words = text.kept.consent;
  return (
    <Dialog title={words.title} onCancel={actions.consent.dismiss}>
      <p>{words.question}</p>
      <p>{words.reason}</p>
      <p>{words.otherwise}</p>
      <div class="dialog-buttons">
        <Button onClick={() => actions.consent.answer('refused')}>{words.refuse}</Button>
        <Button kind="primary" onClick={() => actions.consent.answer('allowed')}>
          {words.allow}
        </Button>
      </div>
    </Dialog>
  );
}
