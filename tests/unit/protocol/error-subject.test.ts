import { describe, expect, it } from 'vitest';
import { AppError, fromWireError, toWireError } from '../../../protocol/errors.ts';
import { parseEnvelope } from '../../../protocol/parse-envelope.ts';
import { DiffusionError } from '../../../ui/diffusion/diffusion-error.ts';
import { toAppError } from '../../../ui/engine/worker/engine-failure.ts';
import { errorSentence, textFor } from '../../../ui/shell/text/text.ts';

/** The error as the other side of a wire gets it. */
function cross(error: AppError): AppError {
  const envelope = parseEnvelope({ kind: 'failure', id: 1, error: toWireError(error) });
  if (envelope?.kind !== 'failure') throw new Error('The failure did not cross.');
  return fromWireError(envelope.error);
}

describe('what an error is about', () => {
  it('comes from the rooms below the engine to the sentence in the panel', () => {
    const thrown = new DiffusionError('model-file-missing', 'no such file', {
      subject: 'unet/model.onnx_data',
    });
    const arrived = cross(toAppError(thrown));
    const text = textFor('en');
    expect(errorSentence(text, arrived.code, arrived.subject)).toBe(
      `${text.errors['model-file-missing']} (unet/model.onnx_data)`,
    );
  });

  it('is nothing where nobody said', () => {
    const arrived = cross(new AppError('internal'));
    expect(arrived.subject).toBeNull();
    expect(errorSentence(textFor('de'), 'internal', null)).toBe(textFor('de').errors.internal);
  });

  it('is cut to what a panel can show, and no more than a text', () => {
    expect(cross(new AppError('model-broken', 'x', 'a'.repeat(5000))).subject).toHaveLength(200);
    const odd = { kind: 'failure', id: 1, error: { code: 'internal', detail: 'x', subject: { a: 1 } } };
    expect(parseEnvelope(odd)).toEqual({ kind: 'failure', id: 1, error: { code: 'internal', detail: 'x' } });
  });
});
