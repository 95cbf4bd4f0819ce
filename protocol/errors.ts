/** Everything that can go wrong and that a person can meet. Each code has one sentence per language in ui/shell/text. */
export const errorCodes = [
  // the wires
  'cancelled',
  'connection-lost',
  'timed-out',
  'unknown-method',
  'bad-message',
  'version-mismatch',
  'internal',
  // the document
  'target-gone',
  'target-hidden',
  'target-empty',
  'target-too-large',
  'target-unsupported',
  'several-targets',
  'mask-outside',
  'mask-empty',
  'nothing-to-expand',
  'nothing-to-keep',
  'expansion-too-large',
  'recipe-unreadable',
  'recipe-absent',
  'recipe-broken',
  'recipe-model-missing',
  'recipe-elsewhere',
  'export-failed',
  'place-refused',
  'document-read-only',
  'storage-full',
  // pictures
  'not-a-picture',
  'picture-too-large',
  'drop-on-canvas',
  // the engine
  'engine-unreachable',
  'engine-refused',
  'model-missing',
  'model-broken',
  'model-unsupported',
  'model-file-missing',
  'model-json',
  'model-operator',
  'model-mismatch',
  'tokenizer-mismatch',
  'not-a-model',
  'several-models',
  'folder-unreadable',
  'model-not-exported',
  'model-gone',
  'model-of-sound',
  'encoder-missing',
  'no-half-floats',
  'task-unsupported',
  'scheduler-unsupported',
  'out-of-memory',
  'device-lost',
  'no-webgpu',
  'bad-numbers',
  'picture-shifted',
  'prompt-missing',
  'request-invalid',
  // downloads
  'network-lost',
  'server-refused',
  'changed-on-server',
  'no-space',
  'storage-refused',
  // the shelf
  'license-not-accepted',
  'model-busy',
  'address-invalid',
  'address-insecure',
  'server-unreachable',
  'no-cors',
  'shelf-broken',
  'shelf-empty',
  'archive-unreadable',
  'archive-unsafe',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/**
 * What crosses a wire when something failed. `detail` is for the log and never for the sentence; `subject` is what the
 * error is about in its own words (a file, an operator, a key), shown in brackets behind the sentence.
 */
export type WireError = { code: ErrorCode; detail: string; subject?: string; stack?: string };

/** An error with a code from the closed list; the panel turns the code into a sentence. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly subject: string | null;
  constructor(code: ErrorCode, detail: string = code, subject: string | null = null) {
    super(detail);
    this.name = 'AppError';
    this.code = code;
    this.subject = subject;
  }
}

/** Keeps code, message and stack of any thrown value; what is not ours becomes `internal`. */
export function toWireError(thrown: unknown): WireError {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const code: ErrorCode = thrown instanceof AppError ? thrown.code : 'internal';
  const subject = thrown instanceof AppError ? thrown.subject : null;
  return {
    code,
    detail: error.message,
    ...(subject === null ? {} : { subject }),
    ...(error.stack === undefined ? {} : { stack: error.stack }),
  };
}

/** Rebuilds the error on the caller's side. */
export function fromWireError(wire: WireError): AppError {
  const error = new AppError(wire.code, wire.detail, wire.subject ?? null);
  if (wire.stack !== undefined) error.stack = wire.stack;
  return error;
}
