import { IconButton } from '../controls/icon-button.tsx';
import { HistoryIcon } from '../controls/icons.tsx';
import { usePanel } from '../panel-provider.tsx';

/** Opens what has been applied in this document. */
export function HistoryButton() {
  const { actions, text } = usePanel();
  return (
    <IconButton label={text.kept.history.open} onClick={() => void actions.history.open()}>
      <HistoryIcon />
    </IconButton>
  );
}
