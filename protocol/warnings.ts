/** What the engine remarks on a finished picture: a code, and what it is about; '' where that needs no saying. */
export type Warning = { readonly code: string; readonly subject: string };

const separator = ': ';

/** A warning as it stands in a report: `prompt-truncated: a dog` or the code alone. */
export function writeWarning(code: string, subject: string): string {
  return subject === '' ? code : code + separator + subject;
}

/** Code and subject of a warning in a report. */
export function readWarning(warning: string): Warning {
  const end = warning.indexOf(separator);
  if (end < 0) return { code: warning, subject: '' };
  return { code: warning.slice(0, end), subject: warning.slice(end + separator.length) };
}
