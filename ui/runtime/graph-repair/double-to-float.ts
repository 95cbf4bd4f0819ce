import { DiffusionError } from '../../diffusion/diffusion-error.ts';
import { readDoubles } from '../onnx/read-tensor.ts';
import { dataType, tensorTag } from '../onnx/schema.ts';
import { readText } from '../onnx/wire.ts';
import { retypeModel, type TensorRewrite, withFloats } from './retype-model.ts';

const refuse = (name: string, why: string): never => {
  throw new DiffusionError('model-operator', `The 64-bit tensor ${name} ${why}.`, {
    subject: `float64 ${name}`,
  });
};

const rewriteTensor: TensorRewrite = (fields) => {
  const nameField = fields.find(({ tag }) => tag === tensorTag.name);
  const name = nameField === undefined ? '' : readText(nameField.value);
  if (fields.some(({ tag }) => tag === tensorTag.externalData)) refuse(name, 'lies in another file');
  const doubles = readDoubles(fields);
  const floats = Float32Array.from(doubles);
  // What was finite must stay so: an infinity in place of a very large number turns softmaxes into NaN.
  const fits = doubles.every((value, i) => Number.isFinite(floats[i]!) || !Number.isFinite(value));
  if (!fits) refuse(name, 'holds numbers beyond 32 bits');
  return withFloats(fields, floats);
};

/**
 * The model with 32-bit floats wherever it has 64-bit ones, for which the WebGPU builds of onnxruntime-web 1.30 have no
 * operators: constants, weights, casts, inputs and outputs. Throws `model-operator` where a number would not fit.
 */
export function turnDoublesIntoFloats(model: Uint8Array): Uint8Array<ArrayBuffer> {
  return retypeModel(model, dataType.double, rewriteTensor);
}
