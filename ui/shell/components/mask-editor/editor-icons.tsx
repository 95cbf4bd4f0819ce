import { Icon } from '../controls/icons.tsx';

export function BrushIcon() {
  return (
    <Icon>
      <path d="M13.5 2.5 7 9M5 9.5c-1.8 0-2 1.6-2.2 2.6-.1.7-.6 1-1.3 1.1 1 .8 2 .8 2.9.8 1.7 0 2.9-1.0 2.9-2.4S6.3 9.5 5 9.5Z" />
    </Icon>
  );
}

export function EraserIcon() {
  return (
    <Icon>
      <path d="m9.5 2.8 3.7 3.7a1 1 0 0 1 0 1.4L8.6 12.5H5.4L2.8 9.9a1 1 0 0 1 0-1.4l5.3-5.7a1 1 0 0 1 1.4 0ZM6 5.2l4.8 4.9M5.4 12.5h8" />
    </Icon>
  );
}

export function LassoIcon() {
  return (
    <Icon>
      <path d="M5 10.3C3.2 9.7 2 8.6 2 7c0-2.5 2.7-4.5 6-4.5S14 4.5 14 7s-2.7 4.3-6 4.3c-.6 0-1.1 0-1.6-.1" />
      <path d="M5 9.5a1.3 1.3 0 1 0 .1 2.6c.9 0 1.4-.6 1.3-1.3-.1-.7-.7-1.3-1.4-1.3Zm.3 2.6c.2.9-.3 1.5-1.3 1.7" />
    </Icon>
  );
}

export function RectangleIcon() {
  return (
    <Icon>
      <rect x="2.5" y="3.5" width="11" height="9" stroke-dasharray="2.2 1.8" />
    </Icon>
  );
}

export function InvertIcon() {
  return (
    <Icon>
      <circle cx="8" cy="8" r="5.5" />
      <path d="M8 2.5a5.5 5.5 0 0 1 0 11Z" fill="currentColor" />
    </Icon>
  );
}

export function ClearIcon() {
  return (
    <Icon>
      <path d="M3 4.5h10M6.5 4.3V3h3v1.3M4.3 4.5l.6 8.5h6.2l.6-8.5M6.8 7v3.5M9.2 7v3.5" />
    </Icon>
  );
}

export function UndoIcon() {
  return (
    <Icon>
      <path d="M5.5 3 2.5 6l3 3M2.7 6H9.5a3.5 3.5 0 0 1 0 7H6" />
    </Icon>
  );
}

export function RedoIcon() {
  return (
    <Icon>
      <path d="m10.5 3 3 3-3 3M13.3 6H6.5a3.5 3.5 0 0 0 0 7H10" />
    </Icon>
  );
}

export function FitIcon() {
  return (
    <Icon>
      <path d="M2.5 5.5v-3h3m5 0h3v3m0 5v3h-3m-5 0h-3v-3" />
    </Icon>
  );
}

export function ZoomIcon({ isIn }: { isIn: boolean }) {
  return (
    <Icon>
      <circle cx="7" cy="7" r="4.5" />
      <path d={`m10.3 10.3 3.2 3.2M5 7h4${isIn ? 'M7 5v4' : ''}`} />
    </Icon>
  );
}

export function ArrowIcon({ quarterTurns }: { quarterTurns: number }) {
  return (
    <Icon>
      <path d="M13 8H3m3.5-3.5L3 8l3.5 3.5" transform={`rotate(${quarterTurns * 90} 8 8)`} />
    </Icon>
  );
}
