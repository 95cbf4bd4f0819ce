import type { ComponentChildren } from 'preact';

/** The frame of every icon: 16 x 16, drawn in the color of the words around it. */
export function Icon({ children }: { children: ComponentChildren }) {
  return (
    <svg
      class="icon"
      width="16"
      height="16"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}

export function DiceIcon() {
  return (
    <Icon>
      <rect x="2.5" y="2.5" width="11" height="11" rx="2.5" />
      <g fill="currentColor" stroke="none">
        <circle cx="5.5" cy="5.5" r="1" />
        <circle cx="10.5" cy="5.5" r="1" />
        <circle cx="8" cy="8" r="1" />
        <circle cx="5.5" cy="10.5" r="1" />
        <circle cx="10.5" cy="10.5" r="1" />
      </g>
    </Icon>
  );
}

export function LockIcon({ isLocked }: { isLocked: boolean }) {
  return (
    <Icon>
      <rect x="3.5" y="7.5" width="9" height="6" rx="1.5" />
      <path d={isLocked ? 'M5.5 7.5v-2a2.5 2.5 0 0 1 5 0v2' : 'M5.5 7.5v-3a2.5 2.5 0 0 1 4.8-1'} />
    </Icon>
  );
}

export function CloseIcon() {
  return (
    <Icon>
      <path d="m4.5 4.5 7 7m0-7-7 7" />
    </Icon>
  );
}

export function EyeIcon({ isOpen }: { isOpen: boolean }) {
  return (
    <Icon>
      <path d="M1.5 8s2.4-4 6.5-4 6.5 4 6.5 4-2.4 4-6.5 4-6.5-4-6.5-4Z" />
      <circle cx="8" cy="8" r="1.75" />
      {isOpen ? null : <path d="m3 13 10-10" />}
    </Icon>
  );
}

export function WarningIcon() {
  return (
    <Icon>
      <path d="M8 2.5 14 13H2L8 2.5Zm0 4v3m0 1.7v.1" />
    </Icon>
  );
}

export function BackIcon() {
  return (
    <Icon>
      <path d="M9.5 3.5 5 8l4.5 4.5" />
    </Icon>
  );
}

export function ResetIcon() {
  return (
    <Icon>
      <path d="M3.5 3v3.5H7M3.9 6.2A4.75 4.75 0 1 1 3.25 8.6" />
    </Icon>
  );
}
