import { useEffect, useRef } from 'preact/hooks';

/** What the editor's keys do; true where there was something to do. */
export type Shortcuts = Record<string, () => void>;

/** Keys that belong to what is typed into. */
const typedInto = 'textarea, select, input:not([type=range], [type=checkbox], [type=radio])';

/**
 * Answers keys anywhere in the panel while the editor is open, before the panel does. `shortcuts` are named by the key in
 * lower case, `mod+` before it with Control or Command and `shift+` with Shift too.
 */
export function useShortcuts(shortcuts: Shortcuts): void {
  const latest = useRef(shortcuts);
  latest.current = shortcuts;
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      if (event.target instanceof Element && event.target.matches(typedInto)) return;
      // What is above the editor has keys of its own.
      if (event.target instanceof Element && event.target.closest('dialog') !== null) return;
      const work = latest.current[nameOf(event)];
      if (work === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      work();
    }
    window.addEventListener('keydown', onKeyDown, { capture: true });
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true });
  }, []);
}

/** Brackets need a modifier on many keyboards, which comes as Control and Alt together there. */
function nameOf(event: KeyboardEvent): string {
  const key = event.key.toLowerCase();
  const isWritten = event.getModifierState('AltGraph') || (event.ctrlKey && event.altKey);
  if (isWritten) return key;
  if (event.ctrlKey || event.metaKey) return `mod+${event.shiftKey ? 'shift+' : ''}${key}`;
  return event.altKey ? '' : key;
}
