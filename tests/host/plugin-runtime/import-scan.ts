/** Figma refuses code that could import modules by its text alone, comments and strings included. */
export function rejectImportExpressions(source: string): void {
  const match = /\bimport\s*(?:\(|\/[/*])/.exec(source);
  if (!match) return;
  const line = source.slice(0, match.index).split('\n').length;
  throw new SyntaxError(`possible import expression rejected around line ${line}`);
}
