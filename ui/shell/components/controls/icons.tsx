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

const turns = { up: 90, right: 180, down: 270, left: 0 } as const;

export function ArrowIcon({ to }: { to: keyof typeof turns }) {
  return (
    <Icon>
      <path d="M9.5 3.5 5 8l4.5 4.5" transform={`rotate(${turns[to]} 8 8)`} />
    </Icon>
  );
}

export function MoreIcon() {
  return (
    <Icon>
      <path d="M8 3.5v9M3.5 8h9" />
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

/** Arrows that meet, or part. */
export function CompactIcon({ isCompact }: { isCompact: boolean }) {
  return (
    <Icon>
      <path
        d={
          isCompact
            ? 'M8 2.5v11m-3-8 3-3 3 3m-6 5 3 3 3-3'
            : 'M8 1.5v4.5m-2.5-2L8 6.5 10.5 4M8 14.5V10m-2.5 2L8 9.5l2.5 2.5'
        }
      />
    </Icon>
  );
}

export function ClockIcon() {
  return (
    <Icon>
      <path d="M8 4.8V8l2.2 1.6M13.5 8a5.5 5.5 0 1 1-11 0 5.5 5.5 0 0 1 11 0Z" />
    </Icon>
  );
}

/** A drop of color. */
export function StyleIcon() {
  return (
    <Icon>
      <path d="M8 2.5s4 4 4 7a4 4 0 0 1-8 0c0-3 4-7 4-7Zm0 8.8c1.2 0 1.8-.8 1.8-1.8" />
    </Icon>
  );
}

export function EditIcon() {
  return (
    <Icon>
      <path d="m3 13 .6-2.8 6.9-6.9a1.5 1.5 0 0 1 2.2 2.2l-6.9 6.9L3 13Z" />
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

/** Pictures, one behind the other. */
export function HistoryIcon() {
  return (
    <Icon>
      <path d="M3 6.5h10v6.5H3zM4.5 4.5h7M6 2.5h4" />
    </Icon>
  );
}
