import { DiffusionError, type FailureReason } from '../diffusion/diffusion-error.ts';

const memoryWords =
  /bad_alloc|out of memory|allocation failed|failed to allocate|exceeds the max buffer size|max(imum)? storage buffer binding size|invalid (typed )?array length/i;
/** onnxruntime's own files did not come: its first session says so. */
const startWords = /no available backend found/i;
const halfWords = /requires f16/i;
/** The WebGPU builds stumble in a pass over the whole graph (transformer_memcpy) where no device has a node's kernel. */
const kernelWords =
  /could not find an implementation|failed to find kernel|not a registered function|transformer_memcpy/i;
const unsupportedWords = /not implemented|unsupported/i;

/** The operator in onnxruntime's words: `… implementation for Cast(13) node`, `com.microsoft:NhwcConv(-1) is not …`. */
const operatorPattern =
  /implementation for (?:the node )?([\w.:]+)\(|kernel for ([\w.:]+)\(|([\w.:]+)\(-?\d+\) is not/i;

function choose(message: string): FailureReason | null {
  if (startWords.test(message)) return 'engine-unreachable';
  if (memoryWords.test(message)) return 'out-of-memory';
  if (halfWords.test(message)) return 'no-half-floats';
  if (kernelWords.test(message)) return 'model-operator';
  return unsupportedWords.test(message) ? 'model-unsupported' : null;
}

/**
 * Turns whatever onnxruntime threw into a reason a person can be told; its own messages are the only thing it gives
 * to go by. Errors that already carry a reason pass unchanged.
 */
export function explainFailure(thrown: unknown, part: string, fallback: FailureReason): DiffusionError {
  if (thrown instanceof DiffusionError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const reason = choose(message) ?? fallback;
  const operator = operatorPattern.exec(message)?.slice(1).find(Boolean);
  const isAboutModel = reason.startsWith('model-') || reason === 'no-half-floats';
  return new DiffusionError(reason, `${part}: ${message}`, {
    cause: thrown,
    ...(isAboutModel ? { subject: operator === undefined ? part : `${part}: ${operator}` } : {}),
  });
}
