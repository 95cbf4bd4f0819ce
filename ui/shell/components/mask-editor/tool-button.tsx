import type { ComponentChildren } from 'preact';

type ToolButtonProps = {
  label: string;
  /** The key that does the same. */
  shortcut?: string;
  isPressed?: boolean;
  isUnavailable?: boolean;
  onClick: () => void;
  children: ComponentChildren;
};

/** A button of the editor's bar. A pointer leaves the keyboard's focus where it is, on the picture above all. */
export function ToolButton({
  label,
  shortcut,
  isPressed,
  isUnavailable = false,
  onClick,
  children,
}: ToolButtonProps) {
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={label}
      aria-pressed={isPressed}
      aria-disabled={isUnavailable}
      aria-keyshortcuts={shortcut}
      title={shortcut === undefined ? label : `${label} (${shortcut.replaceAll('+', ' + ')})`}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => {
        if (!isUnavailable) onClick();
      }}
    >
      {children}
    </button>
  );
}
