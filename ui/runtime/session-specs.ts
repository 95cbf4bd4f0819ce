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

/** The output of a name, or the first one where an export calls it otherwise. */
export function requireOutput(session: ModelSession, preferred: string): string {
  const output = session.outputs.find(({ name }) => name === preferred) ?? session.outputs[0];
  if (output === undefined) throw new DiffusionError('model-broken', `${session.part} has no output.`);
  return output.name;
}
