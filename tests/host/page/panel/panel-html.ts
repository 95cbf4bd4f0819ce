/** The plugin's HTML split after its `html` tag, with style elements put in between. */
export type SplitHtml = { head: string; body: string };

/**
 * Splits so that the theme's class can be set on the root element before any script of the plugin runs, and puts the
 * styles first in the head. A document type stays in front, without which the panel would be in quirks mode.
 */
export function splitHtml(html: string, styles: readonly { id: string; css: string }[]): SplitHtml {
  const opening = /^(?:\s|<!--[\s\S]*?-->|<!doctype[^>]*>)*/i.exec(html)?.[0] ?? '';
  const rest = html.slice(opening.length);
  const root = /^<html\b[^>]*>/i.exec(rest)?.[0];
  const elements = styles.map(({ id, css }) => `<style id="${id}">${css}</style>`).join('');
  return { head: opening + (root ?? '<html>'), body: elements + rest.slice(root?.length ?? 0) };
}
