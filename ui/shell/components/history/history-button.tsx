import { Button } from '../controls/button.tsx';
import { usePanel } from '../panel-provider.tsx';

/** Opens what has been applied in this document. */
export function HistoryButton() {
  const { actions, text } = usePanel();
  return (
    <div class="history-button">
      <Button kind="quiet" onClick={() => void actions.history.open()}>
        {text.kept.history.open}
      </Button>
    </div>
  );
}
