import type { ComponentChildren } from 'preact';

type ButtonProps = {
  children: ComponentChildren;
  onClick: (event: MouseEvent) => void;
  kind?: 'primary' | 'secondary' | 'quiet';
  /** Cannot be pressed now; stays reachable by keyboard, so that the reason can be read. */
  isUnavailable?: boolean;
  describedBy?: string;
  shortcut?: string;
  title?: string;
};

/** A push button. */
export function Button({
  children,
  onClick,
  kind = 'secondary',
  isUnavailable = false,
  describedBy,
  shortcut,
  title,
}: ButtonProps) {
  return (
    <button
      type="button"
      class={`button ${kind}`}
      aria-disabled={isUnavailable}
      aria-describedby={describedBy}
      aria-keyshortcuts={shortcut}
      title={title}
      onClick={onClick}
    >
      {children}
    </button>
  );
}
