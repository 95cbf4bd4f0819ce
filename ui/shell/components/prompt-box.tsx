import { limits } from '../../../protocol/generation.ts';
import { TextArea } from './controls/text-area.tsx';
import { usePanel } from './panel-provider.tsx';

/** What should be painted; nothing where something is only to go away. */
export function PromptBox() {
  const { state, actions, text } = usePanel();
  const verb = state.verb.value ?? 'generate';
  if (verb === 'remove') return null;
  return (
    <TextArea
      label={text.prompt.label}
      isLabelHidden
      rows={3}
      value={state.settings.value.prompt}
      maxLength={limits.promptLength}
      placeholder={text.prompt.placeholders[verb]}
      onInput={(prompt) => {
        actions.settings.change({ prompt });
        actions.warmUp();
      }}
      onFocus={actions.warmUp}
    />
  );
}
