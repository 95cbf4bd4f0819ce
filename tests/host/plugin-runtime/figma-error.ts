/** What the emulated API throws at a plugin. The dispatcher puts `in <operation>: ` before the message. */
export class FigmaError extends Error {
  /** True for the few messages that Figma tells without the operation. */
  readonly isBare: boolean;

  constructor(message: string, options: { isBare?: boolean } = {}) {
    super(message);
    this.name = 'FigmaError';
    this.isBare = options.isBare ?? false;
  }
}

/** What the plugin reads in `error.message`. */
export function errorMessage(operation: string, error: unknown): string {
  if (!(error instanceof FigmaError)) return error instanceof Error ? error.message : String(error);
  const name = operation.slice(operation.indexOf('.') + 1);
  return error.isBare ? error.message : `in ${name}: ${error.message}`;
}
