import type { RGB } from '@figma/plugin-typings/plugin-api-standalone';

const byte = (value: number): string =>
  Math.round(value * 255)
    .toString(16)
    .padStart(2, '0');

/** A color of parts from 0 to 1 as #rrggbb. */
export const toHex = ({ r, g, b }: RGB): string => `#${byte(r)}${byte(g)}${byte(b)}`;

/** #rrggbb as a color of parts from 0 to 1; null for anything else. */
export function fromHex(text: string): RGB | null {
  const digits = /^#?([0-9a-f]{6})$/i.exec(text)?.[1];
  if (digits === undefined) return null;
  const part = (at: number) => Number.parseInt(digits.slice(at, at + 2), 16) / 255;
  return { r: part(0), g: part(2), b: part(4) };
}
