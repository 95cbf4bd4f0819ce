import type { NodeRecord } from './node.ts';

export type Size = { readonly width: number; readonly height: number };

/** Measures the characters of a text layer, broken into lines of at most `maxWidth` units where given. */
export type MeasureText = (node: NodeRecord, maxWidth?: number) => Size;

const AVERAGE_ADVANCE_EM = 0.56;
const AUTO_LINE_HEIGHT_EM = 1.21;

/** A measure without font files: average advances of Inter. The editor brings the exact one from its rasteriser. */
export function approximateTextSize(node: NodeRecord, maxWidth?: number): Size {
  const advance = node.fontSize * AVERAGE_ADVANCE_EM;
  const perLine =
    maxWidth === undefined ? Number.POSITIVE_INFINITY : Math.max(1, Math.floor(maxWidth / advance));
  const lines = node.characters.split('\n').map((line) => line.length);
  const wrapped = lines.reduce((count, length) => count + Math.max(1, Math.ceil(length / perLine)), 0);
  const longest = Math.min(perLine, Math.max(0, ...lines));
  return { width: Math.ceil(longest * advance), height: Math.ceil(wrapped * lineHeightOf(node)) };
}

function lineHeightOf(node: NodeRecord): number {
  if (node.lineHeight.unit === 'PIXELS') return node.lineHeight.value;
  if (node.lineHeight.unit === 'PERCENT') return (node.fontSize * node.lineHeight.value) / 100;
  return node.fontSize * AUTO_LINE_HEIGHT_EM;
}
