import { useEffect } from 'preact/hooks';
import { IconButton } from '../controls/icon-button.tsx';
import { usePanel } from '../panel-provider.tsx';

/** Opens the sheet about the plugin, and answers its key wherever nobody is typing. */
export function AboutButton() {
  const { state, actions, text } = usePanel();
  useEffect(() => {
    const typedInto = 'textarea, select, input:not([type=range], [type=checkbox], [type=radio])';
    function onKeyDown(event: KeyboardEvent): void {
      const isTyping = event.target instanceof Element && event.target.closest(typedInto) !== null;
      if (event.key !== '?' || isTyping || document.querySelector('dialog[open]') !== null) return;
      event.preventDefault();
      actions.about.open('keys');
    }
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [state, actions]);
  return (
    <IconButton label={text.about.sheet.open} shortcut="?" onClick={() => actions.about.open()}>
      <span aria-hidden="true">?</span>
    </IconButton>
  );
}
