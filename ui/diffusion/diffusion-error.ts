/** Why a generation ended without a picture. Each reason is also a code that the panel has a sentence for. */
export type FailureReason =
  | 'cancelled'
  | 'bad-numbers'
  | 'request-invalid'
  | 'task-unsupported'
  | 'model-missing'
  | 'model-broken'
  | 'model-unsupported'
  | 'scheduler-unsupported'
  | 'model-file-missing'
  | 'model-json'
  | 'model-operator'
  | 'model-mismatch'
  | 'tokenizer-mismatch'
  | 'not-a-model'
  | 'several-models'
  | 'model-not-exported'
  | 'model-of-sound'
  | 'encoder-missing'
  | 'no-half-floats'
  | 'engine-unreachable'
  | 'out-of-memory'
  | 'device-lost'
  | 'no-webgpu';

/**
 * What the rooms below the engine throw; `message` is for the log, `reason` decides the sentence, and `subject` (a file,
 * an operator, a key with its value) is shown behind it.
 */
export class DiffusionError extends Error {
  readonly reason: FailureReason;
  readonly subject: string | null;
  constructor(reason: FailureReason, message: string, options: { cause?: unknown; subject?: string } = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : {});
    this.name = 'DiffusionError';
    this.reason = reason;
    this.subject = options.subject ?? null;
  }
}

/** The part of AbortSignal that the pure rooms look at. */
export type CancelSignal = { readonly aborted: boolean };

/** Throws `cancelled` where the signal says so. */
export function throwIfCancelled(signal: CancelSignal | undefined): void {
  if (signal?.aborted === true) throw new DiffusionError('cancelled', 'The job was cancelled.');
}
