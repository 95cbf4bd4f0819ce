import type { Paint as FigmaPaint, TextNode } from '@figma/plugin-typings/plugin-api-standalone';
import type { Paint, Paragraph, TextStyle } from 'canvaskit-wasm';
import type { NodeRecord } from '../document/node.ts';
import type { Rasteriser } from './canvas-kit.ts';
import type { Scope } from './scope.ts';

/** How a stretch of text is filled: the rasteriser's paint for a layer's list of paints. */
export type TextPaint = (fills: readonly FigmaPaint[]) => Paint;

type Stretch = {
  text: string;
  fills: readonly FigmaPaint[];
  fontSize: number;
  fontName: NodeRecord['fontName'];
};

/** Sets a text layer's characters in lines of at most `maxWidth` units; the paragraph belongs to the scope. */
export function layOutText(
  raster: Rasteriser,
  node: NodeRecord,
  maxWidth: number,
  paintOf: TextPaint,
  scope: Scope,
): Paragraph {
  const { kit, fonts } = raster;
  const style = new kit.ParagraphStyle({
    textAlign: alignment(raster, node.textAlignHorizontal),
    textStyle: { fontFamilies: [fonts.familyFor(node.fontName)], fontSize: node.fontSize },
    ...(node.textAutoResize === 'TRUNCATE' ? { ellipsis: '…', maxLines: linesThatFit(node) } : {}),
  });
  const builder = scope.keep(kit.ParagraphBuilder.MakeFromFontProvider(style, fonts.provider));
  const background = scope.keep(new kit.Paint());
  background.setColor(kit.TRANSPARENT);
  for (const stretch of stretchesOf(node)) {
    builder.pushPaintStyle(textStyle(raster, node, stretch), paintOf(stretch.fills), background);
    builder.addText(cased(stretch.text, node.textCase));
    builder.pop();
  }
  const paragraph = scope.keep(builder.build());
  paragraph.layout(maxWidth);
  return paragraph;
}

/** The space between the box's top and the first line for the layer's vertical alignment. */
export function textTop(node: NodeRecord, paragraph: Paragraph): number {
  const spare = node.height - paragraph.getHeight();
  return node.textAlignVertical === 'CENTER' ? spare / 2 : node.textAlignVertical === 'BOTTOM' ? spare : 0;
}

function stretchesOf(node: NodeRecord): Stretch[] {
  const base = { fills: node.fills, fontSize: node.fontSize, fontName: node.fontName };
  const stretches: Stretch[] = [];
  let position = 0;
  for (const run of [...node.textRuns].sort((a, b) => a.start - b.start)) {
    if (run.start > position) stretches.push({ ...base, text: node.characters.slice(position, run.start) });
    stretches.push({
      text: node.characters.slice(Math.max(position, run.start), run.end),
      fills: run.fills ?? base.fills,
      fontSize: run.fontSize ?? base.fontSize,
      fontName: run.fontName ?? base.fontName,
    });
    position = Math.max(position, run.end);
  }
  stretches.push({ ...base, text: node.characters.slice(position) });
  return stretches.filter((stretch) => stretch.text !== '');
}

function textStyle({ kit, fonts }: Rasteriser, node: NodeRecord, stretch: Stretch): TextStyle {
  const { lineHeight, letterSpacing, textDecoration } = node;
  const heightPx =
    lineHeight.unit === 'PIXELS'
      ? lineHeight.value
      : lineHeight.unit === 'PERCENT'
        ? (lineHeight.value * stretch.fontSize) / 100
        : null;
  const decoration =
    textDecoration === 'UNDERLINE'
      ? kit.UnderlineDecoration
      : textDecoration === 'STRIKETHROUGH'
        ? kit.LineThroughDecoration
        : kit.NoDecoration;
  return new kit.TextStyle({
    fontFamilies: [fonts.familyFor(stretch.fontName)],
    fontStyle: fonts.styleFor(stretch.fontName),
    fontSize: stretch.fontSize,
    letterSpacing:
      letterSpacing.unit === 'PERCENT' ? (letterSpacing.value * stretch.fontSize) / 100 : letterSpacing.value,
    decoration,
    ...(heightPx === null ? {} : { heightMultiplier: heightPx / stretch.fontSize, halfLeading: true }),
  });
}

function alignment({ kit }: Rasteriser, align: TextNode['textAlignHorizontal']) {
  const { TextAlign } = kit;
  return {
    LEFT: TextAlign.Left,
    CENTER: TextAlign.Center,
    RIGHT: TextAlign.Right,
    JUSTIFIED: TextAlign.Justify,
  }[align];
}

function linesThatFit(node: NodeRecord): number {
  const line =
    node.lineHeight.unit === 'PIXELS'
      ? node.lineHeight.value
      : node.fontSize * (node.lineHeight.unit === 'PERCENT' ? node.lineHeight.value / 100 : 1.21);
  return Math.max(1, Math.floor(node.height / line));
}

function cased(text: string, textCase: NodeRecord['textCase']): string {
  switch (textCase) {
    case 'UPPER':
      return text.toUpperCase();
    case 'LOWER':
      return text.toLowerCase();
    case 'TITLE':
      return text.replace(/\b\p{L}/gu, (letter) => letter.toUpperCase());
    default:
      return text;
  }
}
