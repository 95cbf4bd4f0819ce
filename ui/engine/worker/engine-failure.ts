import { AppError } from '../../../protocol/errors.ts';
import { DiffusionError } from '../../diffusion/diffusion-error.ts';

/** What WebAssembly says when the runtime itself, and not a model, has come apart. */
const abortWords = /memory access out of bounds|unreachable|aborted\(|table index is out of bounds/i;

/** Turns whatever the rooms below threw into an error with a code that the panel has a sentence for. */
export function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  if (thrown instanceof DiffusionError) {
    const code = abortWords.test(thrown.message) ? 'internal' : thrown.reason;
    return keepStack(new AppError(code, thrown.message, thrown.subject), thrown);
  }
  if (thrown instanceof RangeError && /array|allocation|length/i.test(thrown.message))
    return keepStack(new AppError('out-of-memory', thrown.message), thrown);
  return keepStack(new AppError('internal', String(thrown)), thrown);
}

function keepStack(error: AppError, cause: unknown): AppError {
  if (cause instanceof Error && cause.stack !== undefined) error.stack = cause.stack;
  return error;
}
