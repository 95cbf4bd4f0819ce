import { IconButton } from './controls/icon-button.tsx';
import { CompactIcon } from './controls/icons.tsx';
import { usePanel } from './panel-provider.tsx';

/** Folds the panel to prompt, button and pictures, and unfolds it. */
export function CompactToggle() {
  const { state, actions, text } = usePanel();
  const { isCompact } = state.settings.value;
  return (
    <IconButton
      label={isCompact ? text.look.unfold : text.look.compact}
      onClick={() => actions.settings.change({ isCompact: !isCompact })}
    >
      <CompactIcon isCompact={isCompact} />
    </IconButton>
  );
}
