import { DiffusionError, type FailureReason } from '../diffusion/diffusion-error.ts';

const memoryWords =
  /bad_alloc|out of memory|allocation failed|failed to allocate|exceeds the max buffer size|max(imum)? storage buffer binding size|invalid (typed )?array length/i;
/** onnxruntime's own files did not come: its first session says so. */
const startWords = /no available backend found/i;
const kernelWords =
  /could not find an implementation|failed to find kernel|not implemented|requires f16|unsupported/i;

/**
 * Turns whatever onnxruntime threw into a reason a person can be told; its own messages are the only thing it gives
 * to go by. Errors that already carry a reason pass unchanged.
 */
export function explainFailure(thrown: unknown, part: string, fallback: FailureReason): DiffusionError {
  if (thrown instanceof DiffusionError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const text = `${part}: ${message}`;
  if (startWords.test(message)) return new DiffusionError('engine-unreachable', text, { cause: thrown });
  if (memoryWords.test(message)) return new DiffusionError('out-of-memory', text, { cause: thrown });
  if (kernelWords.test(message)) return new DiffusionError('model-unsupported', text, { cause: thrown });
  return new DiffusionError(fallback, text, { cause: thrown });
}
