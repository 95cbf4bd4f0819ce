import type { ComponentChildren } from 'preact';

type ToolButtonProps = {
  label: string;
  /** The keys that do the same, as aria-keyshortcuts names them. */
  shortcut?: string;
  /** The same as people write them; left out where that is no other. */
  keys?: string;
  isPressed?: boolean;
  isUnavailable?: boolean;
  onClick: () => void;
  children: ComponentChildren;
};

/** A button of the editor's bar. A pointer leaves the keyboard's focus where it is, on the picture above all. */
export function ToolButton({
  label,
  shortcut,
  keys = shortcut,
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
      title={keys === undefined ? label : `${label} (${keys})`}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => {
        if (!isUnavailable) onClick();
      }}
    >
      {children}
    </button>
  );
}
