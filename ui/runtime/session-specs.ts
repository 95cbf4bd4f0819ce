import { DiffusionError } from '../diffusion/diffusion-error.ts';
import type { ModelSession } from './model-session.ts';
import type { TensorSpec } from './tensor-bridge.ts';

/**
 * A session's inputs by name; refuses a part that lacks one of `names`, or wants more than these and the `optional`
 * ones, which nobody would know how to feed.
 */
export function requireInputs<const N extends string, const O extends string = never>(
  session: ModelSession,
  names: readonly N[],
  optional: readonly O[] = [],
): Record<N, TensorSpec> & Partial<Record<O, TensorSpec>> {
  const found: Record<string, TensorSpec> = {};
  for (const spec of session.inputs) found[spec.name] = spec;
  const known: readonly string[] = [...names, ...optional];
  const isStrange = session.inputs.some(({ name }) => !known.includes(name));
  if (isStrange || names.some((name) => !(name in found))) {
    const wants = session.inputs.map(({ name }) => name).join(', ');
    throw new DiffusionError('model-unsupported', `${session.part} wants the inputs ${wants}.`, {
      subject: `${session.part}: ${wants}`,
    });
  }
  return found as Record<N, TensorSpec> & Partial<Record<O, TensorSpec>>;
}

/**
 * Refuses a size that an export cannot be run at, because it is fixed to another one: `request-invalid` with both.
 * `dims` are [n, C, H, W] of what it is to be fed.
 */
export function requireSize(part: string, { shape }: TensorSpec, dims: readonly number[]): void {
  const isOther = (dim: number) => typeof shape[dim] === 'number' && shape[dim] !== dims[dim];
  if (!isOther(2) && !isOther(3)) return;
  const subject = `${part}: ${dims[3]} × ${dims[2]} ≠ ${shape[3]} × ${shape[2]}`;
  throw new DiffusionError('request-invalid', `${subject}, which is the only size it knows.`, { subject });
}

/** The output of a name, or the first one where an export calls it otherwise. */
export function requireOutput(session: ModelSession, preferred: string): string {
  const output = session.outputs.find(({ name }) => name === preferred) ?? session.outputs[0];
  if (output === undefined) throw new DiffusionError('model-broken', `${session.part} has no output.`);
  return output.name;
}
