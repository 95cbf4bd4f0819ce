import type { ComponentChildren } from 'preact';

type ButtonProps = {
  children: ComponentChildren;
  onClick: (event: MouseEvent) => void;
  /** `told`: it says how things are, and is a button only in other states. */
  kind?: 'primary' | 'secondary' | 'quiet' | 'danger' | 'told';
  /** Cannot be pressed now; stays reachable by keyboard, so that the reason can be read. */
  isUnavailable?: boolean;
  describedBy?: string;
  shortcut?: string;
  title?: string;
  /** Sends the form that it stands in. */
  isSubmit?: boolean;
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
  isSubmit = false,
}: ButtonProps) {
  return (
    <button
      type={isSubmit ? 'submit' : 'button'}
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
