import { repeatItem, takeItem } from '../diffusion/batch.ts';
import { DiffusionError } from '../diffusion/diffusion-error.ts';
import type { Tensor } from '../diffusion/tensor.ts';
import type { ModelSession } from './model-session.ts';
import type { OrtModule } from './ort-environment.ts';
import { requireOutput } from './session-specs.ts';
import { createFeed, type TensorSpec } from './tensor-bridge.ts';

/** The input of a name, or the only one where an export calls it otherwise (`latent` for TAESD). */
function requireOnlyInput({ part, inputs }: ModelSession, preferred: string): TensorSpec {
  const [only] = inputs;
  if (only !== undefined && inputs.length === 1) return only;
  const wants = inputs.map(({ name }) => name).join(', ');
  throw new DiffusionError('model-unsupported', `${part} wants ${wants} and not only ${preferred}.`, {
    subject: `${part}: ${wants}`,
  });
}

/**
 * A part that turns one [1, C, H, W] into another: the autoencoder's halves. An export with a fixed batch gets its
 * picture as often as it wants it, and the first answer counts.
 */
export function createPicturePort(
  ort: OrtModule,
  session: ModelSession,
  names: { readonly input: string; readonly output: string },
): (picture: Tensor) => Promise<Tensor> {
  const spec = requireOnlyInput(session, names.input);
  const output = requireOutput(session, names.output);
  const [batch] = spec.shape;
  const count = typeof batch === 'number' ? batch : 1;
  return async (picture) => {
    const fed = count === 1 ? picture : repeatItem(picture, 0, count);
    const [made] = await session.run({ [spec.name]: createFeed(ort, spec, fed.data, fed.dims) }, [output]);
    return count === 1 ? made! : takeItem(made!, 0);
  };
}
