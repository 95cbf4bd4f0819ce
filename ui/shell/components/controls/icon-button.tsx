import type { ComponentChildren } from 'preact';

type IconButtonProps = {
  /** What the button does, for the tooltip and for those who cannot see the icon. */
  label: string;
  children: ComponentChildren;
  onClick: () => void;
  /** Given for a button that stays pressed. */
  isPressed?: boolean;
  shortcut?: string;
  /** Given for a button that shows and hides something below it. */
  isExpanded?: boolean;
};

/** A square button with an icon. */
export function IconButton({ label, children, onClick, isPressed, shortcut, isExpanded }: IconButtonProps) {
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={label}
      aria-pressed={isPressed}
      aria-expanded={isExpanded}
      aria-keyshortcuts={shortcut}
      title={label}
      onClick={onClick}
    >
      {children}
    </button>
  );
}
